using System.Text;
using System.Text.Json;
using Fanout.Samples.Cli;

namespace Fanout.Tests.Samples.Cli;

public class JsonFlawTests
{
    [TestCase("""{"a": "\ud83d\ude00", "b": ["\\ud83d", "\n\u00e9"], "c": {"a": 1}}""")]
    [TestCase("null")]
    [TestCase("\"\"")]
    public void A_value_that_all_read_alike_has_no_flaw(string json) => Assert.That(JsonFlaw.Of(JsonElement.Parse(json)), Is.Null);

    [TestCase("""["\ud83d"]""", "unpaired surrogate")]
    [TestCase("""["\ud83dx"]""", "unpaired surrogate")]
    [TestCase("""["\ud83d\ud83d\ude00"]""", "unpaired surrogate")]
    [TestCase("""["\ude00\ud83d"]""", "unpaired surrogate")]
    [TestCase("""{"\uD83D": 1}""", "unpaired surrogate")]
    [TestCase("""["\\\ud83d"]""", "unpaired surrogate")]
    [TestCase("""{"x": {"a": 1, "\u0061": 2}}""", "twice")]
    public void A_value_that_not_all_read_alike_has_one(string json, string flaw) =>
        Assert.That(JsonFlaw.Of(JsonElement.Parse(json)), Does.Contain(flaw));

    [Test]
    public void Bytes_that_are_no_text_are_a_flaw() =>
        Assert.That(JsonFlaw.Of(JsonElement.Parse(Encoding.Latin1.GetBytes("[\"\u00e9\"]"))), Is.EqualTo("holds bytes that are not UTF-8"));
}
