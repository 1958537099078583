using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Fanout.Tests.Local.Integrations;

/// <summary>Statements through the gateway, against the emulator.</summary>
public sealed class ExecuteStatementTests
{
    private static readonly string Table = $"order.lines-{Guid.NewGuid():N}";

    private AmazonDynamoDBClient _dynamoDb = null!;

    [OneTimeSetUp]
    public async Task FillTableAsync()
    {
        _dynamoDb = SharedCloud.Cloud.DynamoDb();
        await _dynamoDb.CreateTableAsync(
            Table,
            [new KeySchemaElement("order", KeyType.HASH), new KeySchemaElement("line-no", KeyType.RANGE)],
            [new AttributeDefinition("order", ScalarAttributeType.S), new AttributeDefinition("line-no", ScalarAttributeType.N)],
            new ProvisionedThroughput(1, 1));
        foreach (var order in (string[])["a", "b"])
        {
            for (var line = 1; line <= 4; line++)
            {
                var item = new Dictionary<string, AttributeValue>
                {
                    ["order"] = new(order),
                    ["line-no"] = new() { N = $"{line}" },
                    ["it's \"in\""] = new() { BOOL = line % 2 == 0 },
                };
                if (line > 2)
                {
                    item["note"] = new("to be checked");
                }

                await _dynamoDb.PutItemAsync(Table, item);
            }
        }
    }

    [OneTimeTearDown]
    public void Disconnect() => _dynamoDb.Dispose();

    [TestCase("", "a1 a2 a3 a4 b1 b2 b3 b4")]
    [TestCase("WHERE \"order\" = 'b'", "b1 b2 b3 b4")]
    [TestCase("WHERE \"line-no\" = 2", "a2 b2")]
    [TestCase("WHERE \"line-no\" <> 2.0 AND \"order\" = 'a'", "a1 a3 a4")]
    [TestCase("WHERE \"order\" = 'a' AND \"line-no\" BETWEEN 2 AND 3", "a2 a3")]
    [TestCase("WHERE \"order\" = 'a' AND NOT \"line-no\" BETWEEN 2 AND 3", "a1 a4")]
    [TestCase("WHERE \"line-no\" IN [1, 4]", "a1 a4 b1 b4")]
    [TestCase("WHERE NOT \"line-no\" IN [1, 4] AND \"order\" > 'a'", "b2 b3")]
    [TestCase("WHERE NOT (NOT (\"order\" = 'a' OR \"line-no\" = 1) OR \"line-no\" = 4)", "a1 a2 a3 b1")]
    [TestCase("WHERE \"it's \"\"in\"\"\" = true", "a2 a4 b2 b4")]
    [TestCase("WHERE \"order\" = 'a' AND note IS MISSING", "a1 a2")]
    [TestCase("WHERE \"order\" = 'a' AND note IS NOT MISSING", "a3 a4")]
    [TestCase("WHERE contains(note, 'check') AND begins_with(note, 'to ') AND attribute_type(note, 'S')", "a3 a4 b3 b4")]
    [TestCase("WHERE \"order\" = 'c'", "")]
    public async Task A_condition_gives_its_items(string condition, string lines)
    {
        var answer = await RunAsync($"SELECT \"order\", \"line-no\" FROM \"{Table}\" {condition}");

        Assert.That(string.Join(' ', answer.Items.Select(LineOf)), Is.EqualTo(lines));
    }

