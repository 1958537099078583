namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>A Task's Resource as events of the history name it.</summary>
public sealed class ResourceName
{
    /// <summary>Takes an ARN apart.</summary>
    public ResourceName(string arn)
    {
        Arn = arn;
        IsFunction = arn.Contains(":lambda:", StringComparison.Ordinal) && arn.Contains(":function:", StringComparison.Ordinal);
        // arn:aws:states:::aws-sdk:sfn:startSyncExecution; "startExecution.sync:2" has a colon of its own.
        var parts = arn.Split(':', 6).Last();
        var version = parts.EndsWith(":2", StringComparison.Ordinal) ? ":2" : "";
        var path = parts[..^version.Length];
        var separator = path.LastIndexOf(':');
        Type = separator < 0 ? "" : path[..separator];
        Action = path[(separator + 1)..] + version;
    }

    /// <summary>The whole ARN.</summary>
    public string Arn { get; }

    /// <summary>Whether it is a function's own ARN rather than an integration.</summary>
    public bool IsFunction { get; }

    /// <summary>The service, for example <c>lambda</c> or <c>aws-sdk:s3</c>.</summary>
    public string Type { get; }

    /// <summary>The action, for example <c>invoke</c> or <c>startJobRun.sync</c>.</summary>
    public string Action { get; }

    /// <summary>Whether the task ends by a callback with its token.</summary>
    public bool WaitsForToken => new TaskResource(Arn).WaitsForToken;

    /// <summary>Whether the task waits for a job, and has a token too ("Accessing execution data from the Context object").</summary>
    public bool HasToken => WaitsForToken || Action.EndsWith(".sync", StringComparison.Ordinal) || Action.EndsWith(".sync:2", StringComparison.Ordinal);

    /// <summary>What the cause of an oversized result calls the task.</summary>
    public string NameInCauses => IsFunction ? Arn : Type;
}
