using System.Collections.Generic;
using System.IO;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

/// <summary>Compiles the project. The assembly and its symbols are taken by the names <c>assembly</c> and <c>symbols</c>.</summary>
static class Emit
{
    public static async Job<bool> Compile(Json request, Pen pen, CancellationToken token)
    {
        var compilation = await Project.Current.GetCompilationAsync(token).ConfigureAwait(false);
        var assembly = new MemoryStream();
        var symbols = request.TruthOf("symbols") ? new MemoryStream() : null;
        var options = symbols == null ? null : new EmitOptions().WithDebugInformationFormat(DebugInformationFormat.PortablePdb);
        var emitted = compilation.Emit(assembly, symbols, null, null, null, options, null, null, null, null, token);
        if (emitted.Success)
        {
            Supplies.Put("assembly", assembly.ToArray());
            if (symbols != null) Supplies.Put("symbols", symbols.ToArray());
        }
        pen.Begin().Truth("isDone", emitted.Success).Name("problems").Begin('[');
        foreach (var diagnostic in emitted.Diagnostics)
        {
            if (diagnostic.IsSuppressed || diagnostic.Severity < DiagnosticSeverity.Warning) continue;
            var id = diagnostic.Location.IsInSource ? Project.Solution.GetDocumentId(diagnostic.Location.SourceTree) : null;
            pen.Begin();
            if (id != null) pen.Text("document", Project.Key(id));
            Diagnostics.WriteOne(diagnostic, pen);
            pen.End();
        }
        pen.End(']').End();
        return true;
    }
}
