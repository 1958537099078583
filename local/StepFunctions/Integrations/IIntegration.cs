using System.Text.Json;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>Finds what a Task's Resource stands for.</summary>
public interface IIntegrationCatalog
{
    /// <summary>The integration for a resource ARN, or null where there is none.</summary>
    IIntegration? Resolve(string resource);

    /// <summary>The integration for a Task, or null where there is none; by its name, one may answer in the resource's place.</summary>
    IIntegration? ResolveTask(string resource, string state) => Resolve(resource);

    /// <summary>The buckets that distributed Maps read from and write to.</summary>
    IObjectStore Objects { get; }

    /// <summary>Reads the Parquet files among them.</summary>
    IParquetReader Parquet { get; }

    /// <summary>Decides what machines may do for their Map Runs.</summary>
    IMapRunPermissions MapRuns { get; }

    /// <summary>What can be resolved, in words, for the error about a resource that cannot.</summary>
    string Supported { get; }
}

/// <summary>A service that Task states call.</summary>
public interface IIntegration
{
    /// <summary>
    /// Whether <see cref="CallAsync"/> runs on the event loop and takes the loop's time. The rule is false: the call
    /// runs on the thread pool and takes real time. An integration that awaits timers or other executions says true,
    /// awaits what it calls outside through <see cref="Time.EventLoop.OutsideAsync"/>, and ends when it is cancelled.
    /// </summary>
    bool UsesLoopTime => false;

    /// <summary>Checks the Arguments of a Task as they stand in the definition, with their expressions.</summary>
    /// <returns>A sentence for each problem, for example an unknown top-level field.</returns>
    IEnumerable<string> CheckArguments(JsonElement arguments);

    /// <summary>Makes the call.</summary>
    /// <param name="arguments">The evaluated Arguments.</param>
    /// <param name="context">Who calls.</param>
    /// <param name="cancellation">Set where the task timed out or the execution ended.</param>
    /// <returns>The result, as <c>$states.result</c> has it.</returns>
    /// <exception cref="TaskFailedException">The call failed.</exception>
    Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation);
}
