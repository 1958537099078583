using System.Text;
using System.Text.Json;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Aws;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Samples.Cli;

namespace Fanout.Local.Services.States;

/// <summary>SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat.</summary>
internal static class TaskAnswers
{
    private const int LongestToken = 2_048;
    private const int LongestError = 256;
    private const int LongestCause = 32_768;

    /// <summary>What is done for each operation.</summary>
    public static IReadOnlyDictionary<string, Action<TaskCallbacks, string, RequestMembers>> Operations { get; } =
        new Dictionary<string, Action<TaskCallbacks, string, RequestMembers>>
        {
            ["SendTaskSuccess"] = Succeed,
            ["SendTaskFailure"] = Fail,
            ["SendTaskHeartbeat"] = (tasks, token, _) =>
            {
                Check(tasks, token);
                tasks.Beat(token);
            },
        };

    /// <summary>What calling a task back needs: the action on the state machine of its token; nothing where it is none.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="token">The token.</param>
    public static IEnumerable<RequestedAction> Needs(string operation, string token) => TaskToken.MachineOf(token) is { } machine
        ? [new RequestedAction($"states:{operation}", machine)]
        : [];

    /// <summary>The token of a request.</summary>
    /// <exception cref="ServiceException">It is missing, or no token.</exception>
    public static string Token(RequestMembers arguments) =>
        arguments.RequiredText("taskToken", shortest: 1, longest: LongestToken) is var token && TaskToken.ExecutionOf(token) is not null
            ? token
            : throw Refusals.InvalidToken();

    private static void Succeed(TaskCallbacks tasks, string token, RequestMembers arguments)
    {
        var output = Output(arguments.RequiredText("output", longest: Quotas.Payload, shortest: 0));
        Check(tasks, token);
        tasks.Succeed(token, output);
    }

    private static void Fail(TaskCallbacks tasks, string token, RequestMembers arguments)
    {
        var (error, cause) = (arguments.Text("error", longest: LongestError), arguments.Text("cause", longest: LongestCause));
        Check(tasks, token);
        tasks.Fail(token, error, cause);
    }

    private static void Check(TaskCallbacks tasks, string token)
    {
        switch (tasks.StateOf(token))
        {
            case TokenState.Invalid:
                throw Refusals.InvalidToken();
            case TokenState.Unknown:
                throw Refusals.NoTask();
            case TokenState.Closed:
                throw Refusals.TaskClosed();
        }
    }

    // "Length constraints apply to the payload size, and are expressed as bytes in UTF-8 encoding."
    private static JsonElement Output(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > Quotas.Payload)
        {
            throw Refusals.NotValid(
                $"1 validation error detected: Value at 'output' failed to satisfy constraint: Member must have length less than or equal to {Quotas.Payload}");
        }

        try
        {
            var output = JsonText.Compact(JsonElement.Parse(text));
            return JsonFlaw.Of(output) is { } flaw ? throw Refusals.InvalidOutput($"it {flaw}") : output;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            // The latter where the text itself holds half of a character.
            throw Refusals.InvalidOutput(problem.Message);
        }
    }
}