    [Test]
    public async Task Columns_are_what_an_item_has_of_them()
    {
        var some = await RunAsync($"SELECT \"note\", \"it's \"\"in\"\"\" FROM \"{Table}\" WHERE \"order\" = 'a' AND \"line-no\" > 1 AND \"line-no\" < 4");
        var all = await RunAsync($"SELECT * FROM \"{Table}\" WHERE \"order\" = 'b' AND \"line-no\" = 3");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(some.Items.Select(item => item.Keys.Order()), Is.EqualTo(new[] { ["it's \"in\""], new[] { "it's \"in\"", "note" } }));
            Assert.That(some.Items[1]["note"].S, Is.EqualTo("to be checked"));
            Assert.That(all.Items.Single().Keys.Order(), Is.EqualTo(new[] { "it's \"in\"", "line-no", "note", "order" }));
        }
    }

    [Test]
    public async Task A_limit_counts_what_is_read_and_the_token_gives_the_next_page()
    {
        var pages = new List<string>();
        var request = Request($"SELECT * FROM \"{Table}\" WHERE \"it's \"\"in\"\"\" = ?", new AttributeValue { BOOL = true });
        request.Limit = 3;
        do
        {
            var page = await _dynamoDb.ExecuteStatementAsync(request);
            pages.Add(string.Join(' ', page.Items.Select(LineOf)));
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);

        Assert.That(pages, Is.EqualTo(new[] { "a2", "a4 b2", "b4" }));
    }

    [Test]
    public async Task A_limit_within_a_partition_counts_that_partition_alone()
    {
        var request = Request($"SELECT * FROM \"{Table}\" WHERE \"order\" = 'b'");
        request.Limit = 3;
        var first = await _dynamoDb.ExecuteStatementAsync(request);
        request.NextToken = first.NextToken;
        var second = await _dynamoDb.ExecuteStatementAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Items.Select(LineOf), Is.EqualTo(new[] { "b1", "b2", "b3" }));
            Assert.That(first.LastEvaluatedKey["line-no"].N, Is.EqualTo("3"));
            Assert.That(second.Items.Select(LineOf), Is.EqualTo(new[] { "b4" }));
            Assert.That(second.NextToken, Is.Null);
        }
    }

    [Test]
    public async Task A_statement_is_counted_once_and_as_such()
    {
        var before = SharedCloud.Cloud.Gateway.Requests.ToDictionary();
        await RunAsync($"SELECT * FROM \"{Table}\" WHERE \"order\" = 'a'");

        Assert.That(
            SharedCloud.Cloud.Gateway.Requests
                .Select(calls => (calls.Key, Count: calls.Value - before.GetValueOrDefault(calls.Key)))
                .Where(calls => calls.Count > 0),
            Is.EqualTo(new[] { (("dynamodb", "ExecuteStatement"), 1) }));
    }

    [Test]
    public async Task A_statement_that_is_not_supported_is_a_validation_error_that_says_what_is()
    {
        var error = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => RunAsync($"DELETE FROM \"{Table}\" WHERE \"order\" = 'a'"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)error!.StatusCode, Is.EqualTo(400));
            Assert.That(error.ErrorCode, Is.EqualTo("ValidationException"));
            Assert.That(error.Message, Does.StartWith("Statement wasn't well formed, or the local cloud does not run it: at character 1 is DELETE, "));
            Assert.That(error.Message, Does.Contain("Supported are SELECT of * or columns FROM one table"));
        }
    }

    [Test]
    public void A_table_that_is_missing_is_an_error_of_its_own() => Assert.That(
        () => RunAsync("SELECT * FROM \"no-such-table\""), Throws.TypeOf<ResourceNotFoundException>());

    [TestCase("no base64")]
    [TestCase("bm8ganNvbg==")]
    [TestCase("MQ==")]
    public void A_token_that_no_answer_gave_is_refused(string token)
    {
        var request = Request($"SELECT * FROM \"{Table}\"");
        request.NextToken = token;

        Assert.That(
            () => _dynamoDb.ExecuteStatementAsync(request),
            Throws.TypeOf<AmazonDynamoDBException>().With.Message.EqualTo("NextToken is not one that an ExecuteStatement gave."));
    }

    [TestCase("[]", "The request must be a JSON object with a text as its Statement.")]
    [TestCase("""{"Statement": 1}""", "The request must be a JSON object with a text as its Statement.")]
    [TestCase(
        """{"Statement": "SELECT * FROM t", "Parameters": ["x"]}""",
        "Parameters must be a list of attribute values, such as [{\"S\": \"text\"}, {\"N\": \"1\"}].")]
    public async Task A_request_that_carries_no_statement_is_refused(string body, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, SharedCloud.Cloud.Gateway.Endpoint) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ExecuteStatement");

        using var answer = await SharedCloud.Cloud.Http.SendAsync(request, "dynamodb", SharedCloud.Cloud.Root, CancellationToken.None);
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(400));
            Assert.That(error.GetProperty("__type").GetString(), Is.EqualTo("com.amazon.coral.validate#ValidationException"));
            Assert.That(error.GetProperty("message").GetString(), Is.EqualTo(message));
        }
    }

    private Task<ExecuteStatementResponse> RunAsync(string statement) => _dynamoDb.ExecuteStatementAsync(Request(statement));

    private static ExecuteStatementRequest Request(string statement, params AttributeValue[] parameters) =>
        new() { Statement = statement, Parameters = parameters.Length == 0 ? null : [.. parameters] };

    private static string LineOf(Dictionary<string, AttributeValue> item) => $"{item["order"].S}{item["line-no"].N}";
}
