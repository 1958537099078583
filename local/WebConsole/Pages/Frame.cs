using Fanout.Local.WebConsole.Markup;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>A page of the console: what stands around its content.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Content">Its content.</param>
/// <param name="Crumbs">The way to it, from the first page on.</param>
internal sealed record Page(string Title, Html Content, params (string? Href, string Name)[] Crumbs)
{
    /// <summary>What is told while anything changes that it shows: the execution; null for any.</summary>
    public string? Execution { get; init; }
}

/// <summary>The frame of a page that is served.</summary>
/// <param name="stack">The stack's name.</param>
/// <param name="denied">How much was denied.</param>
internal sealed class Frame(string stack, int denied)
{
    /// <summary>The whole page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="links">Where others are.</param>
    /// <param name="version">What the page shows was so; null for a page that does not change.</param>
    public Html Around(Page page, Links links, string? version) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{page.Title} · {stack}</title>
        <link rel="stylesheet" href="/console/assets/console.css">
        <script src="/console/assets/console.js" defer></script>
        </head>
        <body{Html.When(version is not null, () => Html.Of($""" data-version="{version}" data-execution="{page.Execution}" """))}>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
        {Parts.Link(links.Home, Html.Of($"""<span class="mark" aria-hidden="true"></span>{stack}"""), "brand")}
        <nav aria-label="Console">
        {Parts.Link(links.Home, "Workflows")}
        {Parts.Link(links.Stores, "Stores")}
        {Parts.Link(links.Denials, Html.Of($"""Denied{Html.When(denied > 0, () => Html.Of($""" <span class="alarm">{denied}</span>"""))}"""))}
        </nav>
        <span class="live" role="status" hidden>live</span>
        </header>
        <main id="main" tabindex="-1">
        {Html.When(page.Crumbs.Length > 0, () => Html.Of($"""<nav class="crumbs" aria-label="Way"><ol>{page.Crumbs.Select(crumb => Html.Of($"<li>{Parts.Link(crumb.Href, crumb.Name)}</li>"))}</ol></nav>"""))}
        {page.Content}
        </main>
        </body>
        </html>
        """);
}
