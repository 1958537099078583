using System.Collections.Immutable;
using Fanout.Local.Athena;
using Fanout.Local.Cloud;

namespace Fanout.Local.Glue;

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
public sealed record GlueJob(
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
    /// <summary>Reads the inputs of <c>aws:glue/job:Job</c>.</summary>
    /// <exception cref="LocalException">The job cannot be run here.</exception>
    public static GlueJob Of(CloudResource resource)
    {
        var command = resource.Map("command") ?? throw new LocalException($"The Glue job {resource.Name} has no command.");
        var type = GlueJobType.Of(resource.Name, command);
        var location = command.GetValueOrDefault("scriptLocation") as string ?? "";
        if (S3Location.Parse(location) is not { Prefix.Length: > 1 } script)
        {
            throw new LocalException(
                $"The scriptLocation of the Glue job {resource.Name} is '{location}'; it must be an object such as s3://bucket/script.py.");
        }
        if (resource.Inputs.GetValueOrDefault("maxRetries") is double and > 0)
        {
            throw new LocalException(
                $"The Glue job {resource.Name} has maxRetries, which the local cloud does not do: leave it at 0 and let the caller retry.");
        }
        return new GlueJob(
            resource.Name,
            type,
            script.Bucket,
            script.Prefix[..^1],
            resource.RequiredText("roleArn"),
            Texts(resource.Map("defaultArguments")),
            Texts(resource.Map("nonOverridableArguments")),
            TimeSpan.FromMinutes(resource.Inputs.GetValueOrDefault("timeout") as double? ?? type.DefaultTimeoutMinutes),
            (int)(resource.Map("executionProperty")?.GetValueOrDefault("maxConcurrentRuns") as double? ?? 1),
            GlueCapacity.Of(resource, type),
            resource.Text("glueVersion"));
    }

    /// <summary>The arguments of a run, by name.</summary>
    public IReadOnlyDictionary<string, string> ArgumentsOf(JobRunRequest request) =>
        DefaultArguments.ToImmutableSortedDictionary(StringComparer.Ordinal).SetItems(request.Arguments).SetItems(FixedArguments);

    private static ImmutableDictionary<string, string> Texts(ImmutableDictionary<string, object>? arguments) =>
        (arguments ?? []).ToImmutableDictionary(argument => argument.Key, argument => (string)argument.Value);
}
