using System.Diagnostics;
using Fanout.Local;

namespace Fanout.Tests.EndToEnd;

/// <summary>What is left when a run, or a part of it, is killed in the middle.</summary>
[Platform("Linux")]
public class LifetimeTests
{
    private TemporaryFolder? _temporary;

    [SetUp]
    public void MakeFolder() => _temporary = new TemporaryFolder("lifetime");

    [TearDown]
    public void DeleteFolder() => _temporary!.Dispose();

    [TestCase("moto_server", @"moto_server ended in the middle \(signal: killed\)\.", "s3-high-throughput --objects 300")]
    [TestCase("jsonata.js", @"The JSONata engine, a Node process, stopped\.", "s3-high-throughput --objects 300")]
    public async Task A_run_whose_part_is_killed_ends_with_a_sentence_that_names_it(string part, string sentence, string run)
    {
        using var process = await StartAsync(run);
        await KillAsync("KILL", await ProcessTable.ChildAsync(process.Id, part));

        var result = await CommandLine.ResultAsync(process);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
            Assert.That(result.Error.TrimEnd().Split(Environment.NewLine)[^1], Does.Match($"^{sentence}$"));
            Assert.That(Left(), Is.Empty);
        }
    }

    [TestCase("moto_server", "KILL", "moto_server ended in the middle (signal: killed).")]
    [TestCase(null, "INT", "The run was stopped.")]
    public async Task A_run_that_is_ended_leaves_its_report(string? part, string signal, string error)
    {
        using var folder = new TemporaryFolder("report");
        var file = Path.Combine(folder.Path, "runs.html");
        using var process = await StartAsync($"parallel-map --real-time --report {file}");
        var function = await ProcessTable.ChildAsync(process.Id, "lambda-host.dll");
        await KillAsync(signal, part is null ? process.Id : await ProcessTable.ChildAsync(process.Id, part));

        var result = await CommandLine.ResultAsync(process);

        var page = await File.ReadAllTextAsync(file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(part is null ? 130 : 1), result.Error);
            Assert.That(page, Does.Contain(error).And.Contain("ended by an error"));
            Assert.That(page.IndexOf(error, StringComparison.Ordinal), Is.LessThan(page.IndexOf("id=\"x1\"", StringComparison.Ordinal)), "the execution that ran follows");
            Assert.That(ProcessTable.IsRunning(function), Is.False);
        }
    }

    [TestCase("parallel-map --real-time", "lambda-host.dll")]
    [TestCase("stream-aggregator --locations 2 --rows 50", "run_script.py")]
    public async Task When_the_run_is_killed_its_processes_end_and_the_next_one_removes_its_files(string run, string last)
    {
        using var process = await StartAsync(run);
        await ProcessTable.ChildAsync(process.Id, last);
        var children = ProcessTable.ChildrenOf(process.Id);

        await KillAsync("KILL", process.Id);
        await Task.WhenAll(children.Select(ProcessTable.WaitForEndAsync));

        Assert.That(children, Has.Length.GreaterThanOrEqualTo(3));
        Assert.That(Left(), Has.Length.EqualTo(1));
        TemporaryFolder.RemoveAbandoned(_temporary!.Path);
        Assert.That(Left(), Is.Empty);
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    [TestCase(null)]
    public async Task A_run_leaves_no_process_and_no_file_however_it_is_ended(string? signal)
    {
        using var process = await StartAsync("parallel-map --real-time");
        await ProcessTable.ChildAsync(process.Id, "lambda-host.dll");
        var children = ProcessTable.ChildrenOf(process.Id);
        if (signal is not null)
        {
            await KillAsync(signal, process.Id);
        }

        var result = await CommandLine.ResultAsync(process);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(signal is null ? 0 : 130), result.Error);
            Assert.That(children.Where(ProcessTable.IsRunning), Is.Empty);
            Assert.That(Left(), Is.Empty);
        }
    }

    private string[] Left() => Directory.GetFileSystemEntries(_temporary!.Path);

    // Until the run has begun. What .NET makes for debuggers, a process that is killed leaves behind.
    private async Task<Process> StartAsync(string run)
    {
        var process = CommandLine.Start(
            "Fanout.Local",
            searchPath: null,
            new Dictionary<string, string?> { ["TMPDIR"] = _temporary!.Path, ["DOTNET_EnableDiagnostics"] = "0" },
            ["run", .. run.Split(' ')]);
        while (await process.StandardError.ReadLineAsync() is { } line && !line.EndsWith(": running", StringComparison.Ordinal))
        {
        }

        return process;
    }

    private static async Task KillAsync(string signal, int id)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{id}"]);
        await kill.WaitForExitAsync();
    }
}
