using System.Diagnostics;
using Fanout.Local.Services.Glue;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Services.Glue;

/// <summary>The tests of the Glue script, which are Python.</summary>
public sealed class ScriptTests
{
    [Test]
    public async Task The_tests_of_the_glue_script_pass()
    {
        var python = await GluePython.FindAsync(Environment.GetEnvironmentVariable("PATH")!, TextWriter.Null, CancellationToken.None);
        using var process = Process.Start(new ProcessStartInfo(python, ["-B", "-m", "unittest", "discover", "-t", "."])
        {
            WorkingDirectory = Path.Combine(RepositoryPaths.Root, "glue"),
            RedirectStandardError = true,
        })!;

        var report = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.Zero, report);
        Assert.That(report, Does.Match(@"Ran [1-9][0-9]* tests in ").And.Contains("OK"));
    }
}
