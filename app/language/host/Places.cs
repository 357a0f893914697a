using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

/// <summary>What stands at a place of a document.</summary>
sealed class Place
{
    public SemanticModel Model;
    public SyntaxToken Token;
    public ISymbol Symbol;

    /// <summary>The name at a place, or right before it.</summary>
    public static async Job<Place> Of(Document document, int at, CancellationToken token)
    {
        var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
        var root = await model.SyntaxTree.GetRootAsync(token).ConfigureAwait(false);
        var found = root.FindToken(at, true);
        if (!IsName(found) && at > 0)
        {
            var before = root.FindToken(at - 1, true);
            if (IsName(before) && before.Span.End == at) found = before;
        }
        return new Place { Model = model, Token = found, Symbol = found.Span.Contains(at) || found.Span.End == at ? SymbolOf(model, found, token) : null };
    }

    /// <summary>What a token stands for, declared or used there.</summary>
    public static ISymbol SymbolOf(SemanticModel model, SyntaxToken found, CancellationToken token)
    {
        var node = found.Parent;
        if (node == null) return null;
        if (IsName(found))
        {
            var declared = model.GetDeclaredSymbol(node, token);
            if (declared != null && IsNameOf(node, found)) return declared;
        }
        switch (node)
        {
            case IdentifierNameSyntax name when name.IsVar:
            case SimpleNameSyntax _:
            case ConstructorInitializerSyntax _:
            case BaseObjectCreationExpressionSyntax _ when found.IsKind(SyntaxKind.NewKeyword):
            case PredefinedTypeSyntax _:
            case ElementAccessExpressionSyntax _:
                break;
            case ThisExpressionSyntax _:
            case BaseExpressionSyntax _:
                return model.GetTypeInfo(node, token).Type;
            default:
                return null;
        }
        var whole = node is SimpleNameSyntax && node.Parent is AttributeSyntax attribute ? attribute : node;
        var symbol = First(model.GetSymbolInfo(whole, token));
        if (symbol == null && node.Parent is ObjectCreationExpressionSyntax) symbol = model.GetTypeInfo(node.Parent, token).Type;
        return symbol;
    }

    static ISymbol First(SymbolInfo info)
    {
        // Among several candidates the first is as good as any for showing, and renaming compares with all of its kind.
        return info.Symbol ?? (info.CandidateSymbols.Length > 0 ? info.CandidateSymbols[0] : null);
    }

    static bool IsName(SyntaxToken token)
    {
        return token.IsKind(SyntaxKind.IdentifierToken);
    }

    /// <summary>Whether the token is the name that a declaration gives, and not one of the other names in it.</summary>
    static bool IsNameOf(SyntaxNode node, SyntaxToken token)
    {
        return !(node is SimpleNameSyntax);
    }
}
