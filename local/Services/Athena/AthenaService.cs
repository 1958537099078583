using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Athena;

/// <summary>Athena: queries over the tables of the Glue Data Catalog, whose objects are in S3.</summary>
/// <param name="store">The buckets.</param>
/// <param name="sources">The Data Catalog, and where buckets are.</param>
/// <param name="jobs">Told of queries that have ended.</param>
/// <param name="time">The clock.</param>
/// <param name="usage">Where what is billed is counted; nowhere by default.</param>
public sealed class AthenaService(IObjectStore store, IQuerySources sources, JobEvents jobs, TimeProvider? time = null, Usage? usage = null) : IAsyncDisposable
{
    // As many as the machine bears; on AWS an account may have 25 and more.
    private readonly SemaphoreSlim _turns = new(2);
    private readonly SqlParser _parser = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, QueryExecution> _executions = new();
    private readonly ConcurrentDictionary<string, QueryExecution> _byToken = new();
    private long _started;
    private readonly ConcurrentDictionary<string, Workgroup> _workgroups = new() { [Workgroup.Primary.Name] = Workgroup.Primary };

    /// <summary>The workgroups, by name.</summary>
    public IEnumerable<Workgroup> Workgroups => _workgroups.Values.OrderBy(workgroup => workgroup.Name, StringComparer.Ordinal);

    /// <summary>The executions, the last that was asked for first.</summary>
    public IEnumerable<QueryExecution> Executions => _executions.Values.OrderByDescending(execution => execution.Number);

    /// <summary>Makes a workgroup known.</summary>
    /// <exception cref="AthenaException">There is one of that name.</exception>
    public void AddWorkgroup(Workgroup workgroup)
    {
        if (!_workgroups.TryAdd(workgroup.Name, workgroup))
        {
            throw AthenaException.Invalid("WorkGroup is already created");
        }
    }

    /// <summary>A workgroup.</summary>
    /// <exception cref="AthenaException">There is none of that name.</exception>
    public Workgroup FindWorkgroup(string name) =>
        _workgroups.GetValueOrDefault(name) ?? throw AthenaException.Invalid("WorkGroup is not found.");

    /// <summary>Changes a workgroup; its queries that were started go on as it was.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">What it becomes; called again where another change was faster.</param>
    /// <exception cref="AthenaException">There is none of that name.</exception>
    public void ChangeWorkgroup(string name, Func<Workgroup, Workgroup> change)
    {
        Workgroup workgroup;
        do
        {
            workgroup = FindWorkgroup(name);
        }
        while (!_workgroups.TryUpdate(name, change(workgroup), workgroup));
    }

    /// <summary>Deletes a workgroup.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="withContents">Whether its queries go with it.</param>
    /// <exception cref="AthenaException">There is none of that name, it has queries, or every account has it.</exception>
    public void RemoveWorkgroup(string name, bool withContents)
    {
        FindWorkgroup(name);
        if (name == Workgroup.Primary.Name)
        {
            throw AthenaException.Invalid("The primary WorkGroup cannot be deleted");
        }

        var contents = _executions.Values.Where(execution => execution.Workgroup.Name == name).ToList();
        if (contents.Count > 0 && !withContents)
        {
            throw AthenaException.Invalid($"WorkGroup {name} is not empty");
        }

        _workgroups.TryRemove(name, out _);
        foreach (var execution in contents)
        {
            execution.Cancellation.Cancel();
            _executions.TryRemove(execution.Id, out _);
        }
    }

    /// <summary>Starts a query; its state is asked for with <see cref="Get"/>.</summary>
    /// <param name="request">The query.</param>
    /// <param name="roleArn">The role that reads the tables and writes the result.</param>
    /// <param name="cancellation">Ends the call, not the query.</param>
    /// <returns>The execution's id.</returns>
    /// <exception cref="AthenaException">
    /// The request is refused: no such workgroup, no result location that the role can find, no statement.
    /// </exception>
    public async Task<string> StartAsync(QueryRequest request, string roleArn, CancellationToken cancellation)
    {
        if (request.Token is { } token && _byToken.TryGetValue(token, out var earlier))
        {
            return earlier.Request.IsSameAs(request)
                ? earlier.Id
                : throw AthenaException.Invalid("Idempotent parameters do not match");
        }
        var workgroup = FindWorkgroup(request.Workgroup ?? Workgroup.Primary.Name);
        if (!workgroup.IsEnabled)
        {
            throw AthenaException.Invalid($"WorkGroup {workgroup.Name} is disabled.");
        }

        var location = LocationOf(request, workgroup);
        await sources.LocateAsync(location.Bucket, roleArn, cancellation);
        var (query, failure) = await PrepareAsync(request, cancellation);
        var isUnload = query?.UnloadLocation is not null
            || (failure is not null && request.Query.TrimStart().StartsWith("UNLOAD", StringComparison.OrdinalIgnoreCase));
        var execution = new QueryExecution(
            Guid.NewGuid().ToString(), request, workgroup, location.ToString(), isUnload, _time.GetUtcNow(), Interlocked.Increment(ref _started));
        _executions[execution.Id] = execution;
        if (request.Token is not null)
        {
            _byToken[request.Token] = execution;
        }
        execution.Ended = Task.Run(() => RunAsync(execution, query, failure, roleArn), CancellationToken.None);
        return execution.Id;
    }

