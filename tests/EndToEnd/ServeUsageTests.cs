using System.Runtime.Versioning;
using System.Text.Json;
using Fanout.Local;

namespace Fanout.Tests.EndToEnd;

/// <summary>How serving begins and ends, with nothing deployed.</summary>
[NonParallelizable] // Other tests serve the stack that is not served here.
[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public class ServeUsageTests
{
    private const string NotServed =
        "The stack dev is not served; start it in another terminal: dotnet run --project local -- serve --stack dev";

    [TestCase("INT")]
    [TestCase("TERM")]
    [CancelAfter(120_000)]
    public async Task A_served_account_is_used_by_its_profile_and_leaves_nothing(string signal, CancellationToken cancellation)
    {
        AwsShell.Require();
        using var folder = new TemporaryFolder("profile");
        var profile = Path.Combine(folder.Path, "aws");
        await using var served = await ServedProcess.StartAsync("--empty", "--profile-file", profile);
        Assert.That(served.Variables, Is.EqualTo(new Dictionary<string, string> { ["AWS_CONFIG_FILE"] = profile }));
        Assert.That(File.GetUnixFileMode(profile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

        var identity = await AwsShell.RunAsync("aws sts get-caller-identity", served.Variables, cancellation);
        var outputs = await CommandLine.LocalAsync("outputs", "--json");
        var children = served.Children;
        var (exit, error) = await served.EndAsync(signal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(identity.ExitCode, Is.Zero, identity.Error);
            Assert.That(JsonElement.Parse(identity.Output).GetProperty("Account").GetString(), Is.EqualTo("123456789012"));
            Assert.That(outputs, Is.EqualTo(new CommandResult(1, "", $"{NotServed}{Environment.NewLine}")), "an empty account has no outputs");
            Assert.That(exit, Is.Zero, error);
            Assert.That(children, Is.Not.Empty);
            Assert.That(children.Where(ProcessTable.IsRunning), Is.Empty);
            Assert.That(served.Left, Is.Empty);
        }
    }

    [Test]
    public async Task Nothing_and_a_workflow_cannot_both_be_deployed()
    {
        var result = await CommandLine.LocalAsync("serve", "--empty", "parallel-map");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.StartWith($"--empty deploys nothing; leave it out, or the workflows.{Environment.NewLine}Usage: "));
        }
    }
}
