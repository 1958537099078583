using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Aws.Models;
using Fanout.Local.Cloud;

namespace Fanout.Local.Integrations;

/// <summary>How a service is called.</summary>
internal interface IServiceProtocol
{
    /// <summary>Makes a call.</summary>
    /// <returns>The result, with the names that state machines use.</returns>
    /// <exception cref="AwsErrorException">The service answered with an error.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    Task<JsonNode?> CallAsync(ServiceCall call, CancellationToken cancellation);

    /// <summary>Whether an argument is JSON as it stands, of which null is a value; any other is left out where it is null.</summary>
    bool IsDocument(string parameter) => false;
}

/// <summary>A call of an operation.</summary>
/// <param name="Service">The service, as it signs: <c>dynamodb</c>.</param>
/// <param name="Model">Its model.</param>
/// <param name="Action">The operation's name: <c>GetItem</c>.</param>
/// <param name="Arguments">The arguments that are not null, and documents, with the names of the API.</param>
/// <param name="Naming">The name that the state machine uses for a member of the API.</param>
/// <param name="Time">How the state machine gets a time.</param>
/// <param name="Cloud">The cloud that is called.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Now">What the execution's clock shows; null where it is the machine's.</param>
/// <param name="Ticket">What an execution that the call starts is expected by.</param>
internal sealed record ServiceCall(
    string Service,
    ServiceModel Model,
    string Action,
    IReadOnlyDictionary<string, JsonElement> Arguments,
    Func<string, string> Naming,
    Func<DateTimeOffset, JsonNode> Time,
    LocalCloud Cloud,
    AwsCredentials Caller,
    DateTimeOffset? Now,
    string? Ticket)
{
    /// <summary>The operation.</summary>
    public ServiceOperation Operation => Model.Operations[Action];

    /// <summary>The arguments as the API's JSON.</summary>
    public JsonObject ApiArguments() => new(Arguments.Select(argument => KeyValuePair.Create(
        argument.Key,
        Shapes.ToApi(Operation.Parameters[argument.Key], argument.Value, Naming, Naming(argument.Key)))));

    /// <summary>The result of the API's JSON, as the state machine gets it.</summary>
    public JsonNode? Result(JsonElement answer) => Operation.Output is { } shape
        ? Shapes.FromApi(shape, answer, Naming, Time)
        : JsonSerializer.SerializeToNode(answer);
}
