namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>The Resource of a Task state: an integration, or a function's ARN ("Integrating services with Step Functions").</summary>
/// <param name="Text">The resource as it is written.</param>
public readonly record struct TaskResource(string Text)
{
    /// <summary>What integrations begin with.</summary>
    public const string Integrations = "arn:aws:states:::";

    private const string Sdk = "aws-sdk:";
    private const string Callback = ".waitForTaskToken";

    /// <summary>Whether it is an integration.</summary>
    public bool IsIntegration => Text.StartsWith(Integrations, StringComparison.Ordinal);

    /// <summary>The integration, such as <c>aws-sdk:sfn:describeMapRun</c>; the whole resource where it is none.</summary>
    public string Name => IsIntegration ? Text[Integrations.Length..] : Text;

    /// <summary>Whether the task ends by a callback with its token.</summary>
    public bool WaitsForToken => Text.EndsWith(Callback, StringComparison.Ordinal);

    /// <summary>The resource whose request a task makes before it waits for its callback; itself where it waits for none.</summary>
    public string Request => WaitsForToken ? Text[..^Callback.Length] : Text;

    /// <summary>Whether it is an SDK integration.</summary>
    public bool IsSdk => Name.StartsWith(Sdk, StringComparison.Ordinal);

    /// <summary>The service and its action, such as <c>sfn:describeMapRun</c>; the whole resource where it is no integration.</summary>
    public string Action => IsSdk ? Name[Sdk.Length..] : Name;

    /// <summary>The service of an integration, such as <c>sfn</c>.</summary>
    public string Service => Action.Split(':')[0];
}
