using System.Collections.Concurrent;
using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.Iam;
using Fanout.Local.Services.Logs;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Glue;

/// <summary>
/// Glue jobs: each run is a Python process with the arguments of the run and the credentials of the job's role.
/// </summary>
/// <param name="store">The buckets, which hold the scripts.</param>
/// <param name="python">Finds the interpreter; asked when the first run needs it.</param>
/// <param name="variables">The variables of a process that runs with a role: its credentials, region and endpoint.</param>
/// <param name="denialOf">What a run is denied that it needs beside what its script does; null where nothing is.</param>
/// <param name="logs">Where runs log.</param>
/// <param name="jobs">Told of runs that have ended.</param>
/// <param name="time">The clock.</param>
/// <param name="usage">Where what is billed is counted; nowhere by default.</param>
public sealed class GlueService(
    IObjectStore store,
    Func<CancellationToken, Task<string>> python,
    Func<string, IEnumerable<KeyValuePair<string, string>>> variables,
    Func<JobRun, Denial?> denialOf,
    LogGroups logs,
    JobEvents jobs,
    TimeProvider? time = null,
    Usage? usage = null) : IAsyncDisposable
{
    private const string NotFound = "EntityNotFoundException";

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, GlueJob> _jobs = new();
    private readonly ConcurrentDictionary<string, JobRun> _runs = new();
    private readonly Lock _starting = new();
    private readonly SemaphoreSlim _search = new(1);
    private string? _python;

    /// <summary>All runs, in no order.</summary>
    public IEnumerable<JobRun> Runs => _runs.Values;

    /// <summary>The jobs, by name.</summary>
    public IEnumerable<GlueJob> Jobs => _jobs.Values.OrderBy(job => job.Name, StringComparer.Ordinal);

    /// <summary>A job.</summary>
    /// <exception cref="GlueException">There is none of that name.</exception>
    public GlueJob Job(string name) => _jobs.GetValueOrDefault(name) ?? throw new GlueException(NotFound, $"Job {name} not found.");

    /// <summary>Deploys a job.</summary>
    /// <exception cref="GlueException">There is one of that name.</exception>
    public void Deploy(GlueJob job)
    {
        if (!_jobs.TryAdd(job.Name, job))
        {
            throw new GlueException("AlreadyExistsException", $"Job {job.Name} already exists.");
        }
    }

    /// <summary>Puts another in a job's place; its runs go on as they were started.</summary>
    /// <exception cref="GlueException">There is none of that name.</exception>
    public void Replace(GlueJob job) => _jobs.AddOrUpdate(
        job.Name, name => throw new GlueException(NotFound, $"Job {name} not found."), (_, _) => job);

    /// <summary>Deletes a job, where there is one; its runs go on.</summary>
    public void Delete(string name) => _jobs.TryRemove(name, out _);

    /// <summary>A run of a job.</summary>
    /// <exception cref="GlueException">There is none.</exception>
    public JobRun Run(string job, string id) => _runs.GetValueOrDefault(id) is { } run && run.Job.Name == job
        ? run
        : throw new GlueException(NotFound, $"Job run {id} of {job} not found.");

    /// <summary>Starts a run ("StartJobRun").</summary>
    /// <exception cref="GlueException">There is no such job, it has as many runs as it may, or the request is wrong.</exception>
    public JobRun Start(JobRunRequest request)
    {
        var job = _jobs.GetValueOrDefault(request.JobName)
            ?? throw new GlueException(NotFound, $"Failed to start job run due to missing metadata: {request.JobName}");
        var capacity = job.Capacity.With(request.WorkerType, request.NumberOfWorkers)
            ?? throw new GlueException("InvalidInputException", "Worker type and number of workers do not fit the job.");
        lock (_starting)
        {
            if (_runs.Values.Count(run => run.Job.Name == job.Name && run.Completed is null) >= job.MaxConcurrentRuns)
            {
                throw new GlueException("ConcurrentRunsExceededException", $"Concurrent runs exceeded for {job.Name}");
            }
            var run = new JobRun(job, job.ArgumentsOf(request), request.Timeout ?? job.Timeout, capacity, _time.GetUtcNow());
            _runs[run.Id] = run;
            run.Ended = Task.Run(() => RunAsync(run), CancellationToken.None);
            return run;
        }
    }

    /// <summary>Stops a run that has not ended ("BatchStopJobRun"): its process is killed.</summary>
    public static async Task StopAsync(JobRun run)
    {
        await run.Stop.CancelAsync();
        await run.Ended;
    }

    /// <summary>Stops the runs that have not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs.Values)
        {
            await StopAsync(run);
        }
        _search.Dispose();
    }

    private async Task RunAsync(JobRun run)
    {
        using var folder = new TemporaryFolder("glue");
        try
        {
            var script = Path.Combine(folder.Path, Path.GetFileName(run.Job.ScriptKey));
            if (await LaunchErrorAsync(run, script) is { } launchError)
            {
                End(run, JobRunState.Failed, launchError);
                return;
            }
            var interpreter = await PythonAsync(run.Stop.Token);
            using var limit = new CancellationTokenSource(run.Timeout, _time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, run.Stop.Token);
            run.State = JobRunState.Running;
            var begin = _time.GetTimestamp();
            try
            {
                var error = await JobProcess.RunAsync(
                    interpreter, folder.Path, script, CommandLine(run), variables(run.Job.RoleArn), logs, run.LogGroup, run.Id, end.Token);
                run.ExecutionTime = _time.GetElapsedTime(begin);
                End(run, error is null ? JobRunState.Succeeded : JobRunState.Failed, error);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                run.ExecutionTime = _time.GetElapsedTime(begin);
                End(run, JobRunState.Timeout, null);
            }
        }
        catch (OperationCanceledException)
        {
            End(run, JobRunState.Stopped, null);
        }
        catch (Exception problem)
        {
            End(run, JobRunState.Failed, problem.Message);
        }

        if (run.ExecutionTime > TimeSpan.Zero)
        {
            usage?.Add(Caller.NameOf(run.Job.RoleArn), Prices.GlueHour, BilledQuantity.JobRun(run.Units, run.ExecutionTime));
        }
    }

    private async Task<string?> LaunchErrorAsync(JobRun run, string script)
    {
        if (denialOf(run) is { } denial)
        {
            return $"LAUNCH ERROR | {denial.Message}";
        }
        try
        {
            await using var source = await store.OpenAsync(
                run.Job.ScriptBucket, run.Job.ScriptKey, versionId: null, run.Job.RoleArn, run.Stop.Token);
            await using var target = File.Create(script);
            await source.CopyToAsync(target, run.Stop.Token);
            return null;
        }
        catch (TaskFailedException refusal)
        {
            return $"LAUNCH ERROR | s3://{run.Job.ScriptBucket}/{run.Job.ScriptKey}: {refusal.Cause}";
        }
    }

    private async Task<string> PythonAsync(CancellationToken cancellation)
    {
        await _search.WaitAsync(cancellation);
        try
        {
            return _python ??= await python(cancellation);
        }
        finally
        {
            _search.Release();
        }
    }

    private static IEnumerable<string> CommandLine(JobRun run)
    {
        var own = run.Job.Type.NamesItself
            ? new[] { "--JOB_ID", $"j_{run.Job.Name}", "--JOB_RUN_ID", run.Id, "--JOB_NAME", run.Job.Name }
            : [];
        return [.. own, .. run.Arguments.SelectMany(argument => new[] { argument.Key, argument.Value })];
    }

    private void End(JobRun run, JobRunState state, string? error)
    {
        run.ErrorMessage = error;
        run.State = state;
        run.Completed = _time.GetUtcNow();
        jobs.Ended(run.Id);
    }
}
