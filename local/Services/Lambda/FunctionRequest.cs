using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda;

/// <summary>What CreateFunction and UpdateFunctionConfiguration say of a function ("AWS Lambda API Reference").</summary>
internal static partial class FunctionRequest
{
    /// <summary>The code of what a request says wrongly, or what is not acted upon here.</summary>
    public const string Invalid = "InvalidParameterValueException";

    /// <summary>The code of a member that does not meet a constraint of the model.</summary>
    public const string OutOfModel = "ValidationException";

    private const int LongestTimeout = 900;
    private const int LeastMemory = 128;
    private const int GreatestMemory = 10_240;
    private const int LeastTemporary = 512;
    private const int GreatestTemporary = 10_240;
    private const int LongestHandler = 128;
    private const int LongestDescription = 256;
    private const int LongestLogGroup = 512;
    private const int LargestEnvironment = 4096;
    private const int MostTags = 50;

    private static readonly string[] Runtimes = ["dotnet10", "dotnet8"];

    private static readonly string[] Known =
    [
        "Architectures", "Code", "DeadLetterConfig", "Description", "Environment", "EphemeralStorage", "FunctionName", "Handler", "KMSKeyArn",
        "LoggingConfig", "MemorySize", "PackageType", "RevisionId", "Role", "Runtime", "SnapStart", "Tags", "Timeout", "TracingConfig",
    ];

