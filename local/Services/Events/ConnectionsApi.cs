using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Events;

/// <summary>The connections of EventBridge, which HTTP Tasks call with; the rest of EventBridge is the emulator's.</summary>
/// <param name="connections">The connections, by ARN.</param>
/// <param name="account">The account.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionsApi(ConcurrentDictionary<string, Connection> connections, AwsAccount account, TimeProvider time)
    : JsonService("events", isWhole: false)
{
    private const int LargestPage = 100;
    private const string State = "AUTHORIZED";

    // What DescribeConnection answers with other members than it was given.
    private static readonly string[] Secrets = ["ApiKeyValue", "ClientSecret", "Password"];
    private static readonly string[] Unsupported = ["ConnectivityParameters", "InvocationConnectivityParameters"];

    private readonly Lock _changing = new();

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, JsonOperation> Operations => new Dictionary<string, JsonOperation>
    {
        ["CreateConnection"] = JsonOperations.Of(Create),
        ["DeleteConnection"] = JsonOperations.Of(Delete),
        ["DescribeConnection"] = JsonOperations.Of(arguments => Describe(Find(arguments))),
        ["ListConnections"] = JsonOperations.Of(List),
        ["UpdateConnection"] = JsonOperations.Of(Update),
    };

    private JsonObject Create(ApiArguments arguments)
    {
        var now = time.GetUtcNow();
        var name = arguments.Text("Name", Connection.NamePattern);
        var connection = Read(account.Arn("events", Path(name)), arguments, now, now);
        return connections.TryAdd(connection.Arn, connection)
            ? Changed(connection, State)
            : throw new ServiceException("ResourceAlreadyExistsException", $"Connection {name} already exists.");
    }

    private JsonObject Update(ApiArguments arguments)
    {
        lock (_changing)
        {
            var earlier = Find(arguments);
            var request = JsonObject.Create(earlier.Request)!;
            if (arguments.OptionalText("AuthorizationType") is { } type && type != (string?)request["AuthorizationType"])
            {
                request["AuthParameters"]!.AsObject().Remove("ApiKeyAuthParameters");
                request["AuthParameters"]!.AsObject().Remove("BasicAuthParameters");
            }

            Merge(request, arguments.Copy());
            var connection = Read(
                earlier.Arn, new ApiArguments(JsonSerializer.SerializeToElement(request)), earlier.Created, time.GetUtcNow());
            connections[connection.Arn] = connection;
            return Changed(connection, State);
        }
    }

    private JsonObject Delete(ApiArguments arguments)
    {
        var connection = Find(arguments);
        connections.TryRemove(connection.Arn, out _);
        return Changed(connection, "DELETING");
    }

    private JsonObject List(ApiArguments arguments)
    {
        var prefix = arguments.OptionalText("NamePrefix") ?? "";
        var all = connections.Values
            .Where(connection => connection.Name.StartsWith(prefix, StringComparison.Ordinal) && (arguments.OptionalText("ConnectionState") ?? State) == State)
            .OrderBy(connection => connection.Name, StringComparer.Ordinal);
        return ApiPage.Of(
            "Connections", all, arguments.Whole("Limit", 1, LargestPage) ?? LargestPage, arguments.OptionalText("NextToken"), connection =>
            {
                var description = Changed(connection, State);
                description["Name"] = connection.Name;
                description["AuthorizationType"] = connection.Request.GetProperty("AuthorizationType").GetString();
                return description;
            });
    }

    private static Connection Read(string arn, ApiArguments request, DateTimeOffset created, DateTimeOffset modified)
    {
        var parameters = request.Object("AuthParameters").Copy();
        if (Unsupported.FirstOrDefault(name => parameters[name] is not null || request.OptionalObject(name) is not null) is { } member)
        {
            throw new LocalException($"{member} is not supported by the local cloud.");
        }

        return Connection.Of(arn, request, created, modified);
    }

    private static void Merge(JsonObject request, JsonObject updates)
    {
        foreach (var (name, value) in updates)
        {
            if (request[name] is JsonObject part && value is JsonObject update)
            {
                Merge(part, update);
            }
            else
            {
                request[name] = value?.DeepClone();
            }
        }
    }

    private Connection Find(ApiArguments arguments)
    {
        var name = arguments.Text("Name", Connection.NamePattern);
        return connections.GetValueOrDefault(account.Arn("events", Path(name)))
            ?? throw new ServiceException("ResourceNotFoundException", $"Connection '{name}' does not exist.");
    }

    // As AWS makes up an id: here the same one at each run.
    private static string Path(string name) => $"connection/{name}/{AwsAccount.GeneratedId(name)}";

    private static JsonObject Changed(Connection connection, string state) => new()
    {
        ["ConnectionArn"] = connection.Arn,
        ["ConnectionState"] = state,
        ["CreationTime"] = ApiTime.Of(connection.Created),
        ["LastModifiedTime"] = ApiTime.Of(connection.Modified),
        ["LastAuthorizedTime"] = ApiTime.Of(connection.Modified),
    };

    private JsonObject Describe(Connection connection)
    {
        var description = Changed(connection, State);
        foreach (var (name, value) in JsonObject.Create(connection.Request)!)
        {
            description[name] = value?.DeepClone();
        }

        description["SecretArn"] = account.Arn("secretsmanager", $"secret:events!{Path(connection.Name)}");
        Hide(description["AuthParameters"]);
        return description;
    }

    private static void Hide(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Hide(item);
            }
        }

        if (node is not JsonObject members)
        {
            return;
        }

        foreach (var secret in Secrets)
        {
            members.Remove(secret);
        }

        if ((bool?)members["IsValueSecret"] == true)
        {
            members.Remove("Value");
        }

        foreach (var (_, member) in members)
        {
            Hide(member);
        }
    }
}
