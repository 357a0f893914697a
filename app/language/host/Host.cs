using System;
using System.Collections.Generic;
using System.Threading;

/// <summary>Takes requests and answers them, one after the other. An answer has a <c>result</c> or a <c>failure</c>.</summary>
static class Host
{
    delegate Job<bool> Operation(Json request, Pen pen, CancellationToken token);

    static readonly Dictionary<string, Operation> operations = new Dictionary<string, Operation>
    {
        { "open", Project.Open },
        { "edit", Project.Edit },
        { "replace", Project.Replace },
        { "remove", Project.Remove },
        { "chunks", Diagnostics.Chunks },
        { "diagnostics", Diagnostics.Find },
        { "completion", Completion.List },
        { "resolve", Completion.Resolve },
        { "signatures", Signatures.Help },
        { "hover", Hover.Describe },
        { "definition", Definition.Find },
        { "references", References.Find },
        { "rename", Rename.Change },
        { "format", Formatting.Change },
        { "colours", Colours.Find },
        { "outline", Outline.List },
        { "fixes", Fixes.List },
        { "fix", Fixes.Change },
        { "emit", Emit.Compile },
        { "versions", Versions.Tell },
    };

    static CancellationTokenSource running;
    static string runningId;

    /// <summary>The request with this id is no longer wanted.</summary>
    public static void Cancel(string id)
    {
        if (runningId == id) running?.Cancel();
    }

    public static async Job<string> Ask(string text)
    {
        var own = new CancellationTokenSource();
        try
        {
            var request = Json.Read(text);
            if (!operations.TryGetValue(request.TextOf("operation"), out var operation)) throw new Failure("malformed", "the operation is unknown");
            running = own;
            runningId = request["id"]?.Text;
            var pen = new Pen().Begin().Name("result");
            await operation(request, pen, own.Token);
            return pen.End().ToString();
        }
        catch (Failure failure)
        {
            return Failed(failure.Kind, failure.Message);
        }
        catch (OperationCanceledException)
        {
            return Failed("cancelled", "");
        }
        catch (Exception error)
        {
            // An error of the compiler must not end the worker: the other operations go on.
            return Failed("internal", error.GetType().Name + ": " + error.Message + "\n" + error.StackTrace);
        }
        finally
        {
            if (running == own) running = null;
        }
    }

    static string Failed(string kind, string text)
    {
        return new Pen().Begin().Name("failure").Begin().Text("kind", kind).Text("text", text).End().End().ToString();
    }
}
