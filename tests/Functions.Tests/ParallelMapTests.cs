using System.Text;
using System.Text.Json;
using Fanout.Functions.ParallelMap;

namespace Fanout.Tests.Functions;

[NonParallelizable] // The function writes to the process's standard output.
public class ParallelMapTests
{
    [TestCase("""{"S":"Computer Science"}""")]
    [TestCase("""{"M":{"topic":{"S":"cs"},"name":{"S":"Größe <&> \u00e9"}}}""")]
    [TestCase("""12.50""")]
    [TestCase("""null""")]
    public void Logs_the_element_as_one_line_of_json_and_returns_it(string element)
    {
        var (result, logged) = Handle(element);

        var line = JsonElement.Parse(logged);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonElement.DeepEquals(JsonElement.Parse(result), JsonElement.Parse(element)), Is.True, result);
            Assert.That(logged.TrimEnd('\n'), Does.Not.Contain("\n"));
            Assert.That(JsonElement.DeepEquals(line.GetProperty("element"), JsonElement.Parse(element)), Is.True, logged);
            Assert.That(line.GetProperty("level").GetString(), Is.EqualTo("Information"));
            Assert.That(line.GetProperty("message").GetString(), Is.EqualTo("Element received"));
            Assert.That(line.GetProperty("timestamp").GetDateTime().Kind, Is.EqualTo(DateTimeKind.Utc));
        }
    }

    [Test]
    public void Refuses_an_event_that_is_not_json() =>
        Assert.That(() => Handle("{"), Throws.InstanceOf<JsonException>());

    private static (string Result, string Logged) Handle(string element)
    {
        var output = Console.Out;
        using var logged = new StringWriter();
        Console.SetOut(logged);
        try
        {
            using var result = new StreamReader(Function.Handle(new MemoryStream(Encoding.UTF8.GetBytes(element))));
            return (result.ReadToEnd(), logged.ToString());
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
