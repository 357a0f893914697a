// Which files of the package the host needs. `tests/assemblies.test.mjs` shows that no assembly is missing and none is too many.

/** Assemblies beside those that the runtime itself begins with. */
export const ASSEMBLIES = [
    "Humanizer", "Microsoft.CodeAnalysis.CSharp.Features", "Microsoft.CodeAnalysis.CSharp.Workspaces", "Microsoft.CodeAnalysis.CSharp",
    "Microsoft.CodeAnalysis.Features", "Microsoft.CodeAnalysis.Scripting", "Microsoft.CodeAnalysis.Workspaces", "Microsoft.CodeAnalysis", "Microsoft.DiaSymReader",
    "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "System.Collections.Concurrent",
    "System.Collections.Immutable", "System.Collections.NonGeneric", "System.Collections.Specialized", "System.Collections", "System.ComponentModel.Primitives",
    "System.ComponentModel.TypeConverter", "System.ComponentModel", "System.Composition.AttributedModel", "System.Composition.Hosting",
    "System.Composition.Runtime", "System.Composition.TypedParts", "System.Console", "System.Diagnostics.FileVersionInfo", "System.Diagnostics.Process",
    "System.Diagnostics.TraceSource", "System.Globalization", "System.IO.Compression", "System.IO.MemoryMappedFiles", "System.IO.Pipelines",
    "System.Linq.Expressions", "System.Linq", "System.Memory", "System.Net.Http", "System.Net.Primitives", "System.ObjectModel",
    "System.Private.DataContractSerialization", "System.Private.Uri", "System.Private.Xml.Linq", "System.Private.Xml", "System.Reflection.Metadata",
    "System.Runtime.InteropServices", "System.Runtime.Numerics", "System.Runtime.Serialization.Formatters", "System.Runtime.Serialization.Primitives",
    "System.Security.Cryptography", "System.Text.Encoding.CodePages", "System.Text.Encodings.Web", "System.Text.Json", "System.Text.RegularExpressions",
    "System.Threading.Channels", "System.Threading.Tasks.Parallel", "System.Xml.Linq", "System",
];

/** The tables for cultures: the compiler's messages are in English, but the runtime does not start without any. */
export const CULTURES = "icudt_EFIGS.dat";

/** The name of the host's assembly, which JavaScript asks for. */
export const HOST = "XifStudio.Language";
