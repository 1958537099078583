namespace Fanout.Local.Services.Glue;

/// <summary>What StartJobRun asks for; what is null is as the job has it.</summary>
/// <param name="JobName">The job.</param>
/// <param name="Arguments">Arguments that go before the job's own.</param>
/// <param name="Timeout">The longest that the run may take.</param>
/// <param name="WorkerType">The type of its workers, such as <c>G.1X</c>.</param>
/// <param name="NumberOfWorkers">How many of them.</param>
public sealed record JobRunRequest(
    string JobName,
    IReadOnlyDictionary<string, string> Arguments,
    TimeSpan? Timeout = null,
    string? WorkerType = null,
    int? NumberOfWorkers = null);
