using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Glue;

/// <summary>A job as it was deployed ("Jobs", Glue Web API reference).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="ScriptBucket">The bucket of its script.</param>
/// <param name="ScriptKey">The key of its script.</param>
/// <param name="RoleArn">The role that it runs with.</param>
/// <param name="DefaultArguments">Arguments of its runs, where these do not give their own.</param>
/// <param name="FixedArguments">Arguments that no run can change.</param>
/// <param name="Timeout">The longest that a run may take.</param>
/// <param name="MaxConcurrentRuns">How many runs there may be at a time.</param>
/// <param name="Capacity">What a run takes.</param>
/// <param name="GlueVersion">The version of Glue, where one is given.</param>
public sealed partial record GlueJob(
    string Name,
    GlueJobType Type,
    string ScriptBucket,
    string ScriptKey,
    string RoleArn,
    IReadOnlyDictionary<string, string> DefaultArguments,
    IReadOnlyDictionary<string, string> FixedArguments,
    TimeSpan Timeout,
    int MaxConcurrentRuns,
    GlueCapacity Capacity,
    string? GlueVersion)
{
    /// <summary>The job as it was given ("CreateJob"), without what it is by default.</summary>
    public JsonElement Definition { get; init; }

    /// <summary>Reads a job ("CreateJob").</summary>
    /// <exception cref="LocalException">The job cannot be run here.</exception>
    public static GlueJob Of(ApiArguments arguments)
    {
        var name = arguments.Text("Name", NamePattern);
        var command = arguments.OptionalObject("Command") ?? throw new LocalException($"The Glue job {name} has no Command.");
        var type = GlueJobType.Of(name, command);
        var location = command.OptionalText("ScriptLocation") ?? "";
        if (S3Location.Parse(location) is not { Prefix.Length: > 1 } script)
        {
            throw new LocalException(
                $"The ScriptLocation of the Glue job {name} is '{location}'; it must be an object such as s3://bucket/script.py.");
        }
        if (arguments.Whole("MaxRetries") > 0)
        {
            throw new LocalException(
                $"The Glue job {name} has MaxRetries, which the local cloud does not do: leave it at 0 and let the caller retry.");
        }
        var role = arguments.Text("Role");
        return new GlueJob(
            name,
            type,
            script.Bucket,
            script.Prefix[..^1],
            role.StartsWith("arn:", StringComparison.Ordinal) ? role : AwsAccount.IamArn($"role/{role}"),
            arguments.Map("DefaultArguments"),
            arguments.Map("NonOverridableArguments"),
            TimeSpan.FromMinutes(arguments.Whole("Timeout", 1) ?? type.DefaultTimeoutMinutes),
            (int)(arguments.OptionalObject("ExecutionProperty")?.Whole("MaxConcurrentRuns", 1) ?? 1),
            GlueCapacity.Of(name, arguments, type),
            arguments.OptionalText("GlueVersion"))
        {
            Definition = arguments.Json.Clone(),
        };
    }

    /// <summary>The arguments of a run, by name.</summary>
    public IReadOnlyDictionary<string, string> ArgumentsOf(JobRunRequest request) =>
        DefaultArguments.ToImmutableSortedDictionary(StringComparer.Ordinal).SetItems(request.Arguments).SetItems(FixedArguments);

    // "Single-line string pattern".
    [GeneratedRegex(@"[ -\uD7FF\uD800-\uDFFF\uE000-\uFFFD\t]{1,255}")]
    private static partial Regex NamePattern { get; }
}
