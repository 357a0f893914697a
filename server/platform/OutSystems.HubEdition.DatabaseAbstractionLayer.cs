// Every generated project references this assembly, and no extension is known to use a type of it. Hence it is empty.
using System.Reflection;

[assembly: AssemblyVersion("11.0.0.0")]
