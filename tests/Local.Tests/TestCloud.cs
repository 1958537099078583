using Fanout.Local.Aws;
using Fanout.Local.Cloud;

namespace Fanout.Tests.Local;

/// <summary>Local clouds of tests: in one region, on a free port, and silent.</summary>
internal static class TestCloud
{
    /// <summary>Starts one.</summary>
    /// <param name="emulator">An emulator that runs already; null for one of its own.</param>
    public static Task<LocalCloud> StartAsync(Uri? emulator = null) => LocalCloud.StartAsync(
        new LocalCloudOptions(new AwsAccount("us-east-1"), emulator, Port: 0, TextWriter.Null), CancellationToken.None);
}
