using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Services.Athena;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// The actions of Athena ("Run Athena queries with Step Functions"), optimized and as SDK integrations; with
/// <c>.sync</c> the task ends with the query, and fails with it.
/// </summary>
public sealed class AthenaAction : IIntegration
{
    private const string OptimizedPrefix = "athena:";
    private const string SdkPrefix = "aws-sdk:athena:";
    private const string Sync = ".sync";
    private const string QueryExecutionId = "QueryExecutionId";

    private static readonly Dictionary<string, string[]> Parameters = new()
    {
        ["startQueryExecution"] =
            ["ClientRequestToken", "ExecutionParameters", "QueryExecutionContext", "QueryString", "ResultConfiguration", "WorkGroup"],
        ["stopQueryExecution"] = [QueryExecutionId],
        ["getQueryExecution"] = [QueryExecutionId],
        ["getQueryResults"] = ["MaxResults", "NextToken", QueryExecutionId],
    };

    /// <summary>What can be resolved, in words.</summary>
    public static IEnumerable<string> Resources { get; } =
    [
        "athena:startQueryExecution.sync", .. Parameters.Keys.Select(action => OptimizedPrefix + action), .. Parameters.Keys.Select(action => SdkPrefix + action),
    ];

    private readonly string _action;
    private readonly bool _isOptimized;
    private readonly bool _isSync;
    private readonly Func<CancellationToken, Task<AthenaService>> _athena;

    private AthenaAction(string action, bool isOptimized, bool isSync, Func<CancellationToken, Task<AthenaService>> athena)
    {
        _action = action;
        _isOptimized = isOptimized;
        _isSync = isSync;
        _athena = athena;
    }

    /// <summary>The action of a resource such as <c>athena:startQueryExecution.sync</c>; null where there is none.</summary>
    public static AthenaAction? Resolve(string resource, Func<CancellationToken, Task<AthenaService>> athena)
    {
        var isOptimized = resource.StartsWith(OptimizedPrefix, StringComparison.Ordinal);
        if (!isOptimized && !resource.StartsWith(SdkPrefix, StringComparison.Ordinal))
        {
            return null;
        }
        var action = resource[(isOptimized ? OptimizedPrefix : SdkPrefix).Length..];
        var isSync = isOptimized && action == $"startQueryExecution{Sync}";
        action = isSync ? action[..^Sync.Length] : action;
        return Parameters.ContainsKey(action) ? new AthenaAction(action, isOptimized, isSync, athena) : null;
    }

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) => ArgumentRules.Check(
        $"{(_isOptimized ? OptimizedPrefix : SdkPrefix)}{_action}{(_isSync ? Sync : "")}",
        arguments,
        Parameters[_action],
        [_action == "startQueryExecution" ? "QueryString" : QueryExecutionId]);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var athena = await _athena(cancellation);
        try
        {
            var answer = _action == "startQueryExecution"
                ? await StartAsync(athena, arguments, context, cancellation)
                : await AskAsync(athena, arguments, context, cancellation);
            return JsonSerializer.SerializeToElement(answer);
        }
        catch (AthenaException refusal)
        {
            throw new TaskFailedException($"Athena.{refusal.Code}", _isOptimized
                ? $"{refusal.Message} (Service: AmazonAthena; Status Code: 400; Error Code: {refusal.Code}; Request ID: {Guid.NewGuid()}; Proxy: null)"
                : $"{refusal.Message} (Service: Athena, Status Code: 400, Request ID: {Guid.NewGuid()})");
        }
    }

    private async Task<JsonObject> StartAsync(
        AthenaService athena, JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var id = await athena.StartAsync(QueryRequest.Read(arguments), context.RoleArn, cancellation);
        var started = new JsonObject { [QueryExecutionId] = id };
        if (!_isSync)
        {
            return started;
        }
        await context.Loop.InvokeAsync(() =>
        {
            context.Submitted(JsonSerializer.SerializeToElement(started));
            return Task.FromResult(true);
        });
        try
        {
            var execution = await athena.WaitAsync(id, cancellation);
            var answer = new JsonObject { ["QueryExecution"] = execution.Describe(Time) };
            return execution.State == QueryState.Succeeded
                ? answer
                : throw new TaskFailedException(ErrorNames.TaskFailed, answer.ToJsonString());
        }
        catch (OperationCanceledException)
        {
            await athena.StopAsync(id);
            throw;
        }
    }

    private async Task<JsonObject> AskAsync(
        AthenaService athena, JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var id = ArgumentRules.RequiredText(arguments, QueryExecutionId);
        switch (_action)
        {
            case "stopQueryExecution":
                await athena.StopAsync(id);
                return [];
            case "getQueryExecution":
                return new JsonObject { ["QueryExecution"] = athena.Get(id).Describe(Time) };
            default:
                return await athena.ResultsAsync(
                    id,
                    arguments.TryGetProperty("NextToken", out var token) ? token.GetString() : null,
                    arguments.TryGetProperty("MaxResults", out var size) ? size.GetInt32() : null,
                    context.RoleArn,
                    cancellation);
        }
    }

    // Optimized integrations give times as milliseconds, SDK integrations as texts.
    private JsonNode Time(DateTimeOffset time) => _isOptimized
        ? JsonValue.Create(time.ToUnixTimeMilliseconds())
        : JsonValue.Create(time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
}
