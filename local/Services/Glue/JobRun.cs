using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Glue;

/// <summary>A run of a job.</summary>
/// <param name="job">The job.</param>
/// <param name="arguments">Its arguments, by name.</param>
/// <param name="timeout">The longest that it may take.</param>
/// <param name="capacity">What it takes.</param>
/// <param name="started">When it was started.</param>
public sealed class JobRun(
    GlueJob job, IReadOnlyDictionary<string, string> arguments, TimeSpan timeout, GlueCapacity capacity, DateTimeOffset started)
{
    /// <summary>What follows <see cref="LogGroup"/> in the names of its log groups, after a slash.</summary>
    public static IReadOnlyList<string> Streams { get; } = ["output", "error"];

    /// <summary>Its id.</summary>
    public string Id { get; } = $"jr_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>The job.</summary>
    public GlueJob Job => job;

    /// <summary>Its arguments, by name, with the hyphens.</summary>
    public IReadOnlyDictionary<string, string> Arguments => arguments;

    /// <summary>What its log groups begin with; <c>/output</c> and <c>/error</c> follow.</summary>
    public string LogGroup => job.Type.LogGroupOf(arguments);

    /// <summary>When it was started.</summary>
    public DateTimeOffset Started => started;

    /// <summary>What became of it.</summary>
    public JobRunState State { get; internal set; }

    /// <summary>Why it failed.</summary>
    public string? ErrorMessage { get; internal set; }

    /// <summary>How long its script ran.</summary>
    public TimeSpan ExecutionTime { get; internal set; }

    /// <summary>Whether it has ended, well or not.</summary>
    public bool HasEnded => Completed is not null;

    internal TimeSpan Timeout => timeout;

    internal double Units => capacity.Units;

    internal DateTimeOffset? Completed { get; set; }

    internal CancellationTokenSource Stop { get; } = new();

    internal Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>The run as GetJobRun describes it.</summary>
    public JsonObject Describe()
    {
        var run = new JsonObject
        {
            ["AllocatedCapacity"] = (int)capacity.Units,
            [nameof(Arguments)] = new JsonObject(
                arguments.Select(argument => KeyValuePair.Create(argument.Key, (JsonNode?)argument.Value))),
            ["Attempt"] = 0,
        };
        Add(run, "CompletedOn", Completed is { } completed ? ApiTime.Of(completed) : null);
        Add(run, nameof(ErrorMessage), ErrorMessage);
        run[nameof(ExecutionTime)] = (int)Math.Round(ExecutionTime.TotalSeconds);
        Add(run, nameof(job.GlueVersion), job.GlueVersion);
        run[nameof(Id)] = Id;
        run["JobName"] = job.Name;
        run["JobRunState"] = State.ToString().ToUpperInvariant();
        run["LastModifiedOn"] = ApiTime.Of(Completed ?? started);
        run["LogGroupName"] = LogGroup;
        run["MaxCapacity"] = capacity.Units;
        Add(run, nameof(capacity.NumberOfWorkers), capacity.NumberOfWorkers);
        run["PredecessorRuns"] = new JsonArray();
        run["StartedOn"] = ApiTime.Of(started);
        run[nameof(Timeout)] = (int)timeout.TotalMinutes;
        Add(run, nameof(capacity.WorkerType), capacity.WorkerType);
        return run;
    }

    private static void Add(JsonObject run, string name, JsonNode? value)
    {
        if (value is not null)
        {
            run[name] = value;
        }
    }
}
