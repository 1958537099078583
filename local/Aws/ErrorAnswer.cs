using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>Errors in the form that the protocol of a request has for them, which the request tells.</summary>
internal static class ErrorAnswer
{
    /// <summary>An error.</summary>
    /// <param name="request">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">What is wrong.</param>
    public static AwsAnswer Of(HttpRequest request, int status, string code, string message) => Protocol(request) switch
    {
        "s3" => AwsAnswer.S3Error(status, code, Escaped(message)),
        "query" => Query(status, code, message),
        "json" => JsonBodies.Error(status, code, message),
        _ => Rest(status, code, message),
    };

    /// <summary>The answer to a request that is not signed with a key of this cloud.</summary>
    public static AwsAnswer OfUnknownKey(HttpRequest request) => Of(request, StatusCodes.Status403Forbidden, Protocol(request) switch
    {
        "s3" => "InvalidAccessKeyId",
        "query" => "InvalidClientTokenId",
        _ => "UnrecognizedClientException",
    }, "The security token included in the request is invalid.");

    /// <summary>The answer to a request whose signature is wrong.</summary>
    /// <param name="request">The request.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static AwsAnswer OfSignature(HttpRequest request, string problem) => Of(
        request,
        StatusCodes.Status403Forbidden,
        Protocol(request) is "s3" or "query" ? "SignatureDoesNotMatch" : "InvalidSignatureException",
        $"The signature of the request is not valid: {problem}.");

    /// <summary>An error of a service whose operations are paths ("AWS restJson1 protocol").</summary>
    public static AwsAnswer Rest(int status, string code, string message) => new(
        status, "application/json", new JsonObject { ["Type"] = "User", ["message"] = message, ["Message"] = message }.ToJsonString())
    {
        Headers = new Dictionary<string, string> { ["x-amzn-ErrorType"] = code },
    };

    /// <summary>An error of a service that is asked by forms ("AWS Query protocol").</summary>
    public static AwsAnswer Query(int status, string code, string message) => new(
        status,
        "text/xml",
        $"<ErrorResponse><Error><Type>{(status < StatusCodes.Status500InternalServerError ? "Sender" : "Receiver")}</Type><Code>{code}</Code><Message>{Escaped(message)}</Message></Error><RequestId>local</RequestId></ErrorResponse>");

    private static string Protocol(HttpRequest request) =>
        SignatureClaim.Of(request) is { Service: "s3" } ? "s3"
        : request.Headers.ContainsKey("X-Amz-Target") || CborProtocol.IsSpoken(request) ? "json"
        : request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) == true ? "query"
        : "rest";

    private static string Escaped(string text) => new XText(text).ToString();
}
