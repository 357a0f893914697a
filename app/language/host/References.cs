using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>
/// All places in the documents that stand for the same thing. An extension has few documents, so every token with the name is asked what it stands for.
/// A member counts together with those that it overrides or implements: one name serves them all.
/// </summary>
static class References
{
    public sealed class Found
    {
        public DocumentId Document;
        public Microsoft.CodeAnalysis.Text.TextSpan Span;
        public bool IsDeclaration;
    }

    public static async Job<bool> Find(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var place = await Place.Of(document, Project.At(request, text), token);
        pen.Begin().Name("places").Begin('[');
        if (place.Symbol != null)
        {
            foreach (var found in await All(Project.Solution, document.Project.Id, place.Symbol, token))
            {
                pen.Begin().Text("document", Project.Key(found.Document)).Number("start", found.Span.Start).Number("end", found.Span.End)
                    .Truth("isDeclaration", found.IsDeclaration).End();
            }
        }
        pen.End(']').End();
        return true;
    }

    public static async Job<List<Found>> All(Solution solution, ProjectId project, ISymbol symbol, CancellationToken token)
    {
        var wanted = Roots(symbol);
        var name = Named(symbol).Name;
        // An attribute may be written without its ending.
        var shorter = name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - 9) : name;
        var all = new List<Found>();
        foreach (var document in solution.GetProject(project).Documents)
        {
            var text = (await document.GetTextAsync(token).ConfigureAwait(false)).ToString();
            if (text.IndexOf(shorter, StringComparison.Ordinal) < 0) continue;
            var root = await document.GetSyntaxRootAsync(token).ConfigureAwait(false);
            SemanticModel model = null;
            foreach (var each in root.DescendantTokens(null, true))
            {
                if (!each.IsKind(SyntaxKind.IdentifierToken) || each.ValueText != name && each.ValueText != shorter) continue;
                token.ThrowIfCancellationRequested();
                if (model == null) model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
                var stands = Place.SymbolOf(model, each, token);
                if (stands == null || !Roots(stands).Overlaps(wanted)) continue;
                all.Add(new Found { Document = document.Id, Span = each.Span, IsDeclaration = !(each.Parent is SimpleNameSyntax) });
            }
        }
        return all;
    }

    /// <summary>The symbol whose name is written: that of the type for its constructors.</summary>
    public static ISymbol Named(ISymbol symbol)
    {
        if (symbol is IMethodSymbol method)
        {
            if (method.MethodKind == MethodKind.Constructor || method.MethodKind == MethodKind.StaticConstructor || method.MethodKind == MethodKind.Destructor)
                return method.ContainingType;
            if (method.ReducedFrom != null) return method.ReducedFrom;
        }
        return symbol;
    }

    /// <summary>The members at the ends of what a symbol overrides and implements; itself, where there are none.</summary>
    public static HashSet<ISymbol> Roots(ISymbol symbol)
    {
        var roots = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var own = Named(symbol).OriginalDefinition;
        if (own is IMethodSymbol part && part.PartialDefinitionPart != null) own = part.PartialDefinitionPart;
        if (own is IParameterSymbol parameter && parameter.ContainingSymbol is IMethodSymbol partial && partial.PartialDefinitionPart != null)
            own = partial.PartialDefinitionPart.Parameters[parameter.Ordinal];
        var top = Top(own);
        roots.Add(top);
        roots.Add(own);
        if (!(own is IMethodSymbol) && !(own is IPropertySymbol) && !(own is IEventSymbol) || own.ContainingType == null) return roots;
        if (own.IsStatic || own.DeclaredAccessibility == Accessibility.Private) return roots;
        foreach (var contract in own.ContainingType.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(own.Name))
            {
                var implementation = own.ContainingType.FindImplementationForInterfaceMember(member);
                if (implementation != null && SymbolEqualityComparer.Default.Equals(implementation.OriginalDefinition, own)) roots.Add(member.OriginalDefinition);
            }
        }
        return roots;
    }

    static ISymbol Top(ISymbol symbol)
    {
        while (true)
        {
            ISymbol next = null;
            switch (symbol)
            {
                case IMethodSymbol method: next = method.OverriddenMethod; break;
                case IPropertySymbol property: next = property.OverriddenProperty; break;
                case IEventSymbol change: next = change.OverriddenEvent; break;
            }
            if (next == null) return symbol;
            symbol = next.OriginalDefinition;
        }
    }
}
