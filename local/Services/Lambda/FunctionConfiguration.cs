using System.Collections.Immutable;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda;

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
    /// <summary>The only version that there is.</summary>
    public const string Latest = "$LATEST";

    /// <summary>Where a function logs that says nothing of it.</summary>
    public static string DefaultLogGroup(string name) => $"/aws/lambda/{name}";

    /// <summary>The managed runtime that it is written for.</summary>
    public string Runtime { get; init; } = "dotnet10";

    /// <summary>The version of that runtime, which is this machine's.</summary>
    public string RuntimeVersion => $"dotnet:{Runtime["dotnet".Length..]}.local";

    /// <summary>The ARN of that version.</summary>
    public string RuntimeVersionArn => $"arn:aws:lambda:{Region}::runtime:{AwsAccount.GeneratedId(Runtime):N}";

    /// <summary>The processor that it is built for; here it runs on what there is.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>What it is for, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>How it logs.</summary>
    public FunctionLogging Logging { get; init; } = FunctionLogging.Text;

    /// <summary>Whether it is traced, beside what its callers ask for.</summary>
    public bool IsTraced { get; init; }

    /// <summary>The size of its /tmp in MiB.</summary>
    public int TemporaryMegabytes { get; init; } = 512;

    /// <summary>The key that its variables are encrypted with; null for the service's own.</summary>
    public string? KmsKeyArn { get; init; }

    /// <summary>Its tags.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The variables that the managed runtime sets ("Defined runtime environment variables").</summary>
    /// <param name="codeFolder">Where its zip is unpacked.</param>
    /// <param name="logStream">The log stream of the process.</param>
    public IEnumerable<KeyValuePair<string, string>> RuntimeVariables(string codeFolder, string logStream) =>
    [
        new("_HANDLER", Handler),
        new("LAMBDA_TASK_ROOT", codeFolder),
        new("AWS_LAMBDA_FUNCTION_NAME", Name),
        new("AWS_LAMBDA_FUNCTION_VERSION", Latest),
        new("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", $"{MemoryMegabytes}"),
        new("AWS_LAMBDA_LOG_GROUP_NAME", LogGroup),
        new("AWS_LAMBDA_LOG_STREAM_NAME", logStream),
        new("AWS_EXECUTION_ENV", $"AWS_Lambda_{Runtime}"),
        new("AWS_REGION", Region),
        new("AWS_DEFAULT_REGION", Region),
        new("AWS_ENDPOINT_URL", Endpoint.AbsoluteUri),
        new("TZ", ":UTC"),
    ];
}
