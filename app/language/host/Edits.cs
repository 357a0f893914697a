using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

/// <summary>Changes of texts, as they are told.</summary>
static class Edits
{
    public static void Write(TextChange change, Pen pen)
    {
        pen.Begin().Number("start", change.Span.Start).Number("end", change.Span.End).Text("text", change.NewText ?? "").End();
    }

    /// <summary>What differs in a changed solution, by document. What it would do to generated files is refused: they would be written anew.</summary>
    public static async Job<bool> Write(Solution before, Solution after, Pen pen, CancellationToken token)
    {
        pen.Begin().Name("documents").Begin('[');
        foreach (var project in after.GetChanges(before).GetProjectChanges())
        {
            foreach (var added in project.GetAddedDocuments()) throw new Failure("refused", "It would add the file " + after.GetDocument(added).Name + ".");
            foreach (var id in project.GetChangedDocuments())
            {
                var old = before.GetDocument(id);
                if (Project.IsGenerated(id)) throw new Failure("refused", old.Name + " is generated from the definition. Change the definition instead.");
                var changes = await after.GetDocument(id).GetTextChangesAsync(old, token).ConfigureAwait(false);
                WriteDocument(Project.Key(id), changes, pen);
            }
        }
        pen.End(']').End();
        return true;
    }

    public static void WriteDocument(string key, IEnumerable<TextChange> changes, Pen pen)
    {
        pen.Begin().Text("document", key).Name("edits").Begin('[');
        foreach (var change in changes) Write(change, pen);
        pen.End(']').End();
    }
}
