using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;

/// <summary>Spaces and line breaks as C# has them by default, of a document or a part of it.</summary>
static class Formatting
{
    public static async Job<bool> Change(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var options = (OptionSet)Project.Workspace.Options.WithChangedOption(FormattingOptions.NewLine, "C#", request["newLine"]?.Text ?? "\r\n")
            .WithChangedOption(FormattingOptions.UseTabs, "C#", request.TruthOf("tabs"));
        var formatted = request["start"] == null
            ? await Formatter.FormatAsync(document, options, token).ConfigureAwait(false)
            : await Formatter.FormatAsync(document, Project.Span(request, text), options, token).ConfigureAwait(false);
        pen.Begin().Name("edits").Begin('[');
        foreach (var change in await formatted.GetTextChangesAsync(document, token).ConfigureAwait(false)) Edits.Write(change, pen);
        pen.End(']').End();
        return true;
    }
}
