using System.Reflection;

namespace Fanout.Local.WebConsole.Site;

/// <summary>The style and the script of the pages, which are part of this program.</summary>
internal static class Assets
{
    /// <summary>The style.</summary>
    public static string Style { get; } = Read("console.css");

    /// <summary>The script.</summary>
    public static string Script { get; } = Read("console.js");

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
