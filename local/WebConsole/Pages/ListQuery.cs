using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>What a request wants of a list.</summary>
/// <param name="Text">What its items are to contain; empty for all.</param>
/// <param name="Status">Their status or type; empty for any.</param>
/// <param name="Page">Which page of them, from 0.</param>
internal sealed record ListQuery(string Text, string Status, int Page)
{
    private const int LastPage = 100_000;

    /// <summary>All, from the first on.</summary>
    public static ListQuery All { get; } = new("", "", 0);

    /// <summary>What a request asks for; a page that is none is the first.</summary>
    public static ListQuery Of(IQueryCollection query) => new(
        query["q"].ToString().Trim(),
        query["status"].ToString(),
        int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= LastPage ? page - 1 : 0);

    /// <summary>Whether one of some texts contains what is looked for, in any case.</summary>
    public bool Matches(params IEnumerable<string?> texts) =>
        Text.Length == 0 || texts.Any(text => text?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>How many items are on the pages before.</summary>
    public int Offset(int onPage) => Page * onPage;

    /// <summary>The address of another page of the same list.</summary>
    public string At(int page, string address) =>
        $"{address.Split('#')[0]}?q={Uri.EscapeDataString(Text)}&status={Uri.EscapeDataString(Status)}&page={page + 1}{(address.Contains('#', StringComparison.Ordinal) ? $"#{address.Split('#')[1]}" : "")}";
}
