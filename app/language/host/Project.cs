using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

/// <summary>The one project that is open: its documents with their versions, and what it refers to.</summary>
static class Project
{
    /// <summary>What is known of a document beside its text.</summary>
    sealed class Entry
    {
        public DocumentId Id;
        public string Name;
        public int Version;
        public bool IsGenerated;
    }

    static AdhocWorkspace workspace;
    static Solution solution;
    static ProjectId project;
    static readonly Dictionary<string, Entry> entries = new Dictionary<string, Entry>();
    static readonly Dictionary<DocumentId, string> names = new Dictionary<DocumentId, string>();
    static readonly Dictionary<string, MetadataReference> references = new Dictionary<string, MetadataReference>();

    public static Solution Solution => solution ?? throw new Failure("notOpen", "no project is open");

    public static Microsoft.CodeAnalysis.Project Current => Solution.GetProject(project);

    public static Workspace Workspace => workspace;

    /// <summary>The document of a request. A request about another version than the one that is there is refused: its places mean something else.</summary>
    public static Document Document(Json request)
    {
        var entry = EntryOf(request.TextOf("document"));
        var version = request["version"];
        if (version != null && version.Number != entry.Version) throw new Failure("outdated", "the document has version " + entry.Version);
        return Solution.GetDocument(entry.Id);
    }

    public static string Key(DocumentId id)
    {
        return names[id];
    }

    public static bool IsGenerated(DocumentId id)
    {
        return entries[names[id]].IsGenerated;
    }

    /// <summary>A place in a document, of which requests may say anything.</summary>
    public static int At(Json request, SourceText text, string name = "at")
    {
        var at = request.NumberOf(name);
        return at >= 0 && at <= text.Length ? at : throw new Failure("outdated", "the place is outside of the document");
    }

    public static TextSpan Span(Json request, SourceText text)
    {
        var start = At(request, text, "start");
        var end = At(request, text, "end");
        return start <= end ? TextSpan.FromBounds(start, end) : throw new Failure("malformed", "the end is before the start");
    }

    public static async Job<bool> Open(Json request, Pen pen, CancellationToken token)
    {
        if (workspace == null) workspace = new AdhocWorkspace();
        var used = new List<MetadataReference>();
        var unreadable = new List<string>();
        foreach (var reference in request.ItemsOf("references"))
        {
            var found = Reference(reference);
            if (found == null) unreadable.Add(reference.TextOf("name"));
            else used.Add(found);
        }
        var name = request.TextOf("name");
        project = ProjectId.CreateNewId();
        var information = ProjectInfo.Create(project, VersionStamp.Create(), name, name, "C#", compilationOptions: Compilation(request),
            parseOptions: Parsing(request), metadataReferences: used);
        solution = workspace.CurrentSolution.AddProject(information);
        entries.Clear();
        names.Clear();
        foreach (var document in request.ItemsOf("documents")) Put(document);
        Fixes.Forget();
        pen.Begin().Number("documents", entries.Count).Number("references", used.Count).Name("unreadable").Begin('[');
        foreach (var each in unreadable) pen.Text(each);
        pen.End(']').End();
        return true;
    }

    public static async Job<bool> Edit(Json request, Pen pen, CancellationToken token)
    {
        var entry = EntryOf(request.TextOf("document"));
        if (request.NumberOf("from") != entry.Version) throw new Failure("outdated", "the document has version " + entry.Version);
        var text = await Solution.GetDocument(entry.Id).GetTextAsync(token).ConfigureAwait(false);
        foreach (var change in request.ItemsOf("changes")) text = text.WithChanges(new TextChange(Span(change, text), change.TextOf("text")));
        solution = Solution.WithDocumentText(entry.Id, text);
        entry.Version = request.NumberOf("version");
        pen.Begin().Number("length", text.Length).End();
        return true;
    }

    /// <summary>A document that is new, or all of one that changed.</summary>
    public static async Job<bool> Replace(Json request, Pen pen, CancellationToken token)
    {
        var _ = Solution;
        Put(request);
        pen.Begin().End();
        return true;
    }

    public static async Job<bool> Remove(Json request, Pen pen, CancellationToken token)
    {
        var key = request.TextOf("document");
        var entry = EntryOf(key);
        solution = Solution.RemoveDocument(entry.Id);
        entries.Remove(key);
        names.Remove(entry.Id);
        pen.Begin().End();
        return true;
    }

    static Entry EntryOf(string key)
    {
        return entries.TryGetValue(key, out var entry) ? entry : throw new Failure("unknownDocument", "the document " + key + " is not open");
    }

    static void Put(Json document)
    {
        var key = document.TextOf("document");
        var name = document.TextOf("name");
        var text = SourceText.From(document.TextOf("text"), Encoding.UTF8);
        if (entries.TryGetValue(key, out var entry) && entry.Name == name)
        {
            solution = solution.WithDocumentText(entry.Id, text);
        }
        else
        {
            if (entry != null) solution = solution.RemoveDocument(entry.Id);
            entry = new Entry { Id = DocumentId.CreateNewId(project), Name = name };
            entries[key] = entry;
            names[entry.Id] = key;
            solution = solution.AddDocument(entry.Id, name, text, filePath: "/" + name);
        }
        entry.Version = document.NumberOf("version");
        entry.IsGenerated = document.TruthOf("generated");
    }

    /// <summary>An assembly by the name of its bytes, which stay known: another project may refer to it. None where the bytes are not one.</summary>
    static MetadataReference Reference(Json reference)
    {
        var bytes = reference.TextOf("bytes");
        if (references.TryGetValue(bytes, out var known)) return known;
        if (!Supplies.Has(bytes)) throw new Failure("malformed", "the bytes of " + bytes + " did not come");
        var content = Supplies.Take(bytes);
        if (!Assemblies.IsOne(content)) return null;
        var documentation = reference["documentation"];
        var described = documentation == null ? null : XmlDocumentationProvider.CreateFromBytes(Supplies.Take(documentation.Text));
        var made = MetadataReference.CreateFromStream(new System.IO.MemoryStream(content), MetadataReferenceProperties.Assembly, described,
            reference.TextOf("name"));
        references[bytes] = made;
        return made;
    }

    static CSharpParseOptions Parsing(Json request)
    {
        // A version that is not known here is a later one.
        if (!LanguageVersionFacts.TryParse(request.TextOf("language"), out var version)) version = LanguageVersion.Latest;
        var symbols = request.ItemsOf("symbols").Select(symbol => symbol.Text).ToArray();
        return CSharpParseOptions.Default.WithLanguageVersion(version).WithDocumentationMode(DocumentationMode.Parse).WithPreprocessorSymbols(symbols);
    }

    static CSharpCompilationOptions Compilation(Json request)
    {
        return new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, false, null, null, null, null, OptimizationLevel.Release, false,
            request.TruthOf("unsafe"), null, null, default(ImmutableArray<byte>), null, Platform.AnyCpu, ReportDiagnostic.Default, 4, null, false, true,
            null, null, null, DesktopAssemblyIdentityComparer.Default, null, false, MetadataImportOptions.Public, NullableContextOptions.Disable);
    }
}
