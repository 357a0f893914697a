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

    /// <summary>Actions that were offered and may still be chosen: another list does not make those of the last one invalid, another text does.</summary>
    static readonly List<(int Id, Solution Of, Changing Change)> offered = new List<(int, Solution, Changing)>();
    static readonly HashSet<string> titles = new HashSet<string>();
    static int last;
    static List<CodeFixProvider> fixers;

    public static void Forget()
    {
        offered.Clear();
    }

    public static async Job<bool> List(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var span = Project.Span(request, text);
        titles.Clear();
        pen.Begin().Name("actions").Begin('[');
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
            var actions = new List<CodeAction>();
            try
            {
                await fixer.RegisterCodeFixesAsync(new CodeFixContext(document, problem, (action, _) => actions.Add(action), token)).ConfigureAwait(false);
            }
            catch (Exception error) when (!(error is OperationCanceledException))
            {
                // One that was trimmed in part must not take the others with it.
                continue;
            }
            Offer(actions, problem, pen);
        }
        return true;
    }

    static void Offer(List<CodeAction> actions, Diagnostic problem, Pen pen)
    {
        foreach (var action in actions.SelectMany(Leaves))
        {
            // Some want a window of the IDE to ask something.
            if (!(action is CodeActionWithOptions)) Offer(action.Title, token => Changed(action, token), problem, pen);
        }
    }

    static void Offer(string title, Changing change, Diagnostic problem, Pen pen)
    {
        if (titles.Count >= Most || !titles.Add(title)) return;
        last++;
        pen.Begin().Number("action", last).Text("title", title).Text("code", problem.Id).End();
        offered.RemoveAll(each => each.Of != Project.Solution);
        offered.Add((last, Project.Solution, change));
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

    /// <summary>The edits of an action that was offered.</summary>
    public static async Job<bool> Change(Json request, Pen pen, CancellationToken token)
    {
        var id = request.NumberOf("action");
        var before = Project.Solution;
        var change = offered.FirstOrDefault(each => each.Id == id && each.Of == before).Change;
        if (change == null) throw new Failure("outdated", "the text has changed since");
        var after = await change(token);
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
