using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace XifStudio.Host
{
    /// <summary>One run of the compiler, in the stages that csc has, with what csc says in each of them.</summary>
    internal sealed class Compiling
    {
        private static readonly Encoding Utf8 = new UTF8Encoding(false, true);

        private readonly Job job;
        private readonly References references;
        private readonly NoFiles noFiles = new NoFiles();
        private readonly Messages messages;

        public Compiling(Job job, References references)
        {
            this.job = job;
            this.references = references;
            messages = new Messages(job.Folder);
        }

        public Answer Run()
        {
            CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(job.Arguments, job.Folder, null);
            if (arguments.Errors.Length > 0)
            {
                return Answer.Declined("the command line has an error: " + arguments.Errors[0].Id);
            }
            List<SyntaxTree> trees = Trees(arguments);
            List<MetadataReference> found = references.Find(arguments.MetadataReferences, job);
            if (trees == null || found == null)
            {
                return Answer.Declined(trees == null ? "a source is not plain UTF-8" : "a reference is missing");
            }
            Closure closure = references.Follow(job);
            if (closure.Problem != null)
            {
                return Answer.Declined(closure.Problem);
            }
            if (closure.NeedsStandard)
            {
                // MSBuild adds it behind all others.
                found.Add(references.Standard(job));
            }
            CSharpCompilation compilation = CSharpCompilation.Create(arguments.CompilationName, trees, found, Options(arguments));
            Answer answer = Compile(compilation, arguments);
            if (noFiles.Asked)
            {
                return Answer.Declined("the compiler would read another file");
            }
            if (SignsAssembly(compilation))
            {
                return Answer.Declined("the assembly is signed");
            }
            return messages.Unusual == null ? answer : Answer.Declined(messages.Unusual);
        }

        private CSharpCompilationOptions Options(CSharpCommandLineArguments arguments)
        {
            return arguments.CompilationOptions
                .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
                .WithSourceReferenceResolver(new SourceFileResolver(ImmutableArray<string>.Empty, job.Folder))
                .WithXmlReferenceResolver(noFiles);
        }

        private List<SyntaxTree> Trees(CSharpCommandLineArguments arguments)
        {
            CSharpParseOptions options = arguments.ParseOptions;
            var trees = new List<SyntaxTree>();
            foreach (CommandLineSourceFile file in arguments.SourceFiles)
            {
                string name = file.Path.Substring(file.Path.StartsWith(job.Folder + "/", StringComparison.Ordinal) ? job.Folder.Length + 1 : 0);
                if (!job.Sources.TryGetValue(name, out byte[] content) || Array.IndexOf(content, (byte)0) >= 0)
                {
                    return null;
                }
                SourceText text;
                try
                {
                    text = SourceText.From(content, content.Length, Utf8, arguments.ChecksumAlgorithm, false, false);
                }
                catch (DecoderFallbackException)
                {
                    return null;
                }
                trees.Add(CSharpSyntaxTree.ParseText(text, options, file.Path));
            }
            return trees;
        }

        private Answer Compile(CSharpCompilation compilation, CSharpCommandLineArguments arguments)
        {
            if (messages.Take(compilation.GetParseDiagnostics()) || messages.Take(compilation.GetDeclarationDiagnostics()))
            {
                return Answer.Compiled(false, messages.Lines, new byte[0], new byte[0]);
            }
            using (var assembly = new MemoryStream())
            using (var documentation = new MemoryStream())
            using (var symbols = new MemoryStream())
            using (Stream resources = compilation.CreateDefaultWin32Resources(true, arguments.NoWin32Manifest, null, null))
            {
                string name = arguments.OutputFileName;
                EmitOptions options = arguments.EmitOptions.WithOutputNameOverride(name).WithPdbFilePath(SymbolsPath(arguments));
                bool apart = arguments.EmitPdb && options.DebugInformationFormat != DebugInformationFormat.Embedded;
                EmitResult result = compilation.Emit(
                    assembly,
                    apart ? symbols : null,
                    arguments.DocumentationPath == null ? null : documentation,
                    resources,
                    arguments.ManifestResources,
                    options,
                    null,
                    CancellationToken.None);
                messages.Take(result.Diagnostics);
                return result.Success
                    ? Answer.Compiled(true, messages.Lines, assembly.ToArray(), documentation.ToArray())
                    : Answer.Compiled(false, messages.Lines, new byte[0], new byte[0]);
            }
        }

        private static string SymbolsPath(CSharpCommandLineArguments arguments)
        {
            return arguments.PdbPath ?? Path.Combine(arguments.OutputDirectory, Path.ChangeExtension(arguments.OutputFileName, ".pdb"));
        }

        /// <summary>Keys lie in files or with the machine, and the host has neither.</summary>
        private static bool SignsAssembly(CSharpCompilation compilation)
        {
            return compilation.Assembly.GetAttributes().Any(attribute =>
                attribute.AttributeClass != null
                && attribute.AttributeClass.ContainingNamespace?.ToDisplayString() == "System.Reflection"
                && (attribute.AttributeClass.Name.StartsWith("AssemblyKey", StringComparison.Ordinal)
                    || attribute.AttributeClass.Name == "AssemblyDelaySignAttribute"
                    || attribute.AttributeClass.Name == "AssemblySignatureKeyAttribute"));
        }
    }

    /// <summary>Gives no file, and remembers that one was asked for.</summary>
    internal sealed class NoFiles : XmlReferenceResolver
    {
        public bool Asked { get; private set; }

        public override string ResolveReference(string path, string baseFilePath)
        {
            Asked = true;
            return null;
        }

        public override Stream OpenRead(string resolvedPath)
        {
            Asked = true;
            throw new FileNotFoundException();
        }

        public override bool Equals(object other)
        {
            return ReferenceEquals(this, other);
        }

        public override int GetHashCode()
        {
            return 0;
        }
    }
}
