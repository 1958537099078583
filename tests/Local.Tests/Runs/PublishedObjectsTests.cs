using Fanout.Infra.Settings;
using Fanout.Local.Runs;

namespace Fanout.Tests.Local.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PublishedObjectsTests
{
    private const string Attribute = "\"processedBy\":\"s3-high-throughput\"";

    private readonly PublishedObjects _published = new(
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).S3HighThroughput);

    [Test]
    public void Each_object_published_once_with_the_attribute_is_right()
    {
        _published.Expect("k.json", """{"n": 1.10}""");
        _published.Expect("k.json", """{"a": [], "processedBy": "old"}""");
        _published.Add($$"""{"a":[],{{Attribute}}}""");
        _published.Add($$"""{"n": 1.10,{{Attribute}}}""");

        Assert.That(_published.Problems(), Is.Empty);
    }

    [TestCase("""{"n":1.10}""", "the attribute is missing")]
    [TestCase("""{"n":1.10,"processedBy":"other"}""", "the attribute has another value")]
    [TestCase("{\"n\":1.1," + Attribute + "}", "a number is written in another way")]
    [TestCase("{\"n\":1.10,\"m\":2," + Attribute + "}", "something was added")]
    [TestCase("oops", "it is no JSON")]
    public void A_message_that_differs_is_seen(string message, string reason)
    {
        _published.Expect("k.json", """{"n": 1.10}""");
        _published.Add(message);

        Assert.That(_published.Problems().ToArray(), Has.Length.EqualTo(2), reason);
    }

    [Test]
    public void An_object_published_twice_is_seen()
    {
        _published.Expect("k.json", "{}");
        _published.Add($$"""{ {{Attribute}} }""");
        _published.Add($$"""{ {{Attribute}} }""");

        Assert.That(_published.Problems().Single(), Does.StartWith("1 of the 2 published messages"));
    }

    [Test]
    public void An_object_that_is_not_published_is_seen_unless_it_was_reported()
    {
        _published.Expect("k.json", "{}");
        var reported = _published.Expect("k.json", """{"large":true}""");
        _published.Forgive(reported!.Value);

        Assert.That(_published.Problems(), Is.EqualTo(new[] { "1 objects were not published, among them k.json" }));
    }

    [TestCase("[1]")]
    [TestCase("oops")]
    public void What_is_no_JSON_object_is_not_expected(string text)
    {
        Assert.That(_published.Expect("k.json", text), Is.Null);
        Assert.That(_published.Problems(), Is.Empty);
    }
}
