using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

/// <summary>
/// Gives something another name at all of its places. Afterwards the compiler is asked again: a rename after which names stand for something else, or
/// that brings an error, is refused.
/// </summary>
static class Rename
{
    public static async Job<bool> Change(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var place = await Place.Of(document, Project.At(request, text), token);
        if (place.Symbol == null) throw new Failure("refused", "There is nothing to rename here.");
        var symbol = References.Named(place.Symbol);
        if (References.Roots(symbol).Any(root => !root.Locations.Any(location => location.IsInSource)))
            throw new Failure("refused", symbol.Name + " comes from an assembly.");
        var found = await References.All(Project.Solution, document.Project.Id, symbol, token);
        var generated = found.FirstOrDefault(each => Project.IsGenerated(each.Document));
        if (generated != null)
            throw new Failure("refused", symbol.Name + " comes from the definition (" + Project.Solution.GetDocument(generated.Document).Name + "). Rename it there: the source follows.");
        if (request["name"] == null)
        {
            // Only asked whether it can be renamed.
            pen.Begin().Number("start", place.Token.SpanStart).Number("end", place.Token.Span.End).Text("name", place.Token.ValueText).End();
            return true;
        }
        var name = request.TextOf("name");
        if (!SyntaxFacts.IsValidIdentifier(name)) throw new Failure("refused", "\"" + name + "\" is not a name in C#.");
        var after = await Renamed(found, symbol.Name, name, token);
        await Check(document.Project.Id, found, after, name, token);
        return await Edits.Write(Project.Solution, after, pen, token);
    }

    static async Job<Solution> Renamed(List<References.Found> found, string old, string name, CancellationToken token)
    {
        var after = Project.Solution;
        var written = SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
        foreach (var group in found.GroupBy(each => each.Document))
        {
            var text = await after.GetDocument(group.Key).GetTextAsync(token).ConfigureAwait(false);
            var changes = group.Select(each => new TextChange(each.Span, text.ToString(each.Span).TrimStart('@') == old ? written : Shortened(written)));
            after = after.WithDocumentText(group.Key, text.WithChanges(changes.ToArray()));
        }
        return after;
    }

    /// <summary>An attribute's name without its ending, as that place had it.</summary>
    static string Shortened(string name)
    {
        return name.EndsWith("Attribute", System.StringComparison.Ordinal) ? name.Substring(0, name.Length - 9) : name;
    }

    static async Job<bool> Check(ProjectId project, List<References.Found> found, Solution after, string name, CancellationToken token)
    {
        if (found.Count == 0) throw new Failure("refused", "There is nothing to rename here.");
        var first = found[0];
        var before = Project.Solution.GetDocument(first.Document);
        var document = after.GetDocument(first.Document);
        var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
        var root = await model.SyntaxTree.GetRootAsync(token).ConfigureAwait(false);
        var symbol = Place.SymbolOf(model, root.FindToken(first.Span.Start, true), token);
        var count = symbol == null ? 0 : (await References.All(after, project, symbol, token)).Count;
        if (count != found.Count) throw new Failure("refused", "Another thing is called " + name + " already, and places would mean that one.");
        foreach (var id in found.Select(each => each.Document).Distinct())
        {
            var old = await Errors(Project.Solution.GetDocument(id), found, token);
            var now = await Errors(after.GetDocument(id), found, token);
            var more = now.FirstOrDefault(error => now.Count(each => each.Id == error.Id) > old.Count(each => each.Id == error.Id));
            if (more != null) throw new Failure("refused", "It would not compile: " + more.GetMessage());
        }
        return true;
    }

    /// <summary>The errors in the members that a rename touches: those of others stay what they are.</summary>
    static async Job<List<Diagnostic>> Errors(Document document, List<References.Found> found, CancellationToken token)
    {
        var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
        var root = await model.SyntaxTree.GetRootAsync(token).ConfigureAwait(false);
        var errors = new List<Diagnostic>();
        var seen = new HashSet<SyntaxNode>();
        // The texts before and after differ in the lengths of names only: members are counted, not placed.
        var members = root.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsOfInterest).ToList();
        var before = await Project.Solution.GetDocument(document.Id).GetSyntaxRootAsync(token).ConfigureAwait(false);
        var same = before.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsOfInterest).ToList();
        for (var index = 0; index < members.Count && index < same.Count; index++)
        {
            var isTouched = found.Any(each => each.Document == document.Id && same[index].Span.Contains(each.Span));
            if (!isTouched || !seen.Add(members[index])) continue;
            errors.AddRange(model.GetDiagnostics(members[index].Span, token).Where(each => each.Severity == DiagnosticSeverity.Error));
        }
        return errors;
    }

    static bool IsOfInterest(MemberDeclarationSyntax member)
    {
        return !(member is BaseNamespaceDeclarationSyntax) && !(member is TypeDeclarationSyntax);
    }
}
