using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Cloud;

/// <summary>What a signed request says of itself ("AWS Signature Version 4").</summary>
/// <param name="AccessKeyId">Who calls.</param>
/// <param name="Service">The service's signing name, such as <c>dynamodb</c>.</param>
/// <param name="Operation">The operation where a header names it, otherwise the HTTP method.</param>
internal sealed partial record AwsRequest(string AccessKeyId, string Service, string Operation)
{
    /// <summary>Reads a request's headers; null where it is not signed.</summary>
    public static AwsRequest? Of(HttpRequest request)
    {
        var credential = Credential().Match(request.Headers.Authorization.ToString());
        if (!credential.Success)
        {
            return null;
        }

        var target = request.Headers["X-Amz-Target"].ToString();
        return new AwsRequest(
            credential.Groups["key"].Value,
            credential.Groups["service"].Value,
            target.Length > 0 ? target[(target.LastIndexOf('.') + 1)..] : request.Method);
    }

    [GeneratedRegex(@"Credential=(?<key>[^/]+)/\d{8}/[^/]*/(?<service>[^/]+)/aws4_request")]
    private static partial Regex Credential();
}
