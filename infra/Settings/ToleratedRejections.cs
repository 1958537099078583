namespace Fanout.Infra.Settings;

/// <summary>The setting of the share of items that an execution may reject, in percent.</summary>
public static class ToleratedRejections
{
    /// <summary>The setting's key.</summary>
    public const string Key = "toleratedRejectedPercentage";

    private const int SomeButNotAll = 99;

    /// <summary>Reads and checks the setting.</summary>
    /// <param name="section">The workflow's section.</param>
    /// <param name="items">What the items are called, such as <c>objects</c>.</param>
    internal static int Read(SettingsSection section, string items) => section.Integer(
        Key, SomeButNotAll, 0, 100, $"What share of the {items} may be rejected before the execution fails; by default some, but not all");
}
