using System.Net;
using Fanout.Local.Aws;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Fanout.Local.Cloud;

/// <summary>Hands requests on to the emulator, as they came or in a caller's name, and answers on to who asked.</summary>
internal sealed class EmulatorProxy(EmulatorClient emulator)
{
    // What belongs to one connection and must not be passed on (RFC 9110, 7.6.1), and what is set anew.
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Host",

        // Answered by the gateway itself, as it reads the body.
        "Expect",
    };

    // A key may hold dots and escapes that a parsed address would tidy up.
    private static readonly UriCreationOptions AsItCame = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Sends a request as it came.</summary>
    /// <param name="context">The request.</param>
    /// <param name="service">The service that it calls.</param>
    /// <param name="content">Its body; null where it has none.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpContext context, string service, HttpContent? content)
    {
        using var outgoing = new HttpRequestMessage(HttpMethod.Parse(context.Request.Method), At(RequestTarget.Of(context.Request)))
        {
            Content = content,
        };
        content?.Headers.Clear();
        outgoing.Headers.Host = context.Request.Host.Value;
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!NotForwarded.Contains(name) && !outgoing.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return await emulator.SendAsync(service, outgoing, context.RequestAborted);
    }

    /// <summary>What the emulator answers to a request as it came.</summary>
    public async Task<AwsAnswer> AskAsync(HttpContext context, AwsRequest asked, byte[] content)
    {
        using var answer = await SendAsync(context, asked.Service, new ByteArrayContent(content));
        return await ReadAsync(context, asked, answer);
    }

    /// <summary>What the emulator answers to another request of a service's own, in the caller's name.</summary>
    public async Task<AwsAnswer> AskAsync(HttpContext context, AwsRequest asked, HttpRequestMessage message)
    {
        message.RequestUri = At(message.RequestUri!.OriginalString);
        SignAs(context, message);
        using var answer = await emulator.SendAsync(asked.Service, message, context.RequestAborted);
        return await ReadAsync(context, asked, answer);
    }

    /// <summary>The headers of an object, in the caller's name.</summary>
    /// <param name="context">The caller's request.</param>
    /// <param name="service">The service that it calls.</param>
    /// <param name="target">The object's path and query.</param>
    public async Task<HttpResponseMessage> HeadAsync(HttpContext context, string service, string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, At(target));
        request.Headers.Host = context.Request.Host.Value;
        SignAs(context, request);
        return await emulator.SendAsync(service, request, context.RequestAborted);
    }

    /// <summary>Whether a request is for an upload that is not there, at which the emulator breaks, or says so with another status.</summary>
    public async Task<bool> IsOfNoUploadAsync(HttpContext context, AwsRequest asked, HttpResponseMessage answer)
    {
        if (asked.Service != "s3" || answer.IsSuccessStatusCode || !context.Request.Query.TryGetValue("uploadId", out var id))
        {
            return false;
        }

        await answer.Content.LoadIntoBufferAsync(context.RequestAborted);
        if (Says(await answer.Content.ReadAsStringAsync(context.RequestAborted)))
        {
            return true;
        }

        using var list = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"{RequestTarget.PathOf(context.Request)}?uploadId={Uri.EscapeDataString(id.ToString())}", UriKind.Relative));
        list.Headers.Host = context.Request.Host.Value;
        return Says((await AskAsync(context, asked, list)).Body);

        static bool Says(string body) => body.Contains("<Code>NoSuchUpload</Code>", StringComparison.Ordinal);
    }

    /// <summary>Whether an answer says that there is no such object.</summary>
    public static async Task<bool> IsOfNoObjectAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            return false;
        }

        // An answer to HEAD has no body that says what is not found.
        await answer.Content.LoadIntoBufferAsync(cancellation);
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        return body.Length == 0 || body.Contains("<Code>NoSuchKey</Code>", StringComparison.Ordinal);
    }

    /// <summary>Hands an answer on to who asked.</summary>
    public static async Task PassOnAsync(HttpResponseMessage answer, HttpContext context)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !NotForwarded.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task<AwsAnswer> ReadAsync(HttpContext context, AwsRequest asked, HttpResponseMessage answer) =>
        EmulatorFailure.Of(context.Request, asked, answer) ?? new AwsAnswer(
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString() ?? JsonBodies.ContentType,
            await answer.Content.ReadAsStringAsync(context.RequestAborted))
        {
            Headers = OwnHeaders(answer),
        };

    // The request's id, and the error's code as clients of a service's former protocol know it ("AWS Query-Compatible"). What else the
    // headers say is of the body, which a service may change.
    private static Dictionary<string, string> OwnHeaders(HttpResponseMessage answer) => answer.Headers
        .Where(header => header.Key.StartsWith("x-amzn-", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key, header => string.Join(',', header.Value));

    private static void SignAs(HttpContext context, HttpRequestMessage message) =>
        message.Headers.TryAddWithoutValidation(HeaderNames.Authorization, context.Request.Headers.Authorization.AsEnumerable());

    private Uri At(string target) => new($"{emulator.Base.GetLeftPart(UriPartial.Authority)}{target}", AsItCame);
}
