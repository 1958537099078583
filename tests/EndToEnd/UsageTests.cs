using System.Text.RegularExpressions;

namespace Fanout.Tests.EndToEnd;

public partial class UsageTests
{
    private const string Local = "dotnet run --project local --";
    private const string Samples = "dotnet run --project samples --";
    private const string Workflows = "sensor-analytics, parallel-map, stream-aggregator, s3-high-throughput, meter-analytics";

    [TestCase("There is no option \"--bogus\".", "[command] [options]", "--bogus")]
    [TestCase("There is no option \"--stak\" (did you mean \"--stack\"?).", "preview [options]", "preview", "--stak", "dev")]
    [TestCase("There is no option \"--objcts\" (did you mean \"--objects\"?).", "run [<WORKFLOW>...] [options]", "run", "--objcts", "3")]
    [TestCase("There is no option \"--jsn\" (did you mean \"--json\"?).", "execute <FILE> [options]", "execute", "--jsn")]
    [TestCase("There is no workflow \"parallel-mpa\" (did you mean \"parallel-map\"?); there are: " + Workflows + ".", "run [<WORKFLOW>...] [options]", "run", "parallel-mpa")]
    [TestCase("There is no type of state machine \"FAST\"; there are: STANDARD, EXPRESS.", "execute <FILE> [options]", "execute", "x.json", "--type", "FAST")]
    [TestCase("FILE is missing.", "execute <FILE> [options]", "execute")]
    [TestCase("\"more\" is one argument too many.", "execute <FILE> [options]", "execute", "x.json", "more")]
    [TestCase("--objects needs a value.", "run [<WORKFLOW>...] [options]", "run", "--objects")]
    [TestCase("Option '--stack' expects a single argument but 2 were provided.", "preview [options]", "preview", "--stack", "dev", "--stack", "prod")]
    [TestCase("--logs prints for people, --json for programs; leave one out.", "run [<WORKFLOW>...] [options]", "run", "--logs", "--json")]
    [TestCase("--rows is \"x\"; allowed: a whole number from 0 to 100000.", "run [<WORKFLOW>...] [options]", "run", "--rows", "x")]
    [TestCase("Option '--outputs' is required.", "verify [<WORKFLOW>...] [options]", "verify")]
    [TestCase("--timeout is \"0\"; allowed: a whole number from 1 to 1440.", "verify [<WORKFLOW>...] [options]", "verify", "--outputs", "x", "--timeout", "0")]
    [TestCase("--data is of one workflow, which must be named: sensor-analytics, parallel-map, s3-high-throughput, meter-analytics.", "run [<WORKFLOW>...] [options]", "run", "--data", "x")]
    [TestCase("--scale is of workflows that are named, as each counts items of its own: sensor-analytics, parallel-map, stream-aggregator, s3-high-throughput, meter-analytics.", "run [<WORKFLOW>...] [options]", "run", "--scale", "1000")]
    [TestCase("--check and --cost are two questions; leave one out.", "preview [options]", "preview", "--check", "--cost")]
    [TestCase("--scale runs half of the items too, which it can do with samples only; leave out --data and --location.", "run [<WORKFLOW>...] [options]", "run", "sensor-analytics", "--scale", "1000", "--data", "x")]
    [TestCase("--data is of one workflow, which must be named: sensor-analytics, parallel-map, s3-high-throughput, meter-analytics.", "run [<WORKFLOW>...] [options]", "run", "stream-aggregator", "--data", "x")]
    [TestCase("--api needs --location, and the other way round: which locations your API is asked about.", "run [<WORKFLOW>...] [options]", "run", "--api", "http://127.0.0.1:1")]
    public async Task Wrong_usage_says_what_is_wrong_and_how_the_command_is_used(string sentence, string usage, params string[] arguments) =>
        Assert.That(
            await CommandLine.LocalAsync(arguments), Is.EqualTo(new CommandResult(2, "", Lines(sentence, $"Usage: {Local} {usage}"))));

