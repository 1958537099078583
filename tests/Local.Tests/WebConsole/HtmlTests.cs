using Fanout.Local.WebConsole.Markup;

namespace Fanout.Tests.Local.WebConsole;

public class HtmlTests
{
    private const string Hostile = "</script><img src=x onerror=\"alert('1')\">&amp;";

    [Test]
    public void What_is_not_markup_is_escaped_in_elements_and_attributes() => Assert.That(
        Html.Of($"""<td title="{Hostile}">{Hostile}</td>""").ToString(),
        Is.EqualTo("<td title=\"&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;\">&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</td>"));

    [Test]
    public void Markup_within_markup_stands_as_it_is() => Assert.That(
        Html.Of($"<ul>{new[] { "a", "<b>" }.Select(item => Html.Of($"<li>{item}</li>"))}{Html.None}{Html.When(false, () => Html.Of($"<hr>"))}</ul>").ToString(),
        Is.EqualTo("<ul><li>a</li><li>&lt;b&gt;</li></ul>"));

    [Test]
    public void Numbers_are_written_alike_everywhere() => Assert.That(Html.Of($"{1234567} {0.5} {1.0 / 3}").ToString(), Is.EqualTo("1234567 0.5 0.33"));

    [TestCase("a\u202eb", "a\\u202eb")]
    [TestCase("a\u0000b", "a\\u0000b")]
    [TestCase("\ufeffa\u200b", "\\ufeffa\\u200b")]
    [TestCase("a\n\tb", "a\n\tb")]
    public void What_is_not_seen_is_shown_as_its_escape(string text, string shown) =>
        Assert.That(Html.Text(text).ToString(), Is.EqualTo(shown));

    [TestCase("""{"a":[1,"é<"]}""", "{\n  \"a\": [\n    1,\n    \"é<\"\n  ]\n}")]
    [TestCase("{no JSON", "{no JSON")]
    [TestCase("""{"half": "\ud800"}""", """{"half": "\ud800"}""")]
    [TestCase("plain", "plain")]
    public void A_text_is_indented_where_it_is_JSON(string text, string shown) => Assert.That(PrettyJson.OfText(text), Is.EqualTo(shown));

    [TestCase(0, "0 ms")]
    [TestCase(0.0854, "85 ms")]
    [TestCase(12.34, "12.3 s")]
    [TestCase(245, "4 min 05 s")]
    [TestCase(7_380, "2 h 03 min")]
    [TestCase(259_200, "3.0 days")]
    public void A_duration_has_the_unit_that_suits_it(double seconds, string shown) =>
        Assert.That(Shown.Duration(TimeSpan.FromSeconds(seconds)), Is.EqualTo(shown));
}
