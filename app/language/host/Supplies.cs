using System.Collections.Generic;

/// <summary>Bytes on their way: assemblies and documentation that come in, and what was compiled that goes out.</summary>
static class Supplies
{
    static readonly Dictionary<string, byte[]> contents = new Dictionary<string, byte[]>();

    public static void Put(string name, byte[] content)
    {
        contents[name] = content;
    }

    /// <summary>The bytes, which are no longer held afterwards; none where there are none.</summary>
    public static byte[] Take(string name)
    {
        if (!contents.TryGetValue(name, out var content)) return new byte[0];
        contents.Remove(name);
        return content;
    }

    public static bool Has(string name)
    {
        return contents.ContainsKey(name);
    }
}
