using System;
using System.Collections.Immutable;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Options;

/// <summary>
/// All that the host uses of Roslyn beyond its public interface. The test "what is not public is there" says when an upgrade has lost a part;
/// then completion falls back to what is public, and offers types that need a using at every place.
/// </summary>
static class Internals
{
    static readonly Type options = typeof(CompletionService).Assembly.GetType("Microsoft.CodeAnalysis.Completion.CompletionOptions");
    static readonly MethodInfo complete = Complete();
    static readonly object importedOnly = ImportedOnly();

    public static bool AreThere => complete != null && importedOnly != null;

    /// <summary>Completion without what needs a using: looking through all of the references takes 300 ms more.</summary>
    public static Task<CompletionList> OfImported(CompletionService service, Document document, int at, CompletionTrigger trigger, CancellationToken token)
    {
        if (!AreThere) return service.GetCompletionsAsync(document, at, trigger, null, null, token);
        return (Task<CompletionList>)complete.Invoke(service, new object[] { document, at, importedOnly, OptionSet(document), trigger, null, token });
    }

    static OptionSet OptionSet(Document document)
    {
        return document.Project.Solution.Options;
    }

    static MethodInfo Complete()
    {
        if (options == null) return null;
        foreach (var method in typeof(CompletionService).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            var parameters = method.GetParameters();
            if (method.Name == "GetCompletionsAsync" && parameters.Length == 7 && parameters[2].ParameterType == options) return method;
        }
        return null;
    }

    static object ImportedOnly()
    {
        var usual = options?.GetField("Default", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null);
        var copy = options?.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        if (usual == null || copy == null) return null;
        var made = copy.Invoke(usual, null);
        var isSet = Set(made, "ShowItemsFromUnimportedNamespaces") && Set(made, "ForceExpandedCompletionIndexCreation")
            && Set(made, "UpdateImportCompletionCacheInBackground");
        return isSet ? made : null;
    }

    static bool Set(object made, string name)
    {
        var setter = options.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetSetMethod(true);
        if (setter == null) return false;
        var isOptional = setter.GetParameters()[0].ParameterType != typeof(bool);
        setter.Invoke(made, new[] { isOptional ? (object)new bool?(false) : false });
        return true;
    }
}
