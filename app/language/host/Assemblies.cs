using System;
using System.IO;
using System.Reflection.PortableExecutable;

/// <summary>Files that are said to be assemblies.</summary>
static class Assemblies
{
    /// <summary>Whether the compiler can read it: a damaged or native one would be an error at every use instead.</summary>
    public static bool IsOne(byte[] content)
    {
        try
        {
            using (var reader = new PEReader(new MemoryStream(content)))
            {
                return reader.HasMetadata;
            }
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
