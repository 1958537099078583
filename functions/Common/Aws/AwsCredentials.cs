namespace Fanout.Functions.Common.Aws;

/// <summary>The credentials of the function's role.</summary>
/// <param name="AccessKeyId">What a request names its caller by.</param>
/// <param name="SecretAccessKey">What requests are signed with.</param>
/// <param name="SessionToken">The token of temporary credentials; null where they are none.</param>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Reads them as Lambda gives them ("Defined runtime environment variables").</summary>
    /// <exception cref="SettingException">There are none.</exception>
    public static AwsCredentials Read(Func<string, string?> variables) => new(
        EnvironmentVariable.Required(variables, "AWS_ACCESS_KEY_ID"),
        EnvironmentVariable.Required(variables, "AWS_SECRET_ACCESS_KEY"),
        variables("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null);
}
