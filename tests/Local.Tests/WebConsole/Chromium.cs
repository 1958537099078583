using System.Text.Json;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>A page that is looked at.</summary>
/// <param name="Name">What problems call it.</param>
/// <param name="Url">Its address.</param>
/// <param name="State">A state that is opened by the keyboard; null where none is.</param>
/// <param name="Steps">What is then pressed, by the keyboard, one after the other.</param>
internal sealed record LookedAt(string Name, string Url, string? State = null, params Step[] Steps);

/// <summary>A step of somebody who uses a page.</summary>
/// <param name="Press">What the button or the summary says.</param>
/// <param name="Shows">A selector of what is to be seen then.</param>
internal sealed record Step(string Press, string Shows);

/// <summary>
/// Looks at pages in Chromium, wide and narrow, light and dark: contrast, roles and labels by axe-core, that the keyboard
/// comes to everything, that nothing is wider than the window, and that nothing is run or asked for but what is their own.
/// </summary>
internal static class Chromium
{
    private static readonly NodeScript Script = new("browser", "look.js");
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    /// <summary>What is wrong with some pages.</summary>
    /// <param name="open">What is loaded first.</param>
    /// <param name="pages">The pages.</param>
    public static async Task<string[]> ProblemsAsync(string open, params LookedAt[] pages)
    {
        var shots = Environment.GetEnvironmentVariable("FANOUT_SHOTS");
        var problems = await Script.ProblemsAsync(JsonSerializer.Serialize(
            new { open, pages, widths = new[] { 1280, 390 }, schemes = new[] { "light", "dark" }, shots }, Names));
        if (problems is ["no browser"])
        {
            const string Sentence = "There is no Chromium on this machine; install one, by apt-get install chromium for example, to have the pages looked at.";
            Assert.That(Environment.GetEnvironmentVariable("FANOUT_BROWSER"), Is.Not.EqualTo("required"), Sentence);
            Assert.Ignore(Sentence);
        }

        return problems;
    }
}
