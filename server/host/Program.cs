using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace XifStudio.Host
{
    /// <summary>
    /// A compiler process that stays: requests come on standard input, answers go to standard output, one at a time. It runs the C# compiler
    /// alone, never anything of a project: no tasks, no targets, no analyzers, no generators.
    /// </summary>
    internal static class Program
    {
        /// <summary>The argument is the folder with the SDK's own Microsoft.CodeAnalysis*.dll.</summary>
        private static int Main(string[] arguments)
        {
            if (arguments.Length != 1)
            {
                Console.Error.WriteLine("usage: Host.dll FOLDER-OF-THE-COMPILER");
                return 2;
            }
            AssemblyLoadContext.Default.Resolving += (context, name) => Compiler(context, arguments[0], name);
            return Serve();
        }

        private static Assembly Compiler(AssemblyLoadContext context, string folder, AssemblyName name)
        {
            string path = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        }

        /// <summary>A method of its own, since it needs the compiler's assemblies as soon as it is entered.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static int Serve()
        {
            Stream input = Console.OpenStandardInput();
            Stream output = Console.OpenStandardOutput();
            var host = new Host();
            while (true)
            {
                byte[] request = Frames.Read(input);
                if (request == null)
                {
                    return 0;
                }
                Frames.Write(output, host.Answer(request));
            }
        }
    }
}
