using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>What a Lambda function is.</summary>
public sealed record DotNetFunctionArgs
{
    /// <summary>The project in functions/ whose zip is deployed.</summary>
    public required string Project { get; init; }

    /// <summary>The function's environment variables beside those of the runtime.</summary>
    public InputMap<string> Variables { get; init; } = new();

    /// <summary>What the function may do beside logging and tracing.</summary>
    public IReadOnlyList<Statement> Statements { get; init; } = [];

    /// <summary>Memory in MiB, which decides the share of a processor too: 128 to 10,240.</summary>
    public int MemoryMegabytes { get; init; } = 256;

    /// <summary>The longest that one invocation may take, in seconds: 1 to 900.</summary>
    public int TimeoutSeconds { get; init; } = 10;

    /// <summary>
    /// The most calls at the same time, and as many as are reserved for it: 1 or more. Without the setting
    /// reserveConcurrency, who calls bounds them: a Map by its MaxConcurrency, events by how many come at the same time.
    /// </summary>
    public required int Concurrency { get; init; }

    /// <summary>Where events go that the function failed on, and on all retries, when it was called asynchronously.</summary>
    public required DeadLetterQueue FailedEvents { get; init; }

    /// <summary>The tags of the function and what belongs to it.</summary>
    public required InputMap<string> Tags { get; init; }
}
