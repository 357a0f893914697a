using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace XifStudio.Host
{
    /// <summary>The compiler's messages, each once, as the lines that MSBuild prints of csc's.</summary>
    internal sealed class Messages
    {
        /// <summary>Letters of all messages together. MSBuild has a limit too, but a larger one.</summary>
        private const int Most = 1 << 20;

        private readonly string folder;
        private int letters;
        private readonly HashSet<Diagnostic> taken = new HashSet<Diagnostic>();

        public Messages(string folder)
        {
            this.folder = folder + "/";
        }

        public List<string> Lines { get; } = new List<string>();

        /// <summary>Why MSBuild might print one of the messages in another way.</summary>
        public string Unusual { get; private set; }

        /// <summary>Takes the messages of a stage; whether one of them ends the compilation.</summary>
        public bool Take(IEnumerable<Diagnostic> diagnostics)
        {
            bool ends = false;
            foreach (Diagnostic diagnostic in diagnostics)
            {
                ends |= diagnostic.DefaultSeverity == DiagnosticSeverity.Error;
                if (diagnostic.Severity != DiagnosticSeverity.Hidden && !diagnostic.IsSuppressed && taken.Add(diagnostic))
                {
                    Add(diagnostic);
                }
            }
            return ends;
        }

        private void Add(Diagnostic diagnostic)
        {
            string text = diagnostic.GetMessage(CultureInfo.InvariantCulture);
            string line = Origin(diagnostic.Location) + ": " + Word(diagnostic.Severity) + " " + diagnostic.Id + ": " + text;
            if (line.Any(char.IsControl))
            {
                Unusual = "a message has a control character";
            }
            else if (diagnostic.Id == "CS8078")
            {
                Unusual = "an expression is too deep for a host";
            }
            letters += line.Length;
            if (letters < Most)
            {
                Lines.Add(line);
            }
            else
            {
                Unusual = "there are too many messages";
            }
        }

        private string Origin(Location location)
        {
            if (!location.IsInSource && location.Kind != LocationKind.ExternalFile)
            {
                return "CSC ";
            }
            FileLinePositionSpan span = location.GetMappedLineSpan();
            string path = span.Path.StartsWith(folder, StringComparison.Ordinal) ? span.Path.Substring(folder.Length) : span.Path;
            LinePosition start = span.StartLinePosition, end = span.EndLinePosition;
            return string.Format(
                CultureInfo.InvariantCulture, "{0}({1},{2},{3},{4})", path, start.Line + 1, start.Character + 1, end.Line + 1, end.Character + 1);
        }

        private static string Word(DiagnosticSeverity severity)
        {
            switch (severity)
            {
                case DiagnosticSeverity.Error:
                    return "error";
                case DiagnosticSeverity.Warning:
                    return "warning";
                default:
                    return "info";
            }
        }
    }
}
