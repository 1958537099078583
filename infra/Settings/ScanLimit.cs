namespace Fanout.Infra.Settings;

/// <summary>The setting of how much a query of Athena may read, in millions of bytes.</summary>
internal static class ScanLimit
{
    // The least that Athena takes, and the most that 32 bits of bytes hold, the property's type.
    private const int Least = 10;
    private const int Most = 2_147;

    /// <summary>Reads and checks the setting.</summary>
    /// <param name="section">The workflow's section.</param>
    /// <param name="query">What reads, such as <c>one query</c>.</param>
    public static int Read(SettingsSection section, string query) => section.Integer(
        "scanLimitMegabytes", 1_000, Least, Most, $"The most that {query} may read, in millions of bytes");
}
