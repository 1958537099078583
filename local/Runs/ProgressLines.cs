using System.Globalization;

namespace Fanout.Local.Runs;

/// <summary>A line for each stage of a run, and one for its end, with the time that it took.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressLines(TextWriter output, TimeProvider time) : IRunProgress
{
    private long? _start;

    /// <inheritdoc />
    public TextWriter Notices => output;

    /// <inheritdoc />
    public void Show(string workflow, string sample, int items, RunStage stage)
    {
        _start ??= time.GetTimestamp();
        output.WriteLine($"{workflow} with {sample}: {stage.ToString().ToLowerInvariant()}");
    }

    /// <inheritdoc />
    public void End(RunReport report)
    {
        var elapsed = _start is { } start ? time.GetElapsedTime(start) : TimeSpan.Zero;
        _start = null;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Workflow} with {report.Sample}: {report.Status}, {elapsed.TotalSeconds:0.0} s"));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
