using System.Security.Cryptography;
using System.Text;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Site;

namespace Fanout.Local.WebConsole.Report;

/// <summary>A page that stands alone: its style and script are in it, and nothing else may be loaded or run.</summary>
internal static class ReportFrame
{
    /// <summary>The whole file.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="content">Its content.</param>
    public static Html Around(string title, Html content) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {HashOf(Assets.Script)}; style-src {HashOf(Assets.Style)}; img-src data:; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        <style>{Html.OfOwnFile(Assets.Style)}</style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top"><a class="brand" href="#main"><span class="mark" aria-hidden="true"></span>{title}</a>
        <nav aria-label="Report"><a href="#runs">Runs</a> <a href="#stores">Stores</a> <a href="#denials">Denied</a></nav></header>
        <main id="main" tabindex="-1">
        {content}
        </main>
        <script>{Html.OfOwnFile(Assets.Script)}</script>
        </body>
        </html>
        """);

    private static Html HashOf(string text) =>
        Html.OfOwnFile($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'");
}
