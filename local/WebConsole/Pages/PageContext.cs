namespace Fanout.Local.WebConsole.Pages;

/// <summary>What a page is made for: a browser that asks for it, or a file.</summary>
/// <param name="Links">Where what it names is to be found.</param>
/// <param name="FormToken">What forms that change anything carry; null where nothing can be changed.</param>
/// <param name="Prefix">What its ids begin with, so that pages can stand in one file.</param>
internal sealed record PageContext(Links Links, string? FormToken = null, string Prefix = "")
{
    /// <summary>How many events a page has.</summary>
    public int EventsOnPage { get; init; } = 200;

    /// <summary>How many passages of a state a page tells in full.</summary>
    public int VisitsOfState { get; init; } = 12;

    /// <summary>How many characters of a value a page has.</summary>
    public int LongestValue { get; init; } = 20_000;

    /// <summary>Whether it is one of a file.</summary>
    public bool IsReport => FormToken is null;

    /// <summary>An id on the page.</summary>
    public string Id(string name) => $"{Prefix}{name}";
}
