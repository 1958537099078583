namespace Fanout.Functions.Common.Aws;

/// <summary>Where an AWS service answers.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Service">Its name in signatures, such as <c>dynamodb</c>.</param>
/// <param name="Region">Its region.</param>
internal sealed record ServiceEndpoint(Uri Address, string Service, string Region)
{
    /// <summary>
    /// The endpoint of a service in the function's region, or the one that AWS_ENDPOINT_URL_SERVICE or AWS_ENDPOINT_URL
    /// names ("AWS SDKs and Tools Reference Guide: Service-specific endpoints").
    /// </summary>
    /// <exception cref="SettingException">The region is not set, or what is set is no address.</exception>
    public static ServiceEndpoint Of(string service, Func<string, string?> variables)
    {
        var region = EnvironmentVariable.Required(variables, "AWS_REGION");
        var suffix = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        var address = new[] { $"AWS_ENDPOINT_URL_{service.ToUpperInvariant()}", "AWS_ENDPOINT_URL" }
            .Select(variables)
            .FirstOrDefault(value => value is { Length: > 0 })
            ?? $"https://{service}.{region}.{suffix}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? new ServiceEndpoint(uri, service, region)
            : throw new SettingException($"The endpoint \"{address}\" is not an address such as https://{service}.{region}.{suffix}.");
    }
}
