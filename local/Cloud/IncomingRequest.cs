using System.Text;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Cloud;

/// <summary>A request that was read, and whose signature proves who calls.</summary>
/// <param name="Context">The request, and the answer to come.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Asked">What the request says of itself.</param>
/// <param name="Service">The service that answers it; null where the emulator does.</param>
internal sealed record IncomingRequest(HttpContext Context, Caller Caller, AwsRequest Asked, IService? Service)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The body, as JSON where it came as CBOR; null where it is a stream, or there is none.</summary>
    public byte[]? Content { get; private init; }

    /// <summary>The body as a text, where a service or a decision reads it.</summary>
    public string? Text => IsText ? Body : null;

    /// <summary>The body as a text; an empty one where it is a stream, or there is none.</summary>
    public string Body => Content is null ? "" : Encoding.UTF8.GetString(Content);

    /// <summary>Whether the emulator's answer is read here: those to forms are observed, those to CBOR are made CBOR.</summary>
    public bool IsAnsweredWhole { get; private init; }

    // It is decoded for who asks: what waits for its answer keeps the bytes only.
    private bool IsText { get; init; }

    private Stream? Stream { get; init; }

    /// <summary>The body as it is passed on; null where there is none.</summary>
    public HttpContent? ToContent() =>
        Content is not null && (Content.Length > 0 || Context.Request.ContentLength is not null) ? new ByteArrayContent(Content)
        : Stream is not null ? new StreamContent(Stream)
        : null;

    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="credentialsOf">The credentials that a key names; null where there are none.</param>
    /// <param name="serviceOf">The service that answers a request; null where the emulator does.</param>
    /// <returns>The request, or the answer that refuses it.</returns>
    public static async Task<(IncomingRequest? Request, AwsAnswer? Refusal)> ReadAsync(
        HttpContext context, Func<string, AwsCredentials?> credentialsOf, Func<AwsRequest, IService?> serviceOf)
    {
        var http = context.Request;
        if (SignatureClaim.Of(http) is not { } claim || credentialsOf(claim.AccessKeyId) is not { } credentials)
        {
            return (null, ErrorAnswer.OfUnknownKey(http));
        }

        // Objects may be large: they are passed on as a stream.
        var content = claim.Service != "s3" ? await RequestBody.ReadAsync(context, claim.Service) : null;
        var form = content is not null && RequestTarget.PathOf(http) == "/" && RequestBody.IsForm(http.ContentType) ? Strict.GetString(content) : null;
        if (AwsRequest.Of(http, claim, form) is not { } asked)
        {
            return (null, ErrorAnswer.OfUnknownKey(http));
        }

        var service = serviceOf(asked);
        var isText = service is not null || RequestContent.IsInBody(http, asked);
        content ??= isText ? await RequestBody.ReadAsync(context, claim.Service) : null;
        var stream = content is null ? await RequestBody.BufferAsync(context) : null;
        if (await claim.ProblemAsync(http, credentials, content, stream, TimeProvider.System, context.RequestAborted) is { } problem)
        {
            return (null, ErrorAnswer.OfSignature(http, problem));
        }

        var isCbor = CborProtocol.IsSpoken(http);
        try
        {
            content = isCbor ? CborProtocol.ToJson(http, content!) : content;
            var text = form ?? (isText || isCbor ? Strict.GetString(content!) : null);
            return JsonBodies.Refusal(http, text) is { } refusal ? (null, refusal) : (new IncomingRequest(context, credentials.Caller, asked, service)
            {
                Content = content,
                Stream = stream,
                IsText = text is not null,
                IsAnsweredWhole = form is not null || isCbor,
            }, null);
        }
        catch (DecoderFallbackException flaw)
        {
            return (null, ErrorAnswer.Of(
                http, StatusCodes.Status400BadRequest, "SerializationException", $"The request's body is not UTF-8: {flaw.Message}"));
        }
        catch (ServiceException refused)
        {
            return (null, JsonBodies.Error(refused.StatusCode, refused.Code, refused.Message));
        }
    }
}
