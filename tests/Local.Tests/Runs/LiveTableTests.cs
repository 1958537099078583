using Fanout.Local.Runs;
using Fanout.Local.StepFunctions;
using Spectre.Console;

namespace Fanout.Tests.Local.Runs;

public class LiveTableTests
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string DeleteLine = "\e[2K";

    private readonly ManualTime _time = new();
    private StringWriter _terminal = new();

    [SetUp]
    public void CreateTerminal() => _terminal = new StringWriter();

    [TearDown]
    public void CloseTerminal() => _terminal.Dispose();

    [Test]
    public async Task The_table_grows_by_a_row_with_each_run()
    {
        await using var table = Table();
        table.Show("one", "sample", 4, RunStage.Loading);
        var loading = LastDrawn();
        _time.Now += TimeSpan.FromSeconds(2);
        table.Show("one", "sample", 5, RunStage.Running);
        var running = LastDrawn();
        table.End(RunReports.Report(RunReports.Outcome("arn", ExecutionStatus.Succeeded), "one is missing"));
        _time.Now += TimeSpan.FromSeconds(7);
        table.Show("one", "sample", 5, RunStage.Running);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(loading, Is.EqualTo(new[] { "one sample loading 4 0.0 s" }));
            Assert.That(running, Is.EqualTo(new[] { "one sample running 5 2.0 s" }));
            Assert.That(LastDrawn(), Is.EqualTo(new[] { "workflow sample CHECK FAILED 4 2.0 s", "one sample running 5 0.0 s" }));
        }
    }

    [Test]
    public async Task At_the_end_the_table_is_gone_and_the_cursor_is_back()
    {
        await using (var table = Table())
        {
            table.Show("one", "sample", 4, RunStage.Running);
            Assert.That(_terminal.ToString(), Does.Contain(HideCursor));
            Assert.That(_terminal.ToString(), Does.Not.Contain(ShowCursor));
        }

        Assert.That(_terminal.ToString(), Does.EndWith($"{DeleteLine}{ShowCursor}"));
    }

    [Test]
    public async Task What_is_told_meanwhile_stands_above_the_table_in_whole_lines()
    {
        await using var table = Table();
        await table.Notices.WriteLineAsync("Deploying");
        table.Show("one", "sample", 4, RunStage.Running);
        await table.Notices.WriteAsync("Installing");
        var unfinished = _terminal.ToString();
        await table.Notices.WriteLineAsync(" packages ...");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unfinished, Does.StartWith($"Deploying{Environment.NewLine}").And.Not.Contain("Installing"));
            Assert.That(_terminal.ToString(), Does.Contain("Installing packages ..."));
            Assert.That(_terminal.ToString().Split("Installing packages ...")[1], Does.Contain("running"));
            Assert.That(LastDrawn(), Is.EqualTo(new[] { "one sample running 4 0.0 s" }));
        }
    }

    [Test]
    public async Task Without_a_run_nothing_is_drawn()
    {
        await using (Table())
        {
        }

        Assert.That(_terminal.ToString(), Is.Empty);
    }

    private LiveTable Table()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_terminal),
        });
        console.Profile.Width = 100;
        return new LiveTable(console, _time);
    }

    // The rows below the last header and its rule, with one space between cells.
    private string[] LastDrawn() =>
    [
        .. _terminal.ToString().Split("so far")[^1].Split('\n').Skip(2)
            .Select(line => string.Join(' ', line.Split("  ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            .Where(line => line.Length > 0),
    ];
}
