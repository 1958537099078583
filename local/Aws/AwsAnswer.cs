namespace Fanout.Local.Aws;

/// <summary>An answer to a request.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="ContentType">The type of the body.</param>
/// <param name="Body">The body, as the service's protocol has it.</param>
public sealed record AwsAnswer(int StatusCode, string ContentType, string Body)
{
    // One for all: answers without further headers are equal.
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>Whether the request was answered as it was asked.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>An error of S3 ("Error responses", Amazon S3 API Reference).</summary>
    public static AwsAnswer S3Error(int statusCode, string code, string message) => new(
        statusCode, "application/xml", $"<Error><Code>{code}</Code><Message>{message}</Message><RequestId>local</RequestId></Error>");
}
