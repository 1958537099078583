using System.Diagnostics;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>The step that stands before a stack is destroyed, run as it is.</summary>
public class ConfirmationTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("fanout-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("dev", "dev", 0, "")]
    [TestCase("dev", "", 1, "The confirmation is not the stack's name; nothing was destroyed.")]
    [TestCase("dev", "Dev", 1, "The confirmation is not the stack's name; nothing was destroyed.")]
    [TestCase("prod", "prod", 1, "Production is not destroyed from here")]
    [TestCase("live", "live", 1, "Production is not destroyed from here")]
    [TestCase("test", "test", 1, "There is no such stack: it has no settings file.")]
    [TestCase("../dev", "../dev", 1, "There is no such stack: it has no settings file.")]
    [TestCase("$(exit 0)", "$(exit 0)", 1, "There is no such stack: it has no settings file.")]
    public async Task Only_a_stack_that_is_confirmed_and_not_for_production_passes(
        string stack, string confirmation, int exitCode, string message)
    {
        await WriteStackAsync("dev", "config:\n  fanout:environment: dev\n");
        await WriteStackAsync("prod", "config:\n  fanout:environment: dev\n");
        await WriteStackAsync("live", "config:\n  fanout:environment: prod\n");

        var (exit, output) = await ConfirmAsync(stack, confirmation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.EqualTo(exitCode));
            Assert.That(output, message.Length == 0 ? Is.Empty : Does.StartWith($"::error::{message}"));
        }
    }

    [TestCase("  fanout:environment: \"prod\"")]
    [TestCase("  \"fanout:environment\": prod")]
    [TestCase("  'fanout:environment' : 'prod'")]
    [TestCase("  environment: prod # all of it")]
    public async Task However_it_is_written_prod_is_prod(string setting)
    {
        await WriteStackAsync("live", $"config:\n  fanout:logLevel: ERROR\n{setting}\n");

        var (exit, output) = await ConfirmAsync("live", "live");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.EqualTo(1));
            Assert.That(output, Does.StartWith("::error::Production is not destroyed from here"));
        }
    }

    private Task WriteStackAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(_folder, $"Pulumi.{name}.yaml"), text);

    private async Task<(int ExitCode, string Output)> ConfirmAsync(string stack, string confirmation)
    {
        var job = WorkflowFile.Read("workflows/destroy.yml").Jobs.Single(job => job.Name == "confirm").Content;
        var script = (string)WorkflowFile.StepsOf(job).Single(step => step["env"]?["CONFIRMATION"] is not null)["run"]!;
        using var process = Process.Start(new ProcessStartInfo("bash", ["-e", "-o", "pipefail", "-c", script])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            Environment = { ["STACK"] = stack, ["CONFIRMATION"] = confirmation },
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
