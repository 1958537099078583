using System.Web;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>What a signed request says of itself ("AWS Signature Version 4").</summary>
/// <param name="AccessKeyId">Who calls.</param>
/// <param name="Service">The service's signing name, such as <c>dynamodb</c>.</param>
/// <param name="Operation">The operation, such as <c>GetItem</c>; the HTTP method where the request does not tell.</param>
/// <param name="Path">The path as it came, not decoded: for S3 the bucket and the key, whichever of them the host names.</param>
/// <param name="Form">The fields of a form, which services of the Query protocol take; empty for others.</param>
public sealed record AwsRequest(
    string AccessKeyId, string Service, string Operation, string Path, IReadOnlyDictionary<string, string> Form)
{
    private static readonly Dictionary<string, string> NoForm = [];

    /// <summary>Whether its headers grant what an object's or bucket's owner has not by itself ("Access control list (ACL) overview").</summary>
    public bool GrantsByAcl { get; init; }

    /// <summary>Reads a request; null where S3 is asked by a host that is not one of its own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="claim">Who it says has signed it.</param>
    /// <param name="form">Its body where it is a form.</param>
    internal static AwsRequest? Of(HttpRequest request, SignatureClaim claim, string? form)
    {
        var fields = form is null ? NoForm : Fields(form);
        var service = claim.Service;
        if ((service == "s3" ? S3Address.PathOf(request) : RequestTarget.PathOf(request)) is not { } path)
        {
            return null;
        }

        return new AwsRequest(
            claim.AccessKeyId,
            service,
            OperationOf(request, service, path, fields),
            path,
            fields)
        {
            GrantsByAcl = service == "s3" && request.Headers.Any(header => header.Key.StartsWith("x-amz-grant-", StringComparison.OrdinalIgnoreCase)
                || (header.Key.Equals("x-amz-acl", StringComparison.OrdinalIgnoreCase) && header.Value != "bucket-owner-full-control")),
        };
    }

    private static string OperationOf(HttpRequest request, string service, string path, Dictionary<string, string> form) =>
        service == "s3" ? S3Operation.Of(request, path)
        : request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target ? target[(target.LastIndexOf('.') + 1)..]
        : form.TryGetValue("Action", out var action) ? action
        : CborProtocol.IsSpoken(request) && CborProtocol.OperationOf(path) is { } operation ? operation
        : request.Method;

    private static Dictionary<string, string> Fields(string form)
    {
        var fields = HttpUtility.ParseQueryString(form);
        return fields.AllKeys.OfType<string>().ToDictionary(name => name, name => fields[name]!);
    }
}
