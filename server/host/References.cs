using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace XifStudio.Host
{
    /// <summary>
    /// Reference assemblies. Those of the toolchain and of the platform are read once and stay; whatever a user sends is made anew for each job.
    /// </summary>
    internal sealed class References
    {
        /// <summary>The only folder that references are read from; nothing can be written there.</summary>
        private const string Toolchain = "/toolchain/references/";

        private readonly Dictionary<string, byte[]> platform = new Dictionary<string, byte[]>();
        private readonly Dictionary<string, byte[]> toolchain = new Dictionary<string, byte[]>();

        public void AddPlatform(string name, byte[] content)
        {
            platform[name] = content;
        }

        /// <summary>The references of a job, in the order of its command line; null when one is not there.</summary>
        public List<MetadataReference> Find(IEnumerable<CommandLineReference> wanted, Job job)
        {
            var found = new List<MetadataReference>();
            foreach (CommandLineReference reference in wanted)
            {
                AssemblyMetadata metadata = Metadata(reference.Reference, job);
                if (metadata == null)
                {
                    return null;
                }
                found.Add(metadata.GetReference(null, reference.Properties.Aliases, reference.Properties.EmbedInteropTypes, reference.Reference));
            }
            return found;
        }

        /// <summary>The facade of .NET Standard for a job.</summary>
        public MetadataReference Standard(Job job)
        {
            return Metadata(job.Standard, job).GetReference(null, ImmutableArray<string>.Empty, false, job.Standard);
        }

        /// <summary>What the assemblies of a job need.</summary>
        public Closure Follow(Job job)
        {
            var referenced = new List<KeyValuePair<string, byte[]>>(job.Assemblies);
            foreach (KeyValuePair<string, string> file in job.Platform)
            {
                referenced.Add(new KeyValuePair<string, byte[]>(file.Key, Content(file.Key, job)));
            }
            byte[] Framework(string name) => name.IndexOf('/') >= 0 ? null : Content(job.Framework + "/" + name + ".dll", job);
            byte[] Platform(string name) => platform.TryGetValue(name + ".dll", out byte[] content) ? content : null;
            byte[] standard = job.Standard.Length == 0 ? null : Content(job.Standard, job);
            return new Closure(Framework, Platform, standard, job.Lying, referenced);
        }

        /// <summary>
        /// The compiler hangs what it learns of an assembly, and who asked for it, on this object. So each job has its own; only the bytes stay.
        /// </summary>
        private AssemblyMetadata Metadata(string path, Job job)
        {
            byte[] content = Content(path, job);
            return content == null ? null : AssemblyMetadata.CreateFromImage(content);
        }

        private byte[] Content(string path, Job job)
        {
            if (job.Assemblies.TryGetValue(path, out byte[] content))
            {
                return content;
            }
            if (job.Platform.TryGetValue(path, out string name))
            {
                return platform.TryGetValue(name, out content) ? content : null;
            }
            if (!toolchain.TryGetValue(path, out content) && Readable(path))
            {
                content = File.ReadAllBytes(path);
                toolchain.Add(path, content);
            }
            return content;
        }

        private static bool Readable(string path)
        {
            return path.StartsWith(Toolchain, StringComparison.Ordinal) && !path.Contains("/../") && File.Exists(path);
        }
    }
}
