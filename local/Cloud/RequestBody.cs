using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Fanout.Local.Cloud;

/// <summary>The bodies of requests, and how large they may be.</summary>
internal static class RequestBody
{
    // A function's zip, 50 MB in Base64 ("CreateFunction").
    private const int LongestPackage = 70 << 20;

    // A batch of messages is at most 256 KiB, thrice that where each byte is escaped ("PublishBatch").
    private const int LongestForm = 4 << 20;

    // Of the bodies that name resources the largest is a batch of items: 16 MB ("BatchWriteItem").
    private const int LongestOfItems = 16 << 20;

    // Larger ones are kept in a file on their way.
    private const int LargestInMemory = 8 << 20;

    /// <summary>Whether a content type is that of a form.</summary>
    public static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType == "application/x-www-form-urlencoded";

    /// <summary>Reads a body that is no larger than its service takes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="service">The service's signing name.</param>
    /// <exception cref="BadHttpRequestException">It is larger.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext context, string service)
    {
        var longest = service switch
        {
            "sns" => LongestForm,
            "lambda" => LongestPackage,
            _ => LongestOfItems,
        };
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = longest;
        using var whole = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, longest));
        await context.Request.Body.CopyToAsync(whole, context.RequestAborted);
        return whole.Length == whole.Capacity ? whole.GetBuffer() : whole.ToArray();
    }

    /// <summary>
    /// Takes in a body of any size, so that a caller who stops in the middle holds up nobody; null where there is none.
    /// One that is empty but has a length keeps its content headers. It is gone when the request is done.
    /// </summary>
    public static async Task<Stream?> BufferAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength is null && !context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
        {
            return null;
        }

        var whole = new FileBufferingReadStream(request.Body, LargestInMemory, bufferLimit: null, TemporaryFolder.Root);
        context.Response.RegisterForDisposeAsync(whole);
        await whole.DrainAsync(context.RequestAborted);
        whole.Position = 0;
        return whole;
    }
}