    [TestCase("preveiw", " (did you mean \"preview\"?)")]
    [TestCase("paralel-map", " (did you mean \"run parallel-map\"?)")]
    [TestCase("dance", "")]
    public async Task An_unknown_command_is_told_the_closest_command_or_workflow(string name, string hint)
    {
        var result = await CommandLine.LocalAsync(name);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.StartWith($"There is no command \"{name}\"{hint}; there are: run, verify, serve, outputs, preview, execute"));
            Assert.That(result.Error, Does.EndWith(Lines($"Usage: {Local} [command] [options]")));
        }
    }

    [TestCase("A command is missing; there are: parallel-map, s3-high-throughput, sensor-analytics, stream-aggregator, meter-analytics, query.", "[command] [options]")]
    [TestCase("There is no command \"meter-analytic\" (did you mean \"meter-analytics\"?); there are: parallel-map, s3-high-throughput, sensor-analytics, stream-aggregator, meter-analytics, query.", "[command] [options]", "meter-analytic")]
    [TestCase("There is no option \"--fle\" (did you mean \"--file\"?).", "parallel-map [options]", "parallel-map", "--fle", "x")]
    [TestCase("Option '--file' is required.", "parallel-map [options]", "parallel-map")]
    [TestCase("There is no query \"frist-week\" (did you mean \"first-week\"?); there are: evening-hours, day-total, first-week, month-totals.", "query [<NAME>] [options]", "query", "frist-week")]
    [TestCase("Give one of --count, for generated objects, and --folder, for your own.", "s3-high-throughput [options]", "s3-high-throughput", "--bucket", "b")]
    [TestCase("--devices is of generated data; leave it out, or --folder.", "sensor-analytics [options]", "sensor-analytics", "--bucket", "b", "--folder", "f", "--devices", "3")]
    [TestCase("--day is of the files of --folder; give both, or --last-day for generated readings.", "sensor-analytics [options]", "sensor-analytics", "--bucket", "b", "--day", "2026-01-31")]
    [TestCase("--days is of generated data; leave it out, or --folder.", "meter-analytics [options]", "meter-analytics", "--bucket", "b", "--folder", "f", "--days", "3")]
    [TestCase("--sql is \"DELETE FROM t\"; allowed: a SELECT.", "query [<NAME>] [options]", "query", "--sql", "DELETE FROM t")]
    [TestCase("--sql names its table itself; leave it out, or the query and --table.", "query [<NAME>] [options]", "query", "day-total", "--sql", "SELECT 1")]
    public async Task Wrong_usage_of_the_samples_is_told_likewise(string sentence, string usage, params string[] arguments) =>
        Assert.That(
            await CommandLine.SamplesAsync(arguments), Is.EqualTo(new CommandResult(2, "", Lines(sentence, $"Usage: {Samples} {usage}"))));

    [TestCase(true)]
    [TestCase(false)]
    public async Task Every_command_argument_and_option_is_described(bool isLocal)
    {
        var (program, root) = isLocal ? (Local, await CommandLine.LocalAsync("--help")) : (Samples, await CommandLine.SamplesAsync("--help"));
        string[] commands = [.. Entries(root.Output, "Commands:").Select(entry => entry.Split(' ')[0])];
        Assert.That(commands, Is.Not.Empty);

        foreach (var command in commands)
        {
            var help = isLocal ? await CommandLine.LocalAsync(command, "--help") : await CommandLine.SamplesAsync(command, "--help");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(help.ExitCode, Is.Zero, help.Error);
                Assert.That(help.Output, Does.Contain($"  {program} {command} "));
                Assert.That(
                    Entries(help.Output, "Arguments:").Concat(Entries(help.Output, "Options:")).Concat(Entries(root.Output, "Commands:")),
                    Is.All.Matches<string>(entry => Described().IsMatch(entry!)));
            }
        }
    }

    [Test]
    public async Task Help_says_what_is_allowed_and_the_default_and_gives_examples()
    {
        var result = await CommandLine.LocalAsync("run", "--help");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output, Does.Match(@"(?m)^  <WORKFLOW>  The workflows to run, of .*meter-analytics; all of the stack by default$"));
            Assert.That(result.Output, Does.Match(@"(?m)^  --objects <N> .* reads; 0 to 1000000 \[default: 500\]$"));
            Assert.That(result.Output, Does.Match(@"(?m)^  --date <YYYY/MM/DD> "));
            Assert.That(result.Output, Does.Contain(Lines("Examples:", $"  {Local} run")));
            Assert.That(result.Error, Is.Empty);
        }
    }

    [Test]
    public async Task Whoever_asks_for_help_gets_it_whatever_else_is_wrong()
    {
        var result = await CommandLine.LocalAsync("preview", "--bogus", "--help");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Output, Does.Contain($"  {Local} preview [options]"));
            Assert.That(result.Error, Is.Empty);
        }
    }

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => $"{line}{Environment.NewLine}"));

    private static IEnumerable<string> Entries(string help, string title) => help
        .Split('\n')
        .Select(line => line.TrimEnd())
        .SkipWhile(line => line != title)
        .Skip(1)
        .TakeWhile(line => line.Length > 0)
        .Select(line => line.Trim());

    [GeneratedRegex(@"^\S.*?\S  +\S")]
    private static partial Regex Described();
}
