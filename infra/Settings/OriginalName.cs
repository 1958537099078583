namespace Fanout.Infra.Settings;

/// <summary>A name that the sample which a workflow follows has for something that is set, or found, otherwise here.</summary>
/// <param name="Name">The sample's name.</param>
/// <param name="Instead">What takes its place, after "here it is", in Markdown.</param>
public sealed record OriginalName(string Name, string Instead)
{
    /// <summary>The setting that takes its place; null where none does.</summary>
    public string? Setting { get; init; }

    /// <summary>The output of the stack that names what the stack makes in its place; null where there is none.</summary>
    public string? Output { get; private init; }

    /// <summary>A setting that has another name here.</summary>
    /// <param name="name">The sample's name.</param>
    /// <param name="setting">The setting's key.</param>
    public static OriginalName Renamed(string name, string setting) => new(name, $"`{setting}`") { Setting = setting };

    /// <summary>Something that had to be made and named by hand, and that the stack makes.</summary>
    /// <param name="name">The sample's name.</param>
    /// <param name="output">The output that names it.</param>
    public static OriginalName Made(string name, string output) =>
        new(name, $"made by the stack, whose output `{output}` names it") { Output = output };

    /// <summary>The name as a key of the stack's file says it from outside the workflow's section.</summary>
    internal OriginalName In(string section) =>
        Setting is { } setting ? this with { Instead = Instead.Replace($"`{setting}`", $"`{section}.{setting}`", StringComparison.Ordinal) } : this;

    /// <summary>Whether a key is this name, however it separates its words.</summary>
    internal bool Is(string key) => Letters(key).SequenceEqual(Letters(Name));

    private static IEnumerable<char> Letters(string text) => text.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant);
}
