using System.Diagnostics;

namespace Fanout.Tests;

/// <summary>Builds by a process of their own.</summary>
internal static class Builds
{
    /// <summary>Runs <c>dotnet</c> with a command of MSBuild, which must succeed.</summary>
    public static async Task RunAsync(params string[] arguments)
    {
        // A node that is kept for the next build keeps the output open, and who reads it waits a quarter of an hour.
        using var build = Process.Start(new ProcessStartInfo("dotnet", [.. arguments, "-nodeReuse:false"]) { RedirectStandardOutput = true })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.That(build.ExitCode, Is.Zero, output);
    }
}
