using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Samples.Cli;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>The bodies of requests and answers of the services that speak JSON ("AWS JSON 1.0 protocol").</summary>
internal static class JsonBodies
{
    /// <summary>Their type.</summary>
    public const string ContentType = "application/x-amz-json-1.0";

    /// <summary>The answer to a request whose body is no JSON that all read alike; null for any other.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body; null where it was not read.</param>
    public static AwsAnswer? Refusal(HttpRequest request, string? body)
    {
        if (body is null || !request.Headers.ContainsKey("X-Amz-Target"))
        {
            return null;
        }

        try
        {
            return body.Length > 0 && JsonFlaw.Of(JsonElement.Parse(body)) is { } flaw
                ? Error(StatusCodes.Status400BadRequest, "SerializationException", $"The request's body {flaw}.")
                : null;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return Error(StatusCodes.Status400BadRequest, "SerializationException", $"The request's body is not JSON: {problem.Message}");
        }
    }

    /// <summary>Reads the members of a request; none where the body is empty.</summary>
    /// <exception cref="ServiceException">It is no JSON object, or one that not all read alike.</exception>
    public static JsonElement Read(string body)
    {
        try
        {
            var members = JsonElement.Parse(body.Length > 0 ? body : "{}");
            return members.ValueKind == JsonValueKind.Object && JsonFlaw.Of(members) is null
                ? members
                : throw new ServiceException("SerializationException", $"The request's body {JsonFlaw.Of(members) ?? "is no JSON object"}.");
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            throw new ServiceException("SerializationException", $"The request's body is not JSON: {problem.Message}");
        }
    }

    /// <summary>An error as such a service answers it.</summary>
    public static AwsAnswer Error(int status, string type, string message) => new(
        status, ContentType, new JsonObject { ["__type"] = type, ["message"] = message }.ToJsonString());
}
