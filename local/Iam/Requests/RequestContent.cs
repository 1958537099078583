using System.Text.Json;
using Fanout.Local.Aws;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Iam.Requests;

/// <summary>What a request asks for beside its operation and path.</summary>
/// <param name="Query">The parameters of its query.</param>
/// <param name="CopySource">Whence an object is copied, <c>bucket/key</c>, not decoded; null where it is not.</param>
/// <param name="IsTagged">Whether an object is written with tags.</param>
/// <param name="Body">The body, of a request whose body names resources; null for others.</param>
public sealed record RequestContent(IReadOnlyDictionary<string, string> Query, string? CopySource, bool IsTagged, string? Body)
{
    /// <summary>Whether a request's body names resources, and must be read before it is decided: JSON, and lists of keys.</summary>
    public static bool IsInBody(HttpRequest request, AwsRequest asked) =>
        request.Headers.ContainsKey("X-Amz-Target") || asked is { Service: "s3", Operation: "DeleteObjects" };

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body where <see cref="IsInBody"/> says so.</param>
    public static RequestContent Of(HttpRequest request, string? body) => new(
        request.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString()),
        request.Headers.TryGetValue("x-amz-copy-source", out var source) ? source.ToString() is ['/', .. var place] ? place : source.ToString() : null,
        request.Headers.ContainsKey("x-amz-tagging"),
        body);

    /// <summary>The body as JSON; an empty object where it is none, which names nothing.</summary>
    internal JsonElement Json()
    {
        try
        {
            return Body is not null && JsonElement.Parse(Body) is { ValueKind: JsonValueKind.Object } json ? json : JsonElement.Parse("{}");
        }
        catch (JsonException)
        {
            return JsonElement.Parse("{}");
        }
    }
}
