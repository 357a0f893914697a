using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

/// <summary>
/// Errors and warnings of a document, a part at a time. Looking at a whole document takes seconds in which nothing else is answered, so whoever
/// asks goes through its chunks, with other requests in between.
/// </summary>
static class Diagnostics
{
    /// <summary>Small members are looked at together, up to this many characters.</summary>
    const int Enough = 1500;

    /// <summary>Where the chunks of a document begin and end. They cover all of it; a member lies in one of them.</summary>
    public static async Job<bool> Chunks(Json request, Pen pen, CancellationToken token)
    {
        var root = await Project.Document(request).GetSyntaxRootAsync(token).ConfigureAwait(false);
        pen.Begin().Name("ends").Begin('[');
        var start = 0;
        foreach (var member in root.DescendantNodes(IsOutside).OfType<MemberDeclarationSyntax>().Where(member => !IsOutside(member)))
        {
            var end = member.FullSpan.End;
            if (end - start < Enough) continue;
            pen.Number(end);
            start = end;
        }
        if (start < root.FullSpan.End || start == 0) pen.Number(root.FullSpan.End);
        pen.End(']').End();
        return true;
    }

    /// <summary>What the parser says of the whole document, or the compiler of a part of it.</summary>
    public static async Job<bool> Find(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        IEnumerable<Diagnostic> found;
        if (request.TextOf("kind") == "syntax")
        {
            var tree = await document.GetSyntaxTreeAsync(token).ConfigureAwait(false);
            found = tree.GetDiagnostics(token);
        }
        else
        {
            var text = await document.GetTextAsync(token).ConfigureAwait(false);
            var span = Project.Span(request, text);
            var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
            var syntax = model.SyntaxTree.GetDiagnostics(token).ToList();
            // The parser's own are told apart by their place and code; the compiler repeats them.
            found = model.GetDiagnostics(span, token).Where(each => !syntax.Any(other => other.Id == each.Id && other.Location == each.Location));
        }
        Write(found, pen);
        return true;
    }

    public static void Write(IEnumerable<Diagnostic> found, Pen pen)
    {
        pen.Begin().Name("problems").Begin('[');
        foreach (var diagnostic in found)
        {
            if (diagnostic.IsSuppressed || diagnostic.Severity < DiagnosticSeverity.Warning) continue;
            pen.Begin();
            WriteOne(diagnostic, pen);
            pen.End();
        }
        pen.End(']').End();
    }

    public static void WriteOne(Diagnostic diagnostic, Pen pen)
    {
        var span = diagnostic.Location.SourceSpan;
        pen.Text("severity", diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning").Text("code", diagnostic.Id)
            .Text("text", diagnostic.GetMessage()).Number("start", span.Start).Number("end", span.End);
    }

    /// <summary>Whether members lie in it.</summary>
    static bool IsOutside(SyntaxNode node)
    {
        return node is CompilationUnitSyntax || node is BaseNamespaceDeclarationSyntax || node is TypeDeclarationSyntax;
    }
}
