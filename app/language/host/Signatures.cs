using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>The overloads of what is called at a place, and which argument is being written.</summary>
static class Signatures
{
    public static async Job<bool> Help(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var at = Project.At(request, text);
        var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
        var root = await model.SyntaxTree.GetRootAsync(token).ConfigureAwait(false);
        var call = Around(root, at);
        var overloads = call == null ? new List<ISymbol>() : Overloads(model, call, token);
        if (overloads.Count == 0)
        {
            pen.Text(null);
            return true;
        }
        var argument = Separators(call).Count(comma => comma.SpanStart < at);
        var chosen = model.GetSymbolInfo(call.Parent, token).Symbol?.OriginalDefinition;
        var active = overloads.FindIndex(each => SymbolEqualityComparer.Default.Equals(each.OriginalDefinition, chosen));
        if (active < 0 || Takes(overloads[active]) <= argument) active = overloads.FindIndex(each => Takes(each) > argument);
        pen.Begin().Number("active", active < 0 ? 0 : active).Number("argument", argument).Name("overloads").Begin('[');
        foreach (var overload in overloads) Write(overload, model, at, pen, token);
        pen.End(']').End();
        return true;
    }

    static void Write(ISymbol overload, SemanticModel model, int at, Pen pen, CancellationToken token)
    {
        pen.Begin().Text("label", Hover.Declaration(overload, model, at)).Text("documentation", Documentation.Of(overload.OriginalDefinition, token))
            .Name("parameters").Begin('[');
        foreach (var parameter in Parameters(overload))
        {
            pen.Begin().Text("label", parameter.ToMinimalDisplayString(model, at, SymbolDisplayFormat.MinimallyQualifiedFormat))
                .Text("documentation", Documentation.OfParameter(overload.OriginalDefinition, parameter.Name, token)).End();
        }
        pen.End(']').End();
    }

    /// <summary>The list of arguments that the place lies in, the innermost one.</summary>
    static SyntaxNode Around(SyntaxNode root, int at)
    {
        if (at == 0) return null;
        return root.FindToken(at - 1).Parent.AncestorsAndSelf().FirstOrDefault(node =>
        {
            switch (node)
            {
                case ArgumentListSyntax list: return IsInside(list.OpenParenToken, list.CloseParenToken, at);
                case BracketedArgumentListSyntax list: return IsInside(list.OpenBracketToken, list.CloseBracketToken, at);
                case AttributeArgumentListSyntax list: return IsInside(list.OpenParenToken, list.CloseParenToken, at);
                default: return false;
            }
        });
    }

    static bool IsInside(SyntaxToken open, SyntaxToken close, int at)
    {
        return open.Span.End <= at && (close.IsMissing || at <= close.SpanStart);
    }

    static IEnumerable<SyntaxToken> Separators(SyntaxNode call)
    {
        switch (call)
        {
            case BaseArgumentListSyntax list: return list.Arguments.GetSeparators();
            case AttributeArgumentListSyntax list: return list.Arguments.GetSeparators();
            default: return Enumerable.Empty<SyntaxToken>();
        }
    }

    static List<ISymbol> Overloads(SemanticModel model, SyntaxNode call, CancellationToken token)
    {
        IEnumerable<ISymbol> found;
        switch (call.Parent)
        {
            case InvocationExpressionSyntax invocation:
                found = Called(model, invocation, token);
                break;
            case BaseObjectCreationExpressionSyntax creation:
                found = Constructors(model.GetTypeInfo(creation, token).Type);
                break;
            case AttributeSyntax attribute:
                found = Constructors(model.GetTypeInfo(attribute, token).Type);
                break;
            case ElementAccessExpressionSyntax access:
                found = model.GetTypeInfo(access.Expression, token).Type?.GetMembers().OfType<IPropertySymbol>().Where(each => each.IsIndexer);
                break;
            case ConstructorInitializerSyntax initializer:
                found = model.GetMemberGroup(initializer, token);
                break;
            default:
                found = null;
                break;
        }
        var seen = (found ?? Enumerable.Empty<ISymbol>()).Where(each => model.IsAccessible(call.SpanStart, each));
        return seen.OrderBy(each => Parameters(each).Length).ToList();
    }

    static IEnumerable<ISymbol> Called(SemanticModel model, InvocationExpressionSyntax invocation, CancellationToken token)
    {
        var group = model.GetMemberGroup(invocation.Expression, token);
        if (group.Length > 0) return group;
        return model.GetTypeInfo(invocation.Expression, token).Type is INamedTypeSymbol type && type.DelegateInvokeMethod != null
            ? new ISymbol[] { type.DelegateInvokeMethod }
            : null;
    }

    static IEnumerable<ISymbol> Constructors(ITypeSymbol type)
    {
        return (type as INamedTypeSymbol)?.InstanceConstructors;
    }

    /// <summary>How many arguments an overload takes at most.</summary>
    static int Takes(ISymbol overload)
    {
        var parameters = Parameters(overload);
        return parameters.Length > 0 && parameters[parameters.Length - 1].IsParams ? int.MaxValue : parameters.Length;
    }

    static System.Collections.Immutable.ImmutableArray<IParameterSymbol> Parameters(ISymbol overload)
    {
        switch (overload)
        {
            case IMethodSymbol method: return method.Parameters;
            case IPropertySymbol property: return property.Parameters;
            default: return System.Collections.Immutable.ImmutableArray<IParameterSymbol>.Empty;
        }
    }
}
