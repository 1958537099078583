using System.Globalization;
using System.Text.Json;
using Fanout.Local.WebConsole.Markup;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>What pages are made of.</summary>
internal static class Parts
{
    /// <summary>A link; the text alone where there is nowhere to go.</summary>
    public static Html Link(string? href, Html content, string kind = "") => href is null
        ? content
        : Html.Of($"""<a{Html.When(kind.Length > 0, () => Html.Of($" class=\"{kind}\""))} href="{href}">{content}</a>""");

    /// <summary>A link.</summary>
    public static Html Link(string? href, string text) => Link(href, Html.Text(text));

    /// <summary>The class of a status's colour.</summary>
    public static string KindOf(string status) => status switch
    {
        "SUCCEEDED" => "ok",
        "FAILED" or "TIMED_OUT" or "CHECK FAILED" => "failed",
        "RUNNING" => "running",
        "ABORTED" => "aborted",
        _ => "idle",
    };

    /// <summary>A status.</summary>
    public static Html Status(string status) => Badge(KindOf(status), status.Replace('_', ' ').ToLowerInvariant());

    /// <summary>A word in a colour, with the sign of the colour.</summary>
    public static Html Badge(string kind, string word) => Html.Of($"""<span class="badge {kind}">{Sign(kind)}{word}</span>""");

    /// <summary>The sign that a colour stands for.</summary>
    public static Html Sign(string kind)
    {
        var path = kind switch
        {
            "ok" => "M4 8.3 L6.8 11 L12 5.4",
            "failed" => "M5 5 L11 11 M11 5 L5 11",
            "warn" => "M8 4 V8.8 M8 11.4 V11.8",
            "running" => "M6 4.6 L11.4 8 L6 11.4 Z",
            "aborted" => "M5.2 5.2 H10.8 V10.8 H5.2 Z",
            _ => "M5 8 H11",
        };
        return Html.Of($"""<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="{path}"/></svg>""");
    }

    /// <summary>A value, indented, with a button that copies it.</summary>
    public static Html Payload(string title, JsonElement value, PageContext page) => Payload(title, PrettyJson.Of(value), page);

    /// <summary>A text with a button that copies it.</summary>
    public static Html Payload(string title, string text, PageContext page)
    {
        var size = System.Text.Encoding.UTF8.GetByteCount(text);
        var isCut = text.Length > page.LongestValue;
        return Html.Of($"""
            <figure class="payload"><figcaption><span class="name">{title}</span> <span class="muted">{Shown.Size(size)}</span>
            <button type="button" class="quiet scripted" data-copy>Copy<span class="hidden"> {title}</span></button></figcaption>
            <pre tabindex="0" role="group" aria-label="{title}">{(isCut ? text[..page.LongestValue] : text)}</pre>
            {Html.When(isCut, () => Html.Of($"""<p class="muted">The first {Shown.Number(page.LongestValue)} characters of {Shown.Number(text.Length)}.</p>"""))}
            </figure>
            """);
    }

    /// <summary>Names and what they stand for.</summary>
    public static Html Facts(params IEnumerable<(string Name, Html Value)> facts) =>
        Html.Of($"""<dl class="facts">{facts.Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl>""");

    /// <summary>A part of a page with a heading, that is replaced when it changes.</summary>
    public static Html Section(PageContext page, string id, string title, Html content, string note = "") => Html.Of($"""
        <section id="{page.Id(id)}"{Html.When(page.Prefix.Length == 0, () => Html.Of($""" aria-labelledby="{page.Id(id)}-title" """))} data-live>
        <h2 id="{page.Id(id)}-title">{title}{Html.When(note.Length > 0, () => Html.Of($""" <span class="muted">{note}</span>"""))}</h2>
        {content}
        </section>
        """);

    /// <summary>A table that scrolls by itself where it is too wide.</summary>
    public static Html Table(string label, IEnumerable<string> columns, IEnumerable<Html> rows, string kind = "") => Html.Of($"""
        <div class="scroll" tabindex="0" role="group" aria-label="{label}"><table class="{kind}"><thead><tr>
        {columns.Select(column => column.StartsWith('#') ? Html.Of($"""<th scope="col" class="number">{column[1..]}</th>""") : Html.Of($"""<th scope="col">{column}</th>"""))}
        </tr></thead><tbody>{rows}</tbody></table></div>
        """);

    /// <summary>A time, in full for who hovers.</summary>
    public static Html Time(DateTimeOffset time) =>
        Html.Of($"""<time datetime="{time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}" title="UTC">{Shown.Time(time)}</time>""");

    /// <summary>Numbers in their colours.</summary>
    public static Html Numbers(Reading.CountsView counts) => Html.Of(
        $"""<span class="numbers">{counts.Parts.Select(part => Badge(part.Kind, $"{Shown.Number(part.Number)} {part.Word}"))}</span>""");
}
