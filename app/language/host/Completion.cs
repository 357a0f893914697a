using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Text;

/// <summary>What may stand at a place, and what choosing one of them does.</summary>
static class Completion
{
    /// <summary>More than anybody reads; the list says that it is not whole, and is asked for again with more letters.</summary>
    const int Most = 2000;

    static CompletionService service;
    static Document document;
    static ImmutableArray<CompletionItem> items = ImmutableArray<CompletionItem>.Empty;
    static TextSpan span;
    static int listing;

    public static async Job<bool> List(Json request, Pen pen, CancellationToken token)
    {
        document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var at = Project.At(request, text);
        service = CompletionService.GetService(document);
        var typed = request["typed"]?.Text;
        var trigger = string.IsNullOrEmpty(typed) ? CompletionTrigger.Invoke : CompletionTrigger.CreateInsertionTrigger(typed[0]);
        var list = request.TruthOf("imports")
            ? await service.GetCompletionsAsync(document, at, trigger, null, null, token).ConfigureAwait(false)
            : await Internals.OfImported(service, document, at, trigger, token).ConfigureAwait(false);
        listing++;
        items = ImmutableArray<CompletionItem>.Empty;
        span = new TextSpan(at, 0);
        if (list != null)
        {
            span = list.Span;
            items = list.ItemsList.ToImmutableArray();
            var begun = text.ToString(span);
            if (items.Length > Most && begun.Length > 0) items = service.FilterItems(document, items, begun);
        }
        Write(pen);
        return true;
    }

    static void Write(Pen pen)
    {
        pen.Begin().Number("listing", listing).Number("start", span.Start).Number("end", span.End).Truth("isWhole", items.Length <= Most)
            .Name("items").Begin('[');
        for (var index = 0; index < items.Length && index < Most; index++)
        {
            var item = items[index];
            pen.Begin().Text("label", item.DisplayText).Text("kind", Kinds.OfTags(item.Tags));
            if (item.DisplayTextPrefix.Length > 0) pen.Text("prefix", item.DisplayTextPrefix);
            if (item.DisplayTextSuffix.Length > 0) pen.Text("suffix", item.DisplayTextSuffix);
            if (item.InlineDescription.Length > 0) pen.Text("from", item.InlineDescription);
            if (item.SortText != item.DisplayText) pen.Text("sort", item.SortText);
            if (item.FilterText != item.DisplayText) pen.Text("filter", item.FilterText);
            if (item.Rules.MatchPriority > 0) pen.Truth("isPreferred", true);
            pen.End();
        }
        pen.End(']').End();
    }

    /// <summary>The documentation of an item, and the edits that choosing it makes.</summary>
    public static async Job<bool> Resolve(Json request, Pen pen, CancellationToken token)
    {
        var index = request.NumberOf("item");
        if (request.NumberOf("listing") != listing || index < 0 || index >= items.Length) throw new Failure("outdated", "the list is gone");
        var item = items[index];
        var description = await service.GetDescriptionAsync(document, item, token).ConfigureAwait(false);
        var change = await service.GetChangeAsync(document, item, null, token).ConfigureAwait(false);
        pen.Begin().Text("description", description == null ? "" : description.Text).Name("edits").Begin('[');
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        foreach (var each in change.TextChanges.SelectMany(each => Apart(each, text))) Edits.Write(each, pen);
        pen.End(']').End();
        return true;
    }

    /// <summary>A change that reaches from a directive at the top to the place becomes two: the editor makes that at the place, and the other beside it.</summary>
    static TextChange[] Apart(TextChange change, SourceText text)
    {
        if (change.Span.Start >= span.Start || change.Span.End < span.Start) return new[] { change };
        var old = text.ToString(TextSpan.FromBounds(change.Span.Start, span.Start));
        var made = change.NewText ?? "";
        var first = 0;
        while (first < old.Length && first < made.Length && old[first] == made[first]) first++;
        // What stands right before the place stays; behind it comes what is completed.
        var line = old.Substring(old.LastIndexOf('\n') + 1);
        var end = line.Length == 0 ? -1 : made.LastIndexOf(line, System.StringComparison.Ordinal);
        if (end < 0 || first > end) return new[] { change };
        var last = end + line.Length;
        var same = 0;
        while (same < old.Length - first && same < last - first && old[old.Length - 1 - same] == made[last - 1 - same]) same++;
        return new[]
        {
            new TextChange(TextSpan.FromBounds(change.Span.Start + first, span.Start - same), made.Substring(first, last - same - first)),
            new TextChange(TextSpan.FromBounds(span.Start, change.Span.End), made.Substring(last)),
        };
    }
}
