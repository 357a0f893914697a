using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis.Classification;

/// <summary>What names stand for, for their colours: as start, length and kind of each, in the order of the text.</summary>
static class Colours
{
    public static async Job<bool> Find(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var spans = await Classifier.GetClassifiedSpansAsync(document, Project.Span(request, text), token).ConfigureAwait(false);
        pen.Begin().Name("spans").Begin('[');
        var end = 0;
        foreach (var span in spans.OrderBy(each => each.TextSpan.Start))
        {
            var kind = Kind(span.ClassificationType);
            if (kind == null || span.TextSpan.Start < end) continue;
            end = span.TextSpan.End;
            pen.Begin().Number("start", span.TextSpan.Start).Number("end", end).Text("kind", kind).End();
        }
        pen.End(']').End();
        return true;
    }

    /// <summary>None for what the words themselves tell: keywords, texts, numbers, comments.</summary>
    static string Kind(string classification)
    {
        switch (classification)
        {
            case "class name": case "record class name": case "delegate name": case "module name": return "class";
            case "struct name": case "record struct name": return "struct";
            case "interface name": return "interface";
            case "enum name": return "enum";
            case "enum member name": return "enumMember";
            case "type parameter name": return "typeParameter";
            case "method name": case "extension method name": return "method";
            case "property name": return "property";
            case "field name": case "constant name": return "property";
            case "event name": return "event";
            case "parameter name": return "parameter";
            case "local name": return "variable";
            case "namespace name": return "namespace";
            default: return null;
        }
    }
}
