using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

/// <summary>What kind of thing a name stands for, in the words of <c>SymbolKind</c> in the crate <c>language</c>.</summary>
static class Kinds
{
    public static string OfTags(ImmutableArray<string> tags)
    {
        foreach (var tag in tags)
        {
            switch (tag)
            {
                case "Class": case "Structure": case "Interface": case "Enum": case "EnumMember": case "Delegate": case "Method": case "Property":
                case "Event": case "Field": case "Constant": case "Local": case "Parameter": case "Keyword": case "Namespace": case "Snippet":
                case "TypeParameter": case "Operator": case "Label":
                    return char.ToLowerInvariant(tag[0]) + tag.Substring(1);
                case "ExtensionMethod":
                    return "method";
                case "RangeVariable":
                    return "local";
            }
        }
        return "other";
    }

    public static string Of(ISymbol symbol)
    {
        switch (symbol)
        {
            case INamedTypeSymbol type:
                switch (type.TypeKind)
                {
                    case TypeKind.Struct: return "structure";
                    case TypeKind.Interface: return "interface";
                    case TypeKind.Enum: return "enum";
                    case TypeKind.Delegate: return "delegate";
                    default: return "class";
                }
            case IFieldSymbol field:
                return field.ContainingType?.TypeKind == TypeKind.Enum ? "enumMember" : field.IsConst ? "constant" : "field";
            case IMethodSymbol method:
                return method.MethodKind == MethodKind.Constructor ? "constructor" : "method";
            case IPropertySymbol _: return "property";
            case IEventSymbol _: return "event";
            case INamespaceSymbol _: return "namespace";
            case IParameterSymbol _: return "parameter";
            case ILocalSymbol _: case IRangeVariableSymbol _: return "local";
            case ITypeParameterSymbol _: return "typeParameter";
            case ILabelSymbol _: return "label";
            default: return "other";
        }
    }
}
