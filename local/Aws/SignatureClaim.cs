using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.Runtime.Internal.Auth;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>What a request's Authorization header says, to be proved by the signature in it ("AWS Signature Version 4 for API requests").</summary>
/// <param name="AccessKeyId">The key that names the caller.</param>
/// <param name="Region">The region that the request is signed for.</param>
/// <param name="Service">The service that it is signed for.</param>
/// <param name="SignedHeaders">The names of the headers that are signed, as they stand there.</param>
/// <param name="Signature">The signature.</param>
internal sealed partial record SignatureClaim(string AccessKeyId, string Region, string Service, string SignedHeaders, string Signature)
{
    private const string PayloadHash = "x-amz-content-sha256";
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    private static readonly TimeSpan LongestSkew = TimeSpan.FromMinutes(15);

    /// <summary>Reads a request; null where it is not signed.</summary>
    public static SignatureClaim? Of(HttpRequest request) =>
        Header().Match(request.Headers.Authorization.ToString()) is { Success: true } match
            ? new SignatureClaim(
                match.Groups["key"].Value, match.Groups["region"].Value, match.Groups["service"].Value, match.Groups["headers"].Value, match.Groups["signature"].Value)
            : null;

    /// <summary>Why the signature is not that of the request and its body; null where it is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="credentials">Those that the key names.</param>
    /// <param name="content">The body; null where it is a stream.</param>
    /// <param name="stream">The body, which is read and set to its begin again; null where there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<string?> ProblemAsync(
        HttpRequest request, AwsCredentials credentials, byte[]? content, Stream? stream, TimeProvider time, CancellationToken cancellation)
    {
        if (!DateTime.TryParseExact(
            request.Headers["x-amz-date"], DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var date))
        {
            return "the header x-amz-date is missing, or no date such as 20260131T235959Z";
        }

        if ((time.GetUtcNow() - date).Duration() > LongestSkew)
        {
            return $"it is of {date:u}, more than {LongestSkew.TotalMinutes} minutes from now";
        }

        var names = SignedHeaders.Split(';');
        if (!names.Contains("host"))
        {
            return "the header host is not signed";
        }

        var claimed = request.Headers[PayloadHash].ToString();
        if (claimed.Length == 0 || Hash().IsMatch(claimed))
        {
            var hash = await HashAsync(content, stream, cancellation);
            if (claimed.Length > 0 && claimed != hash)
            {
                return $"the body is not that of {PayloadHash}";
            }

            claimed = hash;
        }

        var expected = AWS4Signer.ComputeSignature(
            credentials.AccessKeyId, credentials.SecretAccessKey, Region, date, Service, SignedHeaders, Canonical(request, names, claimed)).Signature;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(Signature))
            ? null
            : "the request signature that was calculated does not match the one provided; check the secret access key, which is another with each start of the local cloud, and the signing method";
    }

    private static async Task<string> HashAsync(byte[]? content, Stream? stream, CancellationToken cancellation)
    {
        if (stream is null)
        {
            return Convert.ToHexStringLower(SHA256.HashData(content ?? []));
        }

        var hash = await SHA256.HashDataAsync(stream, cancellation);
        stream.Position = 0;
        return Convert.ToHexStringLower(hash);
    }

    // "Create a canonical request": S3 encodes a path once, all others encode what came once more.
    private string Canonical(HttpRequest request, string[] names, string hash)
    {
        var target = RequestTarget.Of(request).Split('?', 2);
        var path = Service == "s3" ? Encoded(Uri.UnescapeDataString(target[0])) : Encoded(target[0]);
        var query = target.Length < 2 ? "" : string.Join('&', target[1]
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=', 2))
            .Select(parameter => (Name: QueryText(parameter[0]), Value: parameter.Length > 1 ? QueryText(parameter[1]) : ""))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name}={parameter.Value}"));
        var headers = string.Concat(names.Select(name => $"{name}:{Spaces().Replace(request.Headers[name].ToString().Trim(), " ")}\n"));
        return $"{request.Method}\n{path}\n{query}\n{headers}\n{SignedHeaders}\n{hash}";
    }

    private static string QueryText(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text.Replace("+", "%20", StringComparison.Ordinal)));

    private static string Encoded(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    [GeneratedRegex(@"\AAWS4-HMAC-SHA256 +Credential=(?<key>[^/, ]+)/\d{8}/(?<region>[^/, ]*)/(?<service>[^/, ]+)/aws4_request, *SignedHeaders=(?<headers>[^, ]+), *Signature=(?<signature>[0-9a-f]{64})\z")]
    private static partial Regex Header();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
