using System.Threading;
using Microsoft.CodeAnalysis;

/// <summary>What is shown of a name when the mouse rests on it.</summary>
static class Hover
{
    static readonly SymbolDisplayFormat form = SymbolDisplayFormat.MinimallyQualifiedFormat;

    public static async Job<bool> Describe(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var text = await document.GetTextAsync(token).ConfigureAwait(false);
        var at = Project.At(request, text);
        var place = await Place.Of(document, at, token);
        if (place.Symbol == null)
        {
            pen.Text(null);
            return true;
        }
        var symbol = place.Symbol;
        pen.Begin().Text("kind", Kinds.Of(symbol)).Text("declaration", Declaration(symbol, place.Model, at)).Text("documentation", Documented(symbol, token))
            .Number("start", place.Token.SpanStart).Number("end", place.Token.Span.End).End();
        return true;
    }

    public static string Declaration(ISymbol symbol, SemanticModel model, int at)
    {
        switch (symbol)
        {
            case INamedTypeSymbol type:
                return Kind(type) + " " + type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
            case INamespaceSymbol _:
                return "namespace " + symbol.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
            case ILocalSymbol local:
                return (local.IsConst ? "const " : "") + local.Type.ToMinimalDisplayString(model, at, form) + " " + local.Name;
            case IParameterSymbol parameter:
                return parameter.ToMinimalDisplayString(model, at, form);
            case ITypeParameterSymbol parameter:
                return parameter.Name + " in " + parameter.ContainingSymbol.ToMinimalDisplayString(model, at, form);
            default:
                return symbol.ToMinimalDisplayString(model, at, form);
        }
    }

    static string Documented(ISymbol symbol, CancellationToken token)
    {
        if (symbol is IParameterSymbol parameter) return Documentation.OfParameter(parameter.ContainingSymbol, parameter.Name, token);
        var own = Documentation.Of(symbol.OriginalDefinition, token);
        return own.Length == 0 && symbol is IMethodSymbol method && method.MethodKind == MethodKind.Constructor
            ? Documentation.Of(method.ContainingType.OriginalDefinition, token)
            : own;
    }

    static string Kind(INamedTypeSymbol type)
    {
        switch (type.TypeKind)
        {
            case TypeKind.Struct: return "struct";
            case TypeKind.Interface: return "interface";
            case TypeKind.Enum: return "enum";
            case TypeKind.Delegate: return "delegate";
            default: return "class";
        }
    }
}
