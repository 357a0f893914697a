using System.Threading;
using Microsoft.CodeAnalysis.CSharp;

/// <summary>What the host is made of.</summary>
static class Versions
{
    public static async Job<bool> Tell(Json request, Pen pen, CancellationToken token)
    {
        pen.Begin().Text("compiler", typeof(CSharpCompilation).Assembly.GetName().Version.ToString())
            .Text("runtime", typeof(object).Assembly.GetName().Version.ToString())
            .Text("latest", LanguageVersionFacts.ToDisplayString(LanguageVersionFacts.MapSpecifiedToEffectiveVersion(LanguageVersion.Latest)))
            .Truth("internals", Internals.AreThere).End();
        return true;
    }
}
