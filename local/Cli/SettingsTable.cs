using System.Text;
using Fanout.Infra.Settings;

namespace Fanout.Local.Cli;

/// <summary>What can be set, as a table in Markdown with a row for each setting.</summary>
public static class SettingsTable
{
    /// <summary>The environment's own settings.</summary>
    public static string OfEnvironment() => Of("key", EnvironmentSettings.Declared);

    /// <summary>The settings of one workflow, and what the sample that it follows calls by another name.</summary>
    /// <param name="workflow">The workflow's name.</param>
    public static string OfWorkflow(string workflow) =>
        Of($"key of `{EnvironmentSettings.KeyOf(workflow)}`", EnvironmentSettings.DeclaredOf(workflow)) + Originals(OriginalNames.Of(workflow));

    private static string Of(string keyHeader, IReadOnlyList<Setting> settings)
    {
        var table = new StringBuilder($"| {keyHeader} | default | allowed | what for |\n|---|---|---|---|\n");
        foreach (var setting in settings)
        {
            var value = setting.Default.Length == 0 ? "none" : $"`{setting.Default}`";
            table.Append($"| `{setting.Key}` | {value} | {Cell(setting.Allowed)} | {Cell(setting.Description)} |\n");
        }

        return $"{table}";
    }

    private static string Originals(IReadOnlyList<OriginalName> names)
    {
        var table = new StringBuilder(names.Count == 0 ? "" : "\n| in the original | here |\n|---|---|\n");
        foreach (var name in names)
        {
            table.Append($"| `{name.Name}` | {Cell(name.Instead)} |\n");
        }

        return $"{table}";
    }

    // A bar would end the cell.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
