using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

/// <summary>What mends an error or a warning at a place: our own for a missing using, and the providers that Roslyn brings.</summary>
static class Fixes
{
    const int Most = 40;

    delegate Job<Solution> Changing(CancellationToken token);

    static readonly List<(string Title, Changing Change)> listed = new List<(string, Changing)>();
    static int listing;
    static List<CodeFixProvider> fixers;

    public static void Forget()
    {
        listed.Clear();
    }

    public static async Job<bool> List(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var span = Project.Span(request, text);
        listed.Clear();
        listing++;
        pen.Begin().Number("listing", listing).Name("actions").Begin('[');
        foreach (var problem in await Problems(document, span, token)) await Mending(document, problem, pen, token);
        pen.End(']').End();
        return true;
    }

    static async Job<List<Diagnostic>> Problems(Document document, TextSpan span, CancellationToken token)
    {
        var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var lines = TextSpan.FromBounds(text.Lines.GetLineFromPosition(span.Start).Start, text.Lines.GetLineFromPosition(span.End).End);
        var found = model.GetDiagnostics(lines, token).Where(each => each.Location.SourceSpan.IntersectsWith(span));
        return found.OrderByDescending(each => each.Severity).ToList();
    }

    static async Job<bool> Mending(Document document, Diagnostic problem, Pen pen, CancellationToken token)
    {
        var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
        foreach (var space in Usings.Missing(model, problem, token)) Offer("using " + space + ";", each => WithUsing(document, space, each), problem, pen);
        if (fixers == null) fixers = Providers<CodeFixProvider>();
        foreach (var fixer in fixers.Where(each => each.FixableDiagnosticIds.Contains(problem.Id)))
        {
            var offered = new List<CodeAction>();
            try
            {
                await fixer.RegisterCodeFixesAsync(new CodeFixContext(document, problem, (action, _) => offered.Add(action), token)).ConfigureAwait(false);
            }
            catch (Exception error) when (!(error is OperationCanceledException))
            {
                // One that was trimmed in part must not take the others with it.
                continue;
            }
            Offer(offered, problem, pen);
        }
        return true;
    }

    static void Offer(List<CodeAction> offered, Diagnostic problem, Pen pen)
    {
        foreach (var action in offered.SelectMany(Leaves))
        {
            // Some want a window of the IDE to ask something.
            if (!(action is CodeActionWithOptions)) Offer(action.Title, token => Changed(action, token), problem, pen);
        }
    }

    static void Offer(string title, Changing change, Diagnostic problem, Pen pen)
    {
        if (listed.Count >= Most || listed.Any(each => each.Title == title)) return;
        pen.Begin().Number("action", listed.Count).Text("title", title).Text("code", problem?.Id).End();
        listed.Add((title, change));
    }

    static async Job<Solution> WithUsing(Document document, string space, CancellationToken token)
    {
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var root = (CompilationUnitSyntax)await document.GetSyntaxRootAsync(token).ConfigureAwait(false);
        return document.WithText(text.WithChanges(Usings.Adding(root, text, space))).Project.Solution;
    }

    static async Job<Solution> Changed(CodeAction action, CancellationToken token)
    {
        var operations = await action.GetOperationsAsync(token).ConfigureAwait(false);
        var change = operations.OfType<ApplyChangesOperation>().FirstOrDefault();
        return change == null ? throw new Failure("refused", "It changes nothing in the sources.") : change.ChangedSolution;
    }

    static IEnumerable<CodeAction> Leaves(CodeAction action)
    {
        return action.NestedActions.IsDefaultOrEmpty ? new[] { action } : action.NestedActions.SelectMany(Leaves);
    }

    /// <summary>The edits of an action of the last list.</summary>
    public static async Job<bool> Change(Json request, Pen pen, CancellationToken token)
    {
        var index = request.NumberOf("action");
        if (request.NumberOf("listing") != listing || index < 0 || index >= listed.Count) throw new Failure("outdated", "the list is gone");
        var before = Project.Solution;
        var after = await listed[index].Change(token);
        return await Edits.Write(before, after, pen, token);
    }

    /// <summary>The providers are parts of the IDE's composition, which is not there: each that needs nothing is made by itself.</summary>
    static List<T> Providers<T>() where T : class
    {
        var made = new List<T>();
        foreach (var type in System.Reflection.Assembly.Load(new System.Reflection.AssemblyName("Microsoft.CodeAnalysis.CSharp.Features")).GetTypes())
        {
            if (type.IsAbstract || !typeof(T).IsAssignableFrom(type) || type.GetConstructor(Type.EmptyTypes) == null) continue;
            try
            {
                made.Add((T)Activator.CreateInstance(type));
            }
            catch (Exception)
            {
                // Trimmed in part.
            }
        }
        return made;
    }
}
