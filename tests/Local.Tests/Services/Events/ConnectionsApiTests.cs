using System.Text.Json;
using Fanout.Local.Services.Events;

namespace Fanout.Tests.Local.Services.Events;

public sealed class ConnectionsApiTests
{
    private string _name = null!;

    [SetUp]
    public void Name() => _name = DataServices.NewName();

    [Test]
    public async Task A_connection_is_described_without_its_secrets()
    {
        var made = await CallAsync("CreateConnection", $$$$"""
            {
                "Name": "{{{{_name}}}}", "Description": "An API", "AuthorizationType": "API_KEY",
                "AuthParameters": {
                    "ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "hidden1"},
                    "InvocationHttpParameters": {
                        "HeaderParameters": [{"Key": "a", "Value": "shown", "IsValueSecret": false}, {"Key": "b", "Value": "hidden2", "IsValueSecret": true}],
                        "QueryStringParameters": [{"Key": "q", "Value": "1"}]
                    }
                }
            }
            """);
        var description = await CallAsync("DescribeConnection", $$"""{"Name": "{{_name}}"}""");
        var list = await CallAsync("ListConnections", $$"""{"NamePrefix": "{{_name}}", "Limit": 1}""");
        var connection = (await DataServices.CloudAsync()).Connections[made.GetProperty("ConnectionArn").GetString()!];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.GetProperty("ConnectionState").GetString(), Is.EqualTo("AUTHORIZED"));
            Assert.That(
                description.GetProperty("AuthParameters").GetRawText(),
                Is.EqualTo("""{"ApiKeyAuthParameters":{"ApiKeyName":"x-key"},"InvocationHttpParameters":{"HeaderParameters":[{"Key":"a","Value":"shown","IsValueSecret":false},{"Key":"b","IsValueSecret":true}],"QueryStringParameters":[{"Key":"q","Value":"1"}]}}"""));
            Assert.That(description.GetProperty("Description").GetString(), Is.EqualTo("An API"));
            Assert.That(
                description.GetProperty("SecretArn").GetString(),
                Does.StartWith($"arn:aws:secretsmanager:us-east-1:123456789012:secret:events!connection/{_name}/"));
            Assert.That(description.GetRawText() + list.GetRawText() + made.GetRawText(), Does.Not.Contain("hidden"));
            Assert.That(list.GetProperty("Connections")[0].GetProperty("AuthorizationType").GetString(), Is.EqualTo("API_KEY"));
            Assert.That(
                connection.Headers,
                Is.EqualTo(new KeyValuePair<string, string>[] { new("a", "shown"), new("b", "hidden2"), new("x-key", "hidden1") }));
            Assert.That(connection.QueryParameters, Is.EqualTo(new KeyValuePair<string, string>[] { new("q", "1") }));
        }
    }

    [Test]
    public async Task An_update_keeps_what_it_does_not_name_and_a_new_kind_of_authorization_needs_its_own_parameters()
    {
        await CreateAsync("first");
        await CallAsync("UpdateConnection", $$$$"""{"Name": "{{{{_name}}}}", "AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": "other"}}}""");
        var renamed = await ConnectionAsync();
        var refusal = await RefusalAsync("UpdateConnection", $$"""{"Name": "{{_name}}", "AuthorizationType": "BASIC"}""");
        await CallAsync("UpdateConnection", $$$$"""
            {"Name": "{{{{_name}}}}", "AuthorizationType": "BASIC", "AuthParameters": {"BasicAuthParameters": {"Username": "me", "Password": "secret"}}}
            """);
        var description = await CallAsync("DescribeConnection", $$"""{"Name": "{{_name}}"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(renamed.Headers, Is.EqualTo(new KeyValuePair<string, string>[] { new("other", "first") }));
            Assert.That(refusal, Is.EqualTo("ValidationException: AuthParameters.BasicAuthParameters is required."));
            Assert.That((await ConnectionAsync()).Headers, Is.EqualTo(new KeyValuePair<string, string>[] { new("Authorization", "Basic bWU6c2VjcmV0") }));
            Assert.That(description.GetProperty("AuthParameters").GetRawText(), Is.EqualTo("""{"BasicAuthParameters":{"Username":"me"}}"""));
        }
    }

    [Test]
    public async Task What_is_wrong_is_refused_as_EventBridge_does()
    {
        await CreateAsync("first");
        var deleted = await CallAsync("DeleteConnection", $$"""{"Name": "{{_name}}"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deleted.GetProperty("ConnectionState").GetString(), Is.EqualTo("DELETING"));
            Assert.That(
                await RefusalAsync("DescribeConnection", $$"""{"Name": "{{_name}}"}"""), Is.EqualTo($"ResourceNotFoundException: Connection '{_name}' does not exist."));
            Assert.That(
                await RefusalAsync("CreateConnection", $$$"""{"Name": "{{{_name}}}", "AuthorizationType": "OAUTH_CLIENT_CREDENTIALS", "AuthParameters": {}}"""),
                Is.EqualTo("ValidationException: AuthorizationType is OAUTH_CLIENT_CREDENTIALS; the local cloud supports API_KEY and BASIC."));
            await CreateAsync("second");
            Assert.That(
                await RefusalAsync("CreateConnection", Body("third")), Is.EqualTo($"ResourceAlreadyExistsException: Connection {_name} already exists."));
        }
    }

    [Test]
    public async Task A_connection_of_the_program_is_one_of_the_API()
    {
        var made = await DataServices.MakeAsync(
            "aws:cloudwatch/eventConnection:EventConnection",
            ("name", _name),
            ("authorizationType", "API_KEY"),
            ("authParameters", DataServices.Map(
                ("apiKey", DataServices.Map(("key", "x-key"), ("value", "hidden"))),
                ("invocationHttpParameters", DataServices.Map(("queryStrings", new object[] { DataServices.Map(("key", "q"), ("value", "1")) }))))));

        var description = await CallAsync("DescribeConnection", $$"""{"Name": "{{_name}}"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(description.GetProperty("ConnectionArn").GetString(), Is.EqualTo(made.Arn));
            Assert.That(description.GetProperty("SecretArn").GetString(), Is.EqualTo(made.Outputs["secretArn"]));
            Assert.That(
                description.GetProperty("AuthParameters").GetRawText(),
                Is.EqualTo("""{"ApiKeyAuthParameters":{"ApiKeyName":"x-key"},"InvocationHttpParameters":{"QueryStringParameters":[{"Key":"q","Value":"1"}]}}"""));
        }
    }

    [Test]
    public async Task The_rest_of_EventBridge_is_the_emulators()
    {
        var buses = await CallAsync("ListEventBuses", "{}");

        Assert.That(buses.GetProperty("EventBuses")[0].GetProperty("Name").GetString(), Is.EqualTo("default"));
    }

    private static Task<JsonElement> CallAsync(string operation, string arguments) => DataServices.CallAsync("events", $"AWSEvents.{operation}", arguments);

    private static Task<string> RefusalAsync(string operation, string arguments) => DataServices.RefusalAsync("events", $"AWSEvents.{operation}", arguments);

    private Task<JsonElement> CreateAsync(string key) => CallAsync("CreateConnection", Body(key));

    private string Body(string key) => $$$$"""
        {"Name": "{{{{_name}}}}", "AuthorizationType": "API_KEY", "AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "{{{{key}}}}"}}}
        """;

    private async Task<Connection> ConnectionAsync() =>
        (await DataServices.CloudAsync()).Connections.Values.Single(connection => connection.Name == _name);
}