    // "Reserved environment variables".
    private static readonly HashSet<string> Reserved =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
    ];

    /// <summary>The role that a function is to have; null where the request says nothing of it.</summary>
    public static string? RoleIn(RequestMembers request) => request.Text("Role", Role());

    /// <summary>The function that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="before">What holds of what the request does not say.</param>
    /// <exception cref="ServiceException">A member is none that Lambda takes, or that is acted upon here.</exception>
    public static FunctionConfiguration Apply(RequestMembers request, FunctionConfiguration before)
    {
        CheckSupported(request);
        return before with
        {
            Runtime = RuntimeIn(request) ?? before.Runtime,
            Handler = request.Text("Handler", Handler(), longest: LongestHandler) ?? before.Handler,
            Timeout = request.Number("Timeout", 1, LongestTimeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : before.Timeout,
            MemoryMegabytes = (int?)request.Number("MemorySize", LeastMemory, GreatestMemory) ?? before.MemoryMegabytes,
            Description = request.Text("Description", longest: LongestDescription) ?? before.Description,
            Environment = request.Structure("Environment") is { } environment ? VariablesIn(environment) : before.Environment,
            DeadLetterTarget = request.Structure("DeadLetterConfig")?.Text("TargetArn") is not { } target ? before.DeadLetterTarget
                : target.Length == 0 ? null
                : CheckedTarget("DeadLetterConfig.TargetArn", target),
            IsTraced = request.Structure("TracingConfig")?.Choice("Mode", "Active", "PassThrough") is { } mode ? mode == "Active" : before.IsTraced,
            TemporaryMegabytes = (int?)request.Structure("EphemeralStorage")?.Number("Size", LeastTemporary, GreatestTemporary) ?? before.TemporaryMegabytes,
            KmsKeyArn = request.Text("KMSKeyArn") is { } key ? key.Length == 0 ? null : key : before.KmsKeyArn,
            Architecture = ArchitectureIn(request) ?? before.Architecture,
            LogGroup = request.Structure("LoggingConfig")?.Text("LogGroup", LogGroup(), 1, LongestLogGroup) ?? before.LogGroup,
            Logging = request.Structure("LoggingConfig") is { } logging ? LoggingIn(logging, before.Logging) : before.Logging,
            Tags = request.Map("Tags") is { } tags ? CheckedTags(tags) : before.Tags,
        };
    }

    /// <summary>The processor that a request asks for; null where it says nothing of it.</summary>
    /// <exception cref="ServiceException">It asks for another than there are.</exception>
    public static string? ArchitectureIn(RequestMembers request) => request.Texts("Architectures") switch
    {
        null or [] => null,
        ["x86_64" or "arm64"] and [var one] => one,
        var others => throw request.Refusal("Architectures", $"[{string.Join(", ", others)}]", "Member must be one of [x86_64, arm64]"),
    };

    /// <summary>A queue or topic that events are sent to.</summary>
    /// <exception cref="ServiceException">It is neither.</exception>
    public static string CheckedTarget(string member, string arn)
    {
        try
        {
            return MessageSender.Checked(member, arn);
        }
        catch (LocalException problem)
        {
            throw new ServiceException(Invalid, problem.Message);
        }
    }

    /// <summary>Tags as a function may have them.</summary>
    /// <exception cref="ServiceException">It may not.</exception>
    public static ImmutableSortedDictionary<string, string> CheckedTags(IEnumerable<KeyValuePair<string, string>> tags)
    {
        var all = tags.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return all.Count <= MostTags ? all : throw new ServiceException(Invalid, $"A function can have at most {MostTags} tags; these are {all.Count}.");
    }

    private static void CheckSupported(RequestMembers request)
    {
        if (request.Beside(Known).FirstOrDefault() is { } other)
        {
            throw new ServiceException(Invalid, $"{other} is not supported by the local cloud; leave it out.");
        }

        if (request.Choice("PackageType", "Zip", "Image") == "Image")
        {
            throw new ServiceException(Invalid, "PackageType Image is not supported by the local cloud; allowed: Zip.");
        }

        if (request.Structure("SnapStart")?.Choice("ApplyOn", "PublishedVersions", "None") == "PublishedVersions")
        {
            throw new ServiceException(Invalid, "SnapStart needs published versions, which the local cloud does not have; allowed: None.");
        }
    }

    private static string? RuntimeIn(RequestMembers request) => request.Text("Runtime") is not { } runtime ? null
        : Runtimes.Contains(runtime) ? runtime
        : throw new ServiceException(Invalid, $"The local cloud does not run the runtime {runtime}; allowed: {string.Join(", ", Runtimes)}.");

    private static IReadOnlyDictionary<string, string> VariablesIn(RequestMembers environment)
    {
        var variables = environment.Map("Variables") ?? ImmutableDictionary<string, string>.Empty;
        if (variables.Keys.FirstOrDefault(name => !Variable().IsMatch(name)) is { } wrong)
        {
            throw environment.Refusal("Variables", wrong, "Map keys must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+");
        }

        string[] reserved = [.. variables.Keys.Where(Reserved.Contains).Order(StringComparer.Ordinal)];
        if (reserved.Length > 0)
        {
            throw new ServiceException(
                Invalid,
                "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys "
                    + $"that are currently not supported for modification. Reserved keys used in this request: {string.Join(", ", reserved)}");
        }

        var size = variables.Sum(variable => Encoding.UTF8.GetByteCount(variable.Key) + Encoding.UTF8.GetByteCount(variable.Value));
        return size <= LargestEnvironment ? variables : throw new ServiceException(
            Invalid,
            "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit: "
                + $"they are {size} bytes.");
    }

    private static FunctionLogging LoggingIn(RequestMembers logging, FunctionLogging before)
    {
        var format = logging.Choice("LogFormat", "JSON", "Text") ?? before.Format;
        var application = logging.Choice("ApplicationLogLevel", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
        var system = logging.Choice("SystemLogLevel", "DEBUG", "INFO", "WARN");
        return format == "JSON" ? new FunctionLogging(format, application ?? before.ApplicationLevel ?? "INFO", system ?? before.SystemLevel ?? "INFO")
            : application is null && system is null ? FunctionLogging.Text
            : throw new ServiceException(Invalid, "Log levels need the LogFormat JSON.");
    }

    [GeneratedRegex(@"\Aarn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+\z")]
    private static partial Regex Role();

    [GeneratedRegex(@"\A[^\s]+\z")]
    private static partial Regex Handler();

    [GeneratedRegex(@"\A[\.\-_/#A-Za-z0-9]+\z")]
    private static partial Regex LogGroup();

    [GeneratedRegex(@"\A[a-zA-Z]([a-zA-Z0-9_])+\z")]
    private static partial Regex Variable();
}
