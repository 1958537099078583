namespace Fanout.Local.Iam;

/// <summary>Finds the resource that holds the policy for another: a bucket for its objects, a function for its versions.</summary>
internal static class PolicyOwner
{
    private const string Bucket = "arn:aws:s3:::";
    private const int PartsOfFunction = 7;

    /// <summary>The ARN of the resource that a policy would be attached to.</summary>
    public static string Of(string resource)
    {
        if (resource.StartsWith(Bucket, StringComparison.Ordinal))
        {
            var slash = resource.IndexOf('/');
            return slash < 0 ? resource : resource[..slash];
        }
        var parts = resource.Split(':');
        return parts is [_, _, "lambda", _, _, "function", _, ..] ? string.Join(':', parts[..PartsOfFunction]) : resource;
    }
}
