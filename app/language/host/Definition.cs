using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;

/// <summary>Where a name is declared: places in documents, or an outline of the type of an assembly.</summary>
static class Definition
{
    static readonly SymbolDisplayFormat form = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeConstantValue);

    public static async Job<bool> Find(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var place = await Place.Of(document, Project.At(request, text), token);
        pen.Begin().Name("places").Begin('[');
        var symbol = place.Symbol is IMethodSymbol reduced && reduced.ReducedFrom != null ? reduced.ReducedFrom : place.Symbol;
        var locations = symbol?.OriginalDefinition.Locations.Where(location => location.IsInSource).ToList();
        if (locations != null) foreach (var location in locations) Write(location, pen);
        pen.End(']');
        if (symbol != null && !locations.Any()) Outline(symbol.OriginalDefinition, pen, token);
        pen.End();
        return true;
    }

    public static void Write(Location location, Pen pen)
    {
        var id = Project.Solution.GetDocumentId(location.SourceTree);
        if (id == null) return;
        pen.Begin().Text("document", Project.Key(id)).Number("start", location.SourceSpan.Start).Number("end", location.SourceSpan.End).End();
    }

    /// <summary>What an assembly tells of a type, written as a declaration without bodies.</summary>
    static void Outline(ISymbol symbol, Pen pen, CancellationToken token)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        if (type == null) return;
        var written = new StringBuilder();
        written.Append("// ").Append(type.ContainingAssembly?.Identity.GetDisplayName()).Append("\n\n");
        if (!type.ContainingNamespace.IsGlobalNamespace) written.Append("namespace ").Append(type.ContainingNamespace.ToDisplayString()).Append(";\n\n");
        Comment(type, "", written, token);
        written.Append("public ").Append(type.TypeKind.ToString().ToLowerInvariant()).Append(' ').Append(type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        written.Append("\n{\n");
        var at = 0;
        foreach (var member in type.GetMembers())
        {
            var isShown = member.DeclaredAccessibility == Accessibility.Public || member.DeclaredAccessibility == Accessibility.Protected;
            if (!isShown || member.IsImplicitlyDeclared || member is IMethodSymbol method && method.AssociatedSymbol != null) continue;
            Comment(member, "    ", written, token);
            if (SymbolEqualityComparer.Default.Equals(member, symbol)) at = written.Length + 4;
            written.Append("    ").Append(member.ToDisplayString(form)).Append(";\n");
        }
        written.Append("}\n");
        pen.Name("outline").Begin().Text("name", type.ToDisplayString()).Text("text", written.ToString()).Number("at", at).End();
    }

    static void Comment(ISymbol symbol, string indent, StringBuilder written, CancellationToken token)
    {
        var text = Documentation.Of(symbol, token);
        if (text.Length > 0) written.Append(indent).Append("// ").Append(text.Replace("\n\n", "\n").Replace("\n", "\n" + indent + "// ")).Append('\n');
    }
}
