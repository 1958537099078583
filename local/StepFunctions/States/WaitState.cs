using System.Globalization;
using System.Text.RegularExpressions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Waits for a time or until a time ("Wait workflow state").</summary>
internal sealed partial class WaitState(string name, Fields fields, Exit exit) : State(name, "Wait")
{
    public static WaitState Read(FieldReader reader) =>
        new(reader.Name, Fields.Read(reader, "", "Seconds", "Timestamp"), Exit.Read(reader, reader.Text("Next")));

    public override async Task<Completion> EvaluateAsync(Visit visit)
    {
        var values = await fields.EvaluateAsync(visit);
        var loop = visit.Execution.Loop;
        var delay = TimeSpan.FromSeconds(values.Integer("Seconds") ?? 0);
        if (values.Text("Timestamp") is { } text)
        {
            if (!TryParse(text, out var timestamp))
            {
                throw visit.EvaluationFailed(
                    $"The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: {text}",
                    "Timestamp", afterEntry: true);
            }
            delay = timestamp - loop.Now;
            if (delay.TotalSeconds > Quotas.Seconds)
            {
                throw visit.RuntimeError("Wait state delay is too long.");
            }
        }
        await loop.DelayAsync(delay, visit.Branch.Cancellation);
        return await exit.LeaveAsync(visit, visit.Input);
    }

    private static bool TryParse(string text, out DateTimeOffset timestamp)
    {
        timestamp = default;
        var match = DateTime().Match(text);
        return match.Success
            // .NET keeps seven digits of a second.
            && DateTimeOffset.TryParse(
                match.Groups[1].Value + Cut(match.Groups[2].Value) + match.Groups[3].Value,
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out timestamp);
    }

    private static string Cut(string fraction) => fraction.Length > 8 ? fraction[..8] : fraction;

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex DateTime();
}
