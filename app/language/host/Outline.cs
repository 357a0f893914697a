using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>Types and members of a document, as a tree.</summary>
static class Outline
{
    public static async Job<bool> List(Json request, Pen pen, CancellationToken token)
    {
        var document = Project.Document(request);
        var root = (CompilationUnitSyntax)await document.GetSyntaxRootAsync(token).ConfigureAwait(false);
        pen.Begin().Name("items").Begin('[');
        foreach (var member in root.Members) Write(member, pen);
        pen.End(']').End();
        return true;
    }

    static void Write(MemberDeclarationSyntax member, Pen pen)
    {
        switch (member)
        {
            case BaseNamespaceDeclarationSyntax space: Item(space.Name.ToString(), "namespace", space, space.Name.Span, space.Members, pen); break;
            case TypeDeclarationSyntax type: Item(type.Identifier.Text, KindOf(type), type, type.Identifier.Span, type.Members, pen); break;
            case EnumDeclarationSyntax type: Item(type.Identifier.Text, "enum", type, type.Identifier.Span, default, pen); break;
            case DelegateDeclarationSyntax type: Item(type.Identifier.Text, "delegate", type, type.Identifier.Span, default, pen); break;
            case MethodDeclarationSyntax method: Item(method.Identifier.Text + Parameters(method.ParameterList), "method", method, method.Identifier.Span, default, pen); break;
            case ConstructorDeclarationSyntax method: Item(method.Identifier.Text + Parameters(method.ParameterList), "constructor", method, method.Identifier.Span, default, pen); break;
            case PropertyDeclarationSyntax property: Item(property.Identifier.Text, "property", property, property.Identifier.Span, default, pen); break;
            case EventDeclarationSyntax change: Item(change.Identifier.Text, "event", change, change.Identifier.Span, default, pen); break;
            case BaseFieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables) Item(variable.Identifier.Text, "field", field, variable.Identifier.Span, default, pen);
                break;
        }
    }

    static void Item(string name, string kind, SyntaxNode node, Microsoft.CodeAnalysis.Text.TextSpan own, SyntaxList<MemberDeclarationSyntax> members, Pen pen)
    {
        pen.Begin().Text("name", name).Text("kind", kind).Number("start", node.SpanStart).Number("end", node.Span.End)
            .Number("nameStart", own.Start).Number("nameEnd", own.End).Name("items").Begin('[');
        foreach (var member in members) Write(member, pen);
        pen.End(']').End();
    }

    static string KindOf(TypeDeclarationSyntax type)
    {
        return type is InterfaceDeclarationSyntax ? "interface" : type is StructDeclarationSyntax ? "structure" : "class";
    }

    static string Parameters(ParameterListSyntax list)
    {
        var names = new System.Collections.Generic.List<string>();
        foreach (var parameter in list.Parameters) names.Add(parameter.Type == null ? parameter.Identifier.Text : parameter.Type.ToString());
        return "(" + string.Join(", ", names) + ")";
    }
}
