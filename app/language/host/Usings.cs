using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

/// <summary>
/// Directives that a name lacks. Roslyn's own provider looks into an index that is kept on a disk, and does not work without one; what an extension
/// refers to is looked through in a few milliseconds.
/// </summary>
static class Usings
{
    const int Most = 8;

    /// <summary>The namespaces that have what the name at a problem could mean, the most likely first.</summary>
    public static List<string> Missing(SemanticModel model, Diagnostic problem, CancellationToken token)
    {
        var found = new SortedSet<string>(new Likely());
        var name = model.SyntaxTree.GetRoot(token).FindNode(problem.Location.SourceSpan, false, true).DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault();
        if (name == null) return new List<string>();
        switch (problem.Id)
        {
            case "CS0246": // The type or namespace name could not be found.
            case "CS0103": // The name does not exist in the current context.
            case "CS0305": // It has another number of type arguments: another type of the name may be meant.
            case "CS0308":
                Search(model, model.Compilation.GlobalNamespace, name, false, found, token);
                break;
            case "CS1061": // The type has no such member, and no extension method is accessible.
                var member = model.SyntaxTree.GetRoot(token).FindToken(problem.Location.SourceSpan.Start).Parent as SimpleNameSyntax ?? name;
                Search(model, model.Compilation.GlobalNamespace, member, true, found, token);
                break;
        }
        return found.Take(Most).ToList();
    }

    static void Search(SemanticModel model, INamespaceSymbol space, SimpleNameSyntax name, bool extensions, SortedSet<string> found, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (!space.IsGlobalNamespace && (extensions ? HasExtension(model, space, name) : HasType(model, space, name))) found.Add(space.ToDisplayString());
        foreach (var inner in space.GetNamespaceMembers()) Search(model, inner, name, extensions, found, token);
    }

    static bool HasType(SemanticModel model, INamespaceSymbol space, SimpleNameSyntax name)
    {
        var isAttribute = name.Parent is AttributeSyntax;
        foreach (var text in isAttribute ? new[] { name.Identifier.ValueText, name.Identifier.ValueText + "Attribute" } : new[] { name.Identifier.ValueText })
        {
            if (space.GetTypeMembers(text, name.Arity).Any(type => model.IsAccessible(name.SpanStart, type))) return true;
        }
        return false;
    }

    static bool HasExtension(SemanticModel model, INamespaceSymbol space, SimpleNameSyntax name)
    {
        foreach (var type in space.GetTypeMembers())
        {
            if (!type.MightContainExtensionMethods || !model.IsAccessible(name.SpanStart, type)) continue;
            if (type.GetMembers(name.Identifier.ValueText).OfType<IMethodSymbol>().Any(method => method.IsExtensionMethod)) return true;
        }
        return false;
    }

    /// <summary>The change that adds a directive where the others stand, in their order.</summary>
    public static TextChange Adding(CompilationUnitSyntax root, SourceText text, string space)
    {
        var inNamespace = root.Usings.Count == 0 ? root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(each => each.Usings.Count > 0) : null;
        var usings = inNamespace?.Usings ?? root.Usings;
        var newLine = text.Lines.Count > 1 ? text.ToString(TextSpan.FromBounds(text.Lines[0].End, text.Lines[0].EndIncludingLineBreak)) : "\r\n";
        var plain = usings.Where(each => each.Alias == null && each.StaticKeyword.IsKind(SyntaxKind.None)).ToList();
        if (plain.Count == 0)
        {
            var start = usings.Count > 0 ? usings[0].SpanStart : root.Externs.Count > 0 ? root.Externs.Last().FullSpan.End : First(root);
            return new TextChange(new TextSpan(start, 0), "using " + space + ";" + newLine);
        }
        var order = new Likely();
        var after = plain.LastOrDefault(each => order.Compare(each.Name.ToString(), space) < 0);
        var line = text.Lines.GetLineFromPosition((after ?? plain[0]).SpanStart);
        var indent = text.ToString(TextSpan.FromBounds(line.Start, (after ?? plain[0]).SpanStart));
        return after == null
            ? new TextChange(new TextSpan(line.Start, 0), indent + "using " + space + ";" + newLine)
            : new TextChange(new TextSpan(text.Lines.GetLineFromPosition(after.Span.End).End, 0), newLine + indent + "using " + space + ";");
    }

    /// <summary>Behind the comments at the top, which say what the file is.</summary>
    static int First(CompilationUnitSyntax root)
    {
        return root.Members.Count > 0 ? root.Members[0].SpanStart : 0;
    }

    /// <summary>The framework's namespaces first, short ones before what lies in them.</summary>
    sealed class Likely : IComparer<string>
    {
        public int Compare(string one, string other)
        {
            var framework = IsOfFramework(other).CompareTo(IsOfFramework(one));
            return framework != 0 ? framework : string.CompareOrdinal(one, other);
        }

        static bool IsOfFramework(string space)
        {
            return space == "System" || space.StartsWith("System.", System.StringComparison.Ordinal);
        }
    }
}
