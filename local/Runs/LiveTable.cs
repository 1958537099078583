using System.Globalization;
using Spectre.Console;

namespace Fanout.Local.Runs;

/// <summary>A table on a terminal that grows by a row with each run, and goes when it is disposed. Safe for any thread.</summary>
internal sealed class LiveTable : IRunProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly PeriodicTimer _ticks;
    private readonly List<Row> _rows = [];
    private readonly Lock _lock = new();
    private LiveDisplayContext? _display;
    private Task? _displayed;

    /// <param name="console">The terminal.</param>
    /// <param name="time">The clock.</param>
    public LiveTable(IAnsiConsole console, TimeProvider time)
    {
        _console = console;
        _time = time;
        _ticks = new PeriodicTimer(Interval, time);
        Notices = new ConsoleLines(console);
    }

    /// <inheritdoc />
    public TextWriter Notices { get; }

    /// <inheritdoc />
    public void Show(string workflow, string sample, int items, RunStage stage)
    {
        Put(start => new Row(workflow, sample, stage.ToString().ToLowerInvariant(), items, start, Elapsed: null));

        // It redraws itself above what is written meanwhile, once it is there.
        _displayed ??= _console.Live(Render()).AutoClear(true).StartAsync(DisplayAsync);
        _display?.UpdateTarget(Render());
    }

    /// <inheritdoc />
    public void End(RunReport report)
    {
        Put(start => new Row(report.Workflow, report.Sample, report.Status, report.Items, start, _time.GetElapsedTime(start)));

        _display?.UpdateTarget(Render());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _ticks.Dispose();
        await (_displayed ?? Task.CompletedTask);
    }

    private async Task DisplayAsync(LiveDisplayContext display)
    {
        _display = display;
        do
        {
            display.UpdateTarget(Render());
        }
        while (await _ticks.WaitForNextTickAsync());
        _display = null;
    }

    // Runs follow each other: a row that has not ended is the last.
    private void Put(Func<long, Row> row)
    {
        lock (_lock)
        {
            var start = _time.GetTimestamp();
            if (_rows is [.., { Elapsed: null } current])
            {
                start = current.Start;
                _rows.RemoveAt(_rows.Count - 1);
            }

            _rows.Add(row(start));
        }
    }

    private Table Render()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("workflow", "with", "state", "items", "so far");
        lock (_lock)
        {
            foreach (var row in _rows)
            {
                var elapsed = row.Elapsed ?? _time.GetElapsedTime(row.Start);
                table.AddRow(
                    row.Workflow,
                    Markup.Escape(row.Sample),
                    row.State,
                    $"{row.Items}",
                    string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s"));
            }
        }

        return table;
    }

    private sealed record Row(string Workflow, string Sample, string State, int Items, long Start, TimeSpan? Elapsed);
}
