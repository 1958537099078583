using System.Globalization;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cost;

namespace Fanout.Local.Services.Lambda;

/// <summary>
/// The lines that Lambda itself logs of a function: as text, or as the events of the Telemetry API, which the function's system
/// log level filters ("Working with Lambda function logs", "Lambda Telemetry API Event schema reference").
/// </summary>
/// <param name="function">The function.</param>
/// <param name="instance">The execution environment, which is called as its log stream.</param>
/// <param name="write">Takes each line with its time.</param>
internal sealed class PlatformLog(FunctionConfiguration function, string instance, Action<string, DateTimeOffset> write)
{
    private const string Debug = "DEBUG";
    private const string Information = "INFO";
    private const string Warning = "WARN";
    private const string OnDemand = "on-demand";
    private const string Init = "init";
    private const long BytesOfMegabyte = 1024 * 1024;

    private static readonly string[] Levels = [Debug, Information, Warning];

    /// <summary>An environment is started.</summary>
    public void InitStarted(DateTimeOffset now) => Write(
        now,
        Information,
        "initStart",
        new JsonObject
        {
            ["initializationType"] = OnDemand,
            ["phase"] = Init,
            ["runtimeVersion"] = function.RuntimeVersion,
            ["runtimeVersionArn"] = function.RuntimeVersionArn,
            ["functionName"] = function.Name,
            ["functionVersion"] = FunctionConfiguration.Latest,
            ["instanceId"] = instance,
            ["instanceMaxMemory"] = function.MemoryMegabytes * BytesOfMegabyte,
        },
        $"INIT_START Runtime Version: {function.RuntimeVersion}\tRuntime Version ARN: {function.RuntimeVersionArn}");

    /// <summary>The environment asks for its first invocation, or cannot.</summary>
    public void InitEnded(DateTimeOffset now, TimeSpan duration, InvocationStatus status)
    {
        var level = status.IsSuccess ? Debug : Warning;
        Write(now, level, "initRuntimeDone", new JsonObject { ["initializationType"] = OnDemand, ["phase"] = Init, ["status"] = status.Name });
        var report = new JsonObject
        {
            ["initializationType"] = OnDemand,
            ["phase"] = Init,
            ["status"] = status.Name,
            ["metrics"] = new JsonObject { ["durationMs"] = Milliseconds(duration) },
        };
        if (status.ErrorType is { } type)
        {
            report["errorType"] = type;
        }

        Write(now, level, "initReport", report, status.IsSuccess ? null : $"INIT_REPORT Init Duration: {Text(duration)}\tPhase: {Init}\t{Text(status)}");
    }

    /// <summary>The function gets an event.</summary>
    public void Started(DateTimeOffset now, string requestId) => Write(
        now,
        Information,
        "start",
        new JsonObject { ["requestId"] = requestId, ["functionArn"] = function.Arn, ["version"] = FunctionConfiguration.Latest },
        $"START RequestId: {requestId} Version: {FunctionConfiguration.Latest}");

    /// <summary>An invocation is over.</summary>
    /// <param name="now">The time.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="mostMemory">The most memory that the environment has used, in bytes.</param>
    public void Ended(DateTimeOffset now, string requestId, InvocationResult result, long mostMemory)
    {
        var status = result.Status;
        var done = new JsonObject
        {
            ["requestId"] = requestId,
            ["status"] = status.Name,
            ["metrics"] = new JsonObject { ["durationMs"] = Milliseconds(result.Duration), ["producedBytes"] = result.IsError ? 0 : result.Payload.Length },
        };
        if (status.ErrorType is { } type)
        {
            done["errorType"] = type;
        }

        Write(now, status.IsSuccess ? Debug : Warning, "runtimeDone", done, $"END RequestId: {requestId}");

        var (billed, megabytes) = (BilledQuantity.FunctionMilliseconds(result.BilledDuration), (mostMemory + BytesOfMegabyte - 1) / BytesOfMegabyte);
        var metrics = new JsonObject
        {
            ["durationMs"] = Milliseconds(result.Duration),
            ["billedDurationMs"] = billed,
            ["memorySizeMB"] = function.MemoryMegabytes,
            ["maxMemoryUsedMB"] = megabytes,
        };
        var text = $"REPORT RequestId: {requestId}\tDuration: {Text(result.Duration)}\tBilled Duration: {billed} ms\t"
            + $"Memory Size: {function.MemoryMegabytes} MB\tMax Memory Used: {megabytes} MB\t";
        if (result.InitDuration > TimeSpan.Zero)
        {
            metrics["initDurationMs"] = Milliseconds(result.InitDuration);
            text += $"Init Duration: {Text(result.InitDuration)}\t";
        }

        Write(
            now,
            status.IsSuccess ? Information : Warning,
            "report",
            new JsonObject { ["requestId"] = requestId, ["metrics"] = metrics, ["status"] = status.Name },
            status.IsSuccess ? text : text + Text(status));
    }

    private static decimal Milliseconds(TimeSpan duration) => Math.Round((decimal)duration.Ticks / TimeSpan.TicksPerMillisecond, 3);

    private static string Text(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.00} ms");

    private static string Text(InvocationStatus status) => status.ErrorType is { } type ? $"Status: {status.Name}\tError Type: {type}" : $"Status: {status.Name}";

    // "System log level event mapping"; text has no levels, and no line of what has no text.
    private void Write(DateTimeOffset now, string level, string type, JsonObject record, string? text = null)
    {
        if (function.Logging.SystemLevel is not { } least)
        {
            if (text is not null)
            {
                write(text, now);
            }
        }
        else if (Array.IndexOf(Levels, level) >= Array.IndexOf(Levels, least))
        {
            var logged = new JsonObject
            {
                ["time"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["type"] = $"platform.{type}",
                ["record"] = record,
            };
            write(logged.ToJsonString(CompactJson.Options), now);
        }
    }
}
