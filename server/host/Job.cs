using System.Collections.Generic;

namespace XifStudio.Host
{
    /// <summary>One compilation, with everything that it reads.</summary>
    internal sealed class Job
    {
        /// <summary>The folder that the paths of the command line are relative to.</summary>
        public string Folder;

        /// <summary>The compiler's command line, without the program's name.</summary>
        public List<string> Arguments;

        /// <summary>The sources by their paths as they stand in the command line.</summary>
        public Dictionary<string, byte[]> Sources;

        /// <summary>Assemblies of the user by their full paths.</summary>
        public Dictionary<string, byte[]> Assemblies;

        /// <summary>Full paths of the platform's assemblies, and the names under which they are kept here.</summary>
        public Dictionary<string, string> Platform;

        /// <summary>The folder of the framework's reference assemblies.</summary>
        public string Framework;

        /// <summary>Names of assemblies that lie beside the sources and are not referenced.</summary>
        public List<string> Lying;

        /// <summary>The facade that an assembly of .NET Standard needs besides; empty when that is not all that it needs.</summary>
        public string Standard;

        public static Job Read(FrameReader reader)
        {
            return new Job
            {
                Folder = reader.Text(),
                Arguments = reader.List(fields => fields.Text()),
                Sources = new Dictionary<string, byte[]>(reader.List(File)),
                Assemblies = new Dictionary<string, byte[]>(reader.List(File)),
                Platform = new Dictionary<string, string>(reader.List(Name)),
                Framework = reader.Text(),
                Lying = reader.List(fields => fields.Text()),
                Standard = reader.Text(),
            };
        }

        public static KeyValuePair<string, byte[]> File(FrameReader reader)
        {
            return new KeyValuePair<string, byte[]>(reader.Text(), reader.Bytes());
        }

        private static KeyValuePair<string, string> Name(FrameReader reader)
        {
            return new KeyValuePair<string, string>(reader.Text(), reader.Text());
        }
    }

    /// <summary>What came of a request.</summary>
    internal sealed class Answer
    {
        private int kind;
        private List<string> lines = new List<string>();
        private byte[] assembly = new byte[0];
        private byte[] documentation = new byte[0];

        /// <summary>The compiler ran to its end: what it says, and what it made when it succeeded.</summary>
        public static Answer Compiled(bool success, List<string> lines, byte[] assembly, byte[] documentation)
        {
            return new Answer { kind = success ? 0 : 1, lines = lines, assembly = assembly, documentation = documentation };
        }

        /// <summary>This is not for a host, for this reason.</summary>
        public static Answer Declined(string reason)
        {
            return new Answer { kind = 2, lines = new List<string> { reason } };
        }

        public static Answer OutOfMemory()
        {
            return new Answer { kind = 3 };
        }

        /// <summary>The answer with the memory (in MiB) that the host has now.</summary>
        public byte[] Frame(long memory)
        {
            FrameWriter writer = new FrameWriter().Number(kind).Number((int)memory).Number(lines.Count);
            foreach (string line in lines)
            {
                writer.Text(line);
            }
            return writer.Bytes(assembly).Bytes(documentation).Frame();
        }
    }
}
