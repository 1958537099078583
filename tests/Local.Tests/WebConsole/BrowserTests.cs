using Fanout.Local;
using Fanout.Local.WebConsole.Report;
using Fanout.Tests.Local.Services.States;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>The pages as a browser shows them.</summary>
public class BrowserTests
{
    private const string Machine = """
        {"QueryLanguage": "JSONata", "StartAt": "Read <input>", "States": {
          "Read <input>": {"Type": "Pass", "Output": {"n": 3, "html": "</script><img src=x onerror=alert(1)>"}, "Next": "Which?"},
          "Which?": {"Type": "Choice", "Default": "Each item", "Choices": [{"Condition": "{% $states.input.n = 0 %}", "Next": "Nothing"}]},
          "Nothing": {"Type": "Succeed"},
          "Each item": {"Type": "Map", "Items": "{% [1..20] %}", "ToleratedFailurePercentage": 50, "Next": "Both",
            "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "Is it good?", "States": {
              "Is it good?": {"Type": "Choice", "Default": "Good", "Choices": [{"Condition": "{% $states.input % 5 = 0 %}", "Next": "Bad"}]},
              "Good": {"Type": "Succeed"},
              "Bad": {"Type": "Fail", "Error": "FifthItem", "Cause": "{\"why\": \"every fifth is bad\"}"}}}},
          "Both": {"Type": "Parallel", "Next": "Fails", "Branches": [
            {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "End": true}}},
            {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "End": true}}}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Nothing"}]},
          "Fails": {"Type": "Fail", "Error": "Broken", "Cause": "</script><img src=x onerror=alert(1)>"}}}
        """;

    private static readonly Lazy<Task<(string Machine, string Execution)>> Failed = new(FailAsync);

    [Test]
    [CancelAfter(240_000)]
    public async Task Pages_are_legible_and_usable_by_anybody()
    {
        var (machine, failed) = await Failed.Value;
        var waiting = await StatesCloud.CreateAsync(StatesCloud.Hour);
        var running = await StatesCloud.StartAsync(waiting);
        var root = (await ServedConsole.AddressAsync()).GetLeftPart(UriPartial.Authority);

        var problems = await Chromium.ProblemsAsync(
            (await ServedConsole.AddressAsync()).AbsoluteUri,
            new LookedAt("home", $"{root}/console"),
            new LookedAt("machine", $"{root}/console/machines/{machine.Split(':')[^1]}"),
            new LookedAt(
                "start and stop",
                $"{root}/console/machines/{waiting.Split(':')[^1]}",
                Steps: [new("Start an execution", "button:has-text('Start')"), new("Start", "h1 .badge:has-text('running')"), new("Stop this execution", "h1 .badge:has-text('aborted')")]),
            new LookedAt("failed", $"{root}{ServedConsole.PageOf(failed)}", "Which?"),
            new LookedAt("running", $"{root}{ServedConsole.PageOf(running)}"),
            new LookedAt("stores", $"{root}/console/stores"),
            new LookedAt("denied", $"{root}/console/denied"),
            new LookedAt("not-found", $"{root}/console/executions/a/b"));

        // The address that is not there is asked for on purpose.
        Assert.That(problems.Where(problem => !problem.StartsWith("not-found", StringComparison.Ordinal) || !problem.Contains("404", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task A_report_needs_no_network_and_runs_nothing_but_its_own_script()
    {
        using var folder = new TemporaryFolder("report");
        var (_, failed) = await Failed.Value;
        var file = Path.Combine(folder.Path, "runs.html");
        await new RunReportFile(await ServedConsole.AccountAsync()).WriteAsync(file, [Reports.Of(failed, "FAILED")], CancellationToken.None);

        var problems = await Chromium.ProblemsAsync(new Uri(file).AbsoluteUri, new LookedAt("report", new Uri(file).AbsoluteUri, "Which?"));

        Assert.That(problems, Is.Empty);
    }

    private static async Task<(string, string)> FailAsync()
    {
        var machine = await ServedConsole.CreateAsync(StatesCloud.NewName(), Machine);
        return (machine, await StatesCloud.RunAsync(machine, """{"a<b>": "</pre><script>alert(1)</script>"}"""));
    }
}
