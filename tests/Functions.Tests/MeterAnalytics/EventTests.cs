using Fanout.Functions.MeterAnalytics.Events;
using static Fanout.Tests.Functions.MeterAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.MeterAnalytics;

public class EventTests
{
    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [TestCase("electricity_by_period/query.csv.metadata", "ObjectCreated:Put", "the key does not end with .csv")]
    [TestCase("electricity_by_period/query.CSV", "ObjectCreated:Put", "the key does not end with .csv")]
    [TestCase("other/query.csv", "ObjectCreated:Put", "the key does not begin with electricity_by_period/")]
    [TestCase("electricity_by_period/query.csv", "ObjectRemoved:Delete", "no object was created")]
    public async Task What_is_no_new_result_file_is_ignored_and_logged(string key, string name, string reason)
    {
        _function.Put(Key, $"{HourHeader}1,5#2022-01-25T00,1\n");

        var result = await _function.HandleAsync($$"""{"Records":[{{Record(key, name)}},{{Record(Key, "ObjectCreated:CompleteMultipartUpload")}}]}""");

        var ignored = _function.LogLines.First();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetRawText(), Is.EqualTo(
                """{"files":1,"rejectedFiles":0,"lines":1,"written":1,"duplicates":0,"rejected":0}"""));
            Assert.That(_function.Aws.ObjectRequests, Has.Count.EqualTo(1));
            Assert.That(ignored.GetProperty("message").GetString(), Is.EqualTo("Event ignored"));
            Assert.That(ignored.GetProperty("eventName").GetString(), Is.EqualTo(name));
            Assert.That(ignored.GetProperty("key").GetString(), Is.EqualTo(key));
            Assert.That(ignored.GetProperty("reason").GetString(), Is.EqualTo(reason));
        }
    }

    [Test]
    public async Task The_test_event_does_nothing()
    {
        var result = await _function.HandleAsync(
            """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2022-01-25T00:00:00.000Z","Bucket":"results","RequestId":"r","HostId":"h"}""");

        Assert.That(result.GetProperty("files").GetInt32(), Is.Zero);
    }

    [TestCase("x", "The input is not a notification of S3: 'x' is an invalid start of a value.")]
    [TestCase("[]", "The input is not a notification of S3: The JSON value could not be converted")]
    [TestCase("""{"Records":{}}""", "The input is not a notification of S3: The JSON value could not be converted")]
    [TestCase("null", "The input has no list \"Records\"; it must be a notification of S3")]
    [TestCase("{}", "The input has no list \"Records\"; it must be a notification of S3")]
    [TestCase("""{"Records":null}""", "The input has no list \"Records\"; it must be a notification of S3")]
    [TestCase("""{"Records":[null]}""", "Records[0] of the notification has no eventName.")]
    [TestCase("""{"Records":[{"eventName":"ObjectCreated:Put"}]}""", "Records[0] of the notification has no s3.bucket.name.")]
    [TestCase("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{}}}]}""", "Records[0] of the notification has no s3.object.key.")]
    public void An_input_that_is_no_notification_fails_with_what_is_wrong(string input, string message) =>
        Assert.That(
            () => _function.HandleAsync(input),
            Throws.TypeOf<EventException>().With.Message.StartsWith(message));

    [TestCase("electricity_by_period/a+b%2Bc%25%C3%A9.csv", "electricity_by_period/a b+c%é.csv")]
    [TestCase("electricity_by_period/%e2%82%ac%3f.csv", "electricity_by_period/€?.csv")]
    public async Task Keys_are_decoded_as_forms_are(string encoded, string key)
    {
        _function.Put(key, $"{HourHeader}1,5#2022-01-25T00,1\n");
        var record = Record("KEY").Replace("KEY", encoded, StringComparison.Ordinal);

        await _function.HandleAsync($$"""{"Records":[{{record}}]}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Items.Count(), Is.EqualTo(1));
            Assert.That(_function.LogLines.Single().GetProperty("key").GetString(), Is.EqualTo(key));
        }
    }
}
