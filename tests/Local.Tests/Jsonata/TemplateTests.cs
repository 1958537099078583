using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Tests.Local.Jsonata;

public sealed class TemplateTests
{
    private static Template Of(string json) => new(JsonElement.Parse(json));

    [TestCase("\"{% $a %}\"", "$a")]
    [TestCase("\"{%$a%}\"", "$a")]
    [TestCase("\"{%%}\"", "")]
    public void A_string_between_the_delimiters_is_an_expression(string json, string expression)
    {
        Assert.That(Of(json).Expressions, Is.EqualTo(new[] { expression }));
    }

    [TestCase("\" {% $a %}\"")]
    [TestCase("\"{% $a %}.\"")]
    [TestCase("\"{%\"")]
    [TestCase("\"{%}\"")]
    [TestCase("1")]
    public void Anything_else_is_a_value(string json)
    {
        Assert.That(Of(json).Expressions, Is.Empty);
    }

    [Test]
    public void It_knows_the_variables_that_it_may_read()
    {
        var template = Of("""{"a": "{% $x + $größe.y ~> $sum() %}", "b": ["{% $states.input %}"]}""");

        Assert.That(template.Variables, Is.EquivalentTo(new[] { "x", "größe", "sum", "states" }));
    }

    [TestCase("$states.input.a & $states . context.b", new[] { "input", "context" })]
    [TestCase("$lookup($states, 'input')", new[] { "input", "result", "errorOutput", "context" })]
    [TestCase("$statesman", new string[0])]
    public void It_knows_the_members_of_states_that_it_may_read(string expression, string[] members)
    {
        Assert.That(new Template(JsonSerializer.SerializeToElement($"{{%{expression}%}}")).States, Is.EquivalentTo(members));
    }

    [TestCase("""{ "a" : [ 1 , "b c" ] }""", """{"a":[1,"b c"]}""")]
    [TestCase("""{"a":"\" "}""", """{"a":"\" "}""")]
    [TestCase("""[ "é\\", 1.0 ]""", """["é\\",1.0]""")]
    public void White_space_between_tokens_is_not_counted(string json, string compact)
    {
        Assert.That(JsonText.Compact(JsonElement.Parse(json)).GetRawText(), Is.EqualTo(compact));
    }

    [Test]
    public void A_size_is_in_bytes_of_UTF_8()
    {
        Assert.That(JsonText.Size(JsonElement.Parse("\"é😀\"")), Is.EqualTo(8));
    }
}
