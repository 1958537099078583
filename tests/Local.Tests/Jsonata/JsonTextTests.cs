using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Tests.Local.Jsonata;

public class JsonTextTests
{
    [TestCase("""{ "a" : [ 1.50, "x y" ] }""", """{"a":[1.50,"x y"]}""")]
    [TestCase("""["\u0022\u00E9\u6f22\uD83D\uDE00\u000a"]""", """["\"é漢😀\n"]""")]
    [TestCase("""{"\u00e9": 1E400, "n": -0}""", """{"é":1E400,"n":-0}""")]
    [TestCase("""["\\u00e9", "\ud83d"]""", """["\\u00e9","\ud83d"]""")]
    [TestCase("""["\u0001\u005c\ud83d\u0041", "\/\\u0041"]""", """["\u0001\\\ud83dA","\/\\u0041"]""")]
    public void A_value_is_as_short_as_may_be(string value, string text) =>
        Assert.That(JsonText.Compact(JsonElement.Parse(value)).GetRawText(), Is.EqualTo(text));
}
