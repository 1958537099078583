using Fanout.Local.Cloud;

namespace Fanout.Local.Lambda;

/// <summary>A function as it was deployed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Package">The path of its zip.</param>
/// <param name="Handler">Assembly::Namespace.Type::Method.</param>
/// <param name="Timeout">The longest that one invocation may take.</param>
/// <param name="MemoryMegabytes">Its memory in MiB.</param>
/// <param name="LogGroup">Where it logs.</param>
/// <param name="Environment">Its own environment variables.</param>
/// <param name="Region">The region it runs in.</param>
/// <param name="Endpoint">Where its SDK calls go.</param>
/// <param name="Credentials">The credentials of its role.</param>
/// <param name="DeadLetterTarget">The queue or topic that gets the events it fails on.</param>
/// <param name="ReservedConcurrency">The most invocations at the same time; null for as many as this machine bears.</param>
public sealed record FunctionConfiguration(
    string Name,
    string Arn,
    string Package,
    string Handler,
    TimeSpan Timeout,
    int MemoryMegabytes,
    string LogGroup,
    IReadOnlyDictionary<string, string> Environment,
    string Region,
    Uri Endpoint,
    AwsCredentials Credentials,
    string? DeadLetterTarget = null,
    int? ReservedConcurrency = null)
{
    /// <summary>The variables that the managed runtime sets ("Defined runtime environment variables").</summary>
    public IEnumerable<KeyValuePair<string, string>> RuntimeVariables(string codeFolder) =>
    [
        new("_HANDLER", Handler),
        new("LAMBDA_TASK_ROOT", codeFolder),
        new("AWS_LAMBDA_FUNCTION_NAME", Name),
        new("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        new("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", $"{MemoryMegabytes}"),
        new("AWS_LAMBDA_LOG_GROUP_NAME", LogGroup),
        new("AWS_EXECUTION_ENV", "AWS_Lambda_dotnet10"),
        new("AWS_REGION", Region),
        new("AWS_DEFAULT_REGION", Region),
        new("AWS_ENDPOINT_URL", Endpoint.AbsoluteUri),
        new("TZ", ":UTC"),
    ];
}
