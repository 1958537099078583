using Fanout.Local.Cli;

namespace Fanout.Tests.Local.Cli;

public class SubstitutionsTests
{
    [TestCase("""{"TableName": "${Table}"}""", "orders", """{"TableName": "orders"}""")]
    [TestCase("""{"TableName": "a-${Table}-z/${Table}"}""", "orders", """{"TableName": "a-orders-z/orders"}""")]
    [TestCase("""{"MaxConcurrency": ${Table}}""", "40", """{"MaxConcurrency": 40}""")]
    [TestCase("""{"A": "x", "B": ${Table}, "C": "${Table}"}""", "1", """{"A": "x", "B": 1, "C": "1"}""")]
    [TestCase("""{"A": "x \" y", "B": ${Table}}""", """{"a": "b"}""", """{"A": "x \" y", "B": {"a": "b"}}""")]
    [TestCase("""{"A": "ends in \\", "B": ${Table}}""", """["b"]""", """{"A": "ends in \\", "B": ["b"]}""")]
    [TestCase("""{"TableName": "${Table} ${Other}"}""", "orders", """{"TableName": "orders ${Other}"}""")]
    [TestCase("""{"TableName": "${Table}"}""", "${Table}", """{"TableName": "${Table}"}""")]
    [TestCase("""{"TableName": "${Table}"}""", "", """{"TableName": ""}""")]
    public void A_value_stands_in_the_place_of_its_placeholder(string text, string value, string filled) => Assert.That(
        Substitutions.Fill(text, new Dictionary<string, string> { ["Table"] = value }), Is.EqualTo(filled));

    [TestCase("a \"quoted\" word")]
    [TestCase("""C:\new""")]
    [TestCase("two\nlines")]
    [TestCase("über €")]
    public void Within_a_text_a_value_is_its_characters(string value) => Assert.That(
        System.Text.Json.JsonElement.Parse(
            Substitutions.Fill("""{"a": "<${Value}>"}""", new Dictionary<string, string> { ["Value"] = value })).GetProperty("a").GetString(),
        Is.EqualTo($"<{value}>"));

    [TestCase("""{"a": "${One} ${Two} ${One}"}""", "--set gives Three, but the definition has no ${Three}; it has: One, Two.")]
    [TestCase("""{"a": "$One {% $Two %} ${ Three }"}""", "--set gives Three, but the definition has no placeholder such as ${Three}.")]
    public void A_value_for_a_placeholder_that_is_not_there_is_refused(string text, string sentence) => Assert.That(
        () => Substitutions.Fill(text, new Dictionary<string, string> { ["Three"] = "3" }),
        Throws.TypeOf<UnusableArgumentException>().With.Message.EqualTo(sentence));

    [Test]
    public void Without_values_a_definition_stays_as_it_is() => Assert.That(
        Substitutions.Fill("""{"a": "${One}"}""", new Dictionary<string, string>()), Is.EqualTo("""{"a": "${One}"}"""));
}
