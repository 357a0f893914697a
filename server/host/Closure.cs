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
    /// warns of conflicts or adds facades; what could come to that is not for a host.
    /// </summary>
    internal sealed class Closure
    {
        private readonly Func<string, byte[]> framework;
        private readonly Func<string, byte[]> platform;
        private readonly HashSet<string> lying;
        private readonly Dictionary<string, Version> versions = new Dictionary<string, Version>(StringComparer.OrdinalIgnoreCase);
        private readonly Queue<MetadataReader> open = new Queue<MetadataReader>();

        /// <param name="framework">The framework's assembly of a name, or null.</param>
        /// <param name="platform">The platform's, as far as it lies in the output folder.</param>
        /// <param name="lying">Names of all other assemblies that lie beside the sources.</param>
        public Closure(Func<string, byte[]> framework, Func<string, byte[]> platform, IEnumerable<string> lying)
        {
            this.framework = framework;
            this.platform = platform;
            this.lying = new HashSet<string>(lying, StringComparer.OrdinalIgnoreCase);
        }

        /// <summary>What is not plain about these assemblies, given by their paths; null when nothing is.</summary>
        public string Problem(IEnumerable<KeyValuePair<string, byte[]>> referenced)
        {
            foreach (KeyValuePair<string, byte[]> file in referenced)
            {
                string name = Path.GetFileNameWithoutExtension(file.Key);
                if (!Open(file.Value, name))
                {
                    return "the reference " + name + " is no ordinary assembly";
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
            if (name == "System.Runtime" || name == "netstandard")
            {
                return false;
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

        /// <summary>Takes an assembly that is not the framework's; whether it is an ordinary one for every processor.</summary>
        private bool Open(byte[] content, string name)
        {
            var file = new PEFile(content);
            if (!file.IsOrdinary || !string.Equals(file.Name, name, StringComparison.OrdinalIgnoreCase) || versions.ContainsKey(name) || framework(name) != null)
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
