using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace XifStudio.Host
{
    /// <summary>
    /// Whether MSBuild would hand exactly the referenced files to the compiler and say nothing of them. It follows the references of references, and
    /// warns of conflicts or adds facades; what could come to that is not for a host, but for the one facade of .NET Standard.
    /// </summary>
    internal sealed class Closure
    {
        private readonly Func<string, byte[]> framework;
        private readonly Func<string, byte[]> platform;
        private readonly Version standard;
        private readonly HashSet<string> lying;
        private readonly Dictionary<string, Version> versions = new Dictionary<string, Version>(StringComparer.OrdinalIgnoreCase);
        private readonly Queue<MetadataReader> open = new Queue<MetadataReader>();

        /// <param name="framework">The framework's assembly of a name, or null.</param>
        /// <param name="platform">The platform's, as far as it lies in the output folder.</param>
        /// <param name="standard">The facade of .NET Standard, or null.</param>
        /// <param name="lying">Names of all other assemblies that lie beside the sources.</param>
        /// <param name="referenced">The assemblies that are referenced, by their paths.</param>
        public Closure(
            Func<string, byte[]> framework,
            Func<string, byte[]> platform,
            byte[] standard,
            IEnumerable<string> lying,
            IEnumerable<KeyValuePair<string, byte[]>> referenced)
        {
            this.framework = framework;
            this.platform = platform;
            this.standard = standard == null ? null : new PEFile(standard).Version;
            this.lying = new HashSet<string>(lying, StringComparer.OrdinalIgnoreCase);
            Problem = Follow(referenced);
        }

        /// <summary>What is not plain about the assemblies; null when nothing is.</summary>
        public string Problem { get; }

        /// <summary>Whether one of them is an assembly of .NET Standard, so that its facade is referenced as well.</summary>
        public bool NeedsStandard { get; private set; }

        private string Follow(IEnumerable<KeyValuePair<string, byte[]>> referenced)
        {
            foreach (KeyValuePair<string, byte[]> file in referenced)
            {
                string name = Path.GetFileNameWithoutExtension(file.Key);
                if (!Open(file.Value, name))
                {
                    return "the reference " + name + " is not an ordinary assembly";
                }
            }
            while (open.Count > 0)
            {
                MetadataReader reader = open.Dequeue();
                foreach (AssemblyReferenceHandle handle in reader.AssemblyReferences)
                {
                    AssemblyReference reference = reader.GetAssemblyReference(handle);
                    string name = reader.GetString(reference.Name);
                    if (!Fits(name, reference.Version))
                    {
                        return "what its references need of " + name;
                    }
                }
            }
            return null;
        }

        private bool Fits(string name, Version version)
        {
            if (Is(name, "System.Runtime"))
            {
                return false;
            }
            if (Is(name, "netstandard"))
            {
                NeedsStandard = true;
                return version == standard && !versions.ContainsKey(name) && !lying.Contains(name);
            }
            if (versions.TryGetValue(name, out Version known))
            {
                return known == version;
            }
            byte[] content = framework(name);
            if (content != null)
            {
                versions[name] = new PEFile(content).Version;
                return versions[name] == version;
            }
            content = platform(name);
            if (content != null)
            {
                return Open(content, name) && versions[name] == version;
            }
            versions[name] = version;
            return !lying.Contains(name);
        }

        private static bool Is(string name, string other)
        {
            return string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
        }

        /// <summary>Takes an assembly that is not the framework's; whether it is an ordinary one for every processor.</summary>
        private bool Open(byte[] content, string name)
        {
            var file = new PEFile(content);
            if (!file.IsOrdinary || !Is(file.Name, name) || versions.ContainsKey(name) || framework(name) != null)
            {
                return false;
            }
            versions.Add(name, file.Version);
            open.Enqueue(file.Metadata);
            return true;
        }
    }

    /// <summary>The head of an assembly.</summary>
    internal sealed class PEFile
    {
        private readonly PEReader reader;

        public PEFile(byte[] content)
        {
            reader = new PEReader(new MemoryStream(content));
            Metadata = reader.GetMetadataReader();
            AssemblyDefinition definition = Metadata.GetAssemblyDefinition();
            Name = Metadata.GetString(definition.Name);
            Version = definition.Version;
            CorFlags flags = reader.PEHeaders.CorHeader.Flags;
            IsOrdinary = Metadata.MetadataKind == MetadataKind.Ecma335
                && Metadata.GetString(definition.Culture).Length == 0
                && Metadata.AssemblyFiles.Count == 0
                && reader.PEHeaders.CoffHeader.Machine == Machine.I386
                && (flags & CorFlags.ILOnly) != 0
                && (flags & CorFlags.Requires32Bit) == 0
                && (definition.Flags & AssemblyFlags.WindowsRuntime) == 0;
        }

        public MetadataReader Metadata { get; }

        public string Name { get; }

        public Version Version { get; }

        public bool IsOrdinary { get; }
    }
}