    /// <summary>A query's execution.</summary>
    /// <exception cref="AthenaException">There is none.</exception>
    public QueryExecution Get(string id) => _executions.GetValueOrDefault(id)
        ?? throw AthenaException.Invalid($"QueryExecution {id} was not found");

    /// <summary>Stops a query that has not ended.</summary>
    /// <exception cref="AthenaException">There is none.</exception>
    public Task StopAsync(string id) => Get(id).Cancellation.CancelAsync();

    /// <summary>A page of a result ("GetQueryResults").</summary>
    /// <param name="id">The execution's id.</param>
    /// <param name="pageToken">Where the page begins; null for the first.</param>
    /// <param name="pageSize">The most rows, the names of the columns among them.</param>
    /// <param name="roleArn">The role that reads the result.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="AthenaException">The query has not ended well, or the token is none.</exception>
    public Task<JsonObject> ResultsAsync(string id, string? pageToken, int? pageSize, string roleArn, CancellationToken cancellation) =>
        ResultPage.ReadAsync(Get(id), store, pageToken, pageSize, roleArn, cancellation);

    /// <summary>Stops the queries that have not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var execution in _executions.Values)
        {
            await execution.Cancellation.CancelAsync();
            await execution.Ended;
        }
        _parser.Dispose();
    }

    private static S3Location LocationOf(QueryRequest request, Workgroup workgroup)
    {
        var location = workgroup is { Enforces: true, OutputLocation: not null }
            ? workgroup.OutputLocation
            : request.OutputLocation ?? workgroup.OutputLocation;
        if (location is null)
        {
            throw AthenaException.Invalid(
                "No output location provided. An output location is required either through the Workgroup result "
                    + "configuration setting or as an API input.");
        }
        return S3Location.Parse(location) ?? throw AthenaException.Invalid("outputLocation is not a valid S3 path.");
    }

    private async Task<(PreparedQuery? Query, QueryFailedException? Failure)> PrepareAsync(
        QueryRequest request, CancellationToken cancellation)
    {
        try
        {
            return (await Task.Run(() => PreparedQuery.Of(_parser, request.Query, request.Parameters ?? [], request.Database), cancellation), null);
        }
        catch (QueryFailedException failure) when (!failure.IsMalformed)
        {
            return (null, failure);
        }
        catch (QueryFailedException failure)
        {
            throw AthenaException.Invalid(failure.Message);
        }
    }

    private async Task RunAsync(QueryExecution execution, PreparedQuery? query, QueryFailedException? failure, string roleArn)
    {
        try
        {
            if (query is null)
            {
                throw failure!;
            }
            await _turns.WaitAsync(execution.Cancellation.Token);
            try
            {
                execution.Started = _time.GetUtcNow();
                execution.State = QueryState.Running;
                await new QueryRun(execution, query, sources, store, _time, roleArn).RunAsync(execution.Cancellation.Token);
                End(execution, QueryState.Succeeded, null);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException)
        {
            End(execution, QueryState.Cancelled, "Query cancelled by user");
        }
        catch (BytesScannedException limit)
        {
            End(execution, QueryState.Cancelled, limit.Message);
        }
        catch (QueryFailedException problem)
        {
            End(execution, QueryState.Failed, problem.Reason);
        }
        catch (TaskFailedException refusal)
        {
            End(execution, QueryState.Failed, $"PERMISSION_DENIED: {refusal.Error}: {refusal.Cause}");
        }
        catch (Exception problem)
        {
            End(execution, QueryState.Failed, $"GENERIC_INTERNAL_ERROR: {problem.Message}");
        }

        // Queries that fail are free, those that are cancelled are not.
        if (execution.State != QueryState.Failed && execution.Started is not null)
        {
            usage?.Add(Caller.NameOf(roleArn), Prices.AthenaTerabyte, BilledQuantity.Query(execution.DataScanned));
        }
    }

    private void End(QueryExecution execution, QueryState state, string? reason)
    {
        execution.Completed = _time.GetUtcNow();
        execution.Reason = reason;
        execution.State = state;
        jobs.Ended(execution.Id);
    }
}
