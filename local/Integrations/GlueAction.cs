using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Glue;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// <c>glue:startJobRun</c> ("Start an AWS Glue job with Step Functions"); with <c>.sync</c> the task ends with the run,
/// and fails with it.
/// </summary>
public sealed class GlueAction : IIntegration
{
    private const string Action = "glue:startJobRun";
    private const string Sync = ".sync";

    private static readonly string[] Parameters = ["Arguments", "JobName", "NumberOfWorkers", "Timeout", "WorkerType"];

    /// <summary>What can be resolved, in words.</summary>
    public static IEnumerable<string> Resources { get; } = [Action + Sync, Action];

    private readonly string _resource;
    private readonly Func<CancellationToken, Task<GlueService>> _glue;

    private GlueAction(string resource, Func<CancellationToken, Task<GlueService>> glue)
    {
        _resource = resource;
        _glue = glue;
    }

    /// <summary>The action of a resource such as <c>glue:startJobRun.sync</c>; null where there is none.</summary>
    public static GlueAction? Resolve(string resource, Func<CancellationToken, Task<GlueService>> glue) =>
        Resources.Contains(resource) ? new GlueAction(resource, glue) : null;

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) =>
        ArgumentRules.Check(_resource, arguments, Parameters, ["JobName"]);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var request = Request(arguments);
        var run = Start(await _glue(cancellation), request);
        var started = ResponseMetadata.AddTo(
            new JsonObject { ["JobName"] = run.Job.Name, ["JobRunId"] = run.Id }, "application/x-amz-json-1.1");
        return JsonSerializer.SerializeToElement(
            _resource == Action ? started : await EndAsync(run, started, context, cancellation));
    }

    private static JobRun Start(GlueService glue, JobRunRequest request)
    {
        try
        {
            return glue.Start(request);
        }
        catch (GlueException refusal)
        {
            throw new TaskFailedException(
                $"Glue.{refusal.Code}",
                $"{refusal.Message} (Service: AWSGlue; Status Code: 400; Error Code: {refusal.Code}; "
                    + $"Request ID: {Guid.NewGuid()}; Proxy: null)");
        }
    }

    private static async Task<JsonObject> EndAsync(
        JobRun run, JsonObject started, TaskContext context, CancellationToken cancellation)
    {
        await context.Loop.InvokeAsync(() =>
        {
            context.Submitted(JsonSerializer.SerializeToElement(started));
            return Task.FromResult(true);
        });
        try
        {
            await GlueService.WaitAsync(run, cancellation);
        }
        catch (OperationCanceledException)
        {
            await GlueService.StopAsync(run);
            throw;
        }
        var answer = run.Describe(time => JsonValue.Create(time.ToUnixTimeMilliseconds()));
        return run.State == JobRunState.Succeeded
            ? answer
            : throw new TaskFailedException(ErrorNames.TaskFailed, answer.ToJsonString(CompactJson.Options));
    }

    private static JobRunRequest Request(JsonElement arguments) => new(
        ArgumentRules.RequiredText(arguments, "JobName"),
        arguments.TryGetProperty("Arguments", out var given) ? Texts(given) : [],
        Number(arguments, "Timeout") is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
        arguments.TryGetProperty("WorkerType", out _) ? ArgumentRules.RequiredText(arguments, "WorkerType") : null,
        Number(arguments, "NumberOfWorkers"));

    private static Dictionary<string, string> Texts(JsonElement arguments) =>
        arguments.ValueKind == JsonValueKind.Object
            ? arguments.EnumerateObject().ToDictionary(
                argument => argument.Name, argument => ArgumentRules.RequiredText(arguments, argument.Name))
            : throw new TaskFailedException("States.Runtime", "The argument 'Arguments' must be an object.");

    private static int? Number(JsonElement arguments, string name)
    {
        if (!arguments.TryGetProperty(name, out var value))
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0
            ? number
            : throw new TaskFailedException("States.Runtime", $"The argument '{name}' must be a whole number of 1 or more.");
    }
}
