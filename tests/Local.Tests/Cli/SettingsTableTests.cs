using Fanout.Infra.Settings;
using Fanout.Local.Cli;

namespace Fanout.Tests.Local.Cli;

public class SettingsTableTests
{
    [Test]
    public void The_settings_of_a_workflow_have_a_row_each_in_their_order()
    {
        var lines = SettingsTable.OfWorkflow("parallel-map").Split('\n');

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines[..3], Is.EqualTo(new[]
            {
                "| key of `parallelMap` | default | allowed | what for |",
                "|---|---|---|---|",
                "| `tableName` | `PROJECT-STACK-parallel-map-list` | a DynamoDB table name: 3 to 255 letters, digits, underscores, hyphens and dots | The DynamoDB table that holds the list |",
            }));
            Assert.That(lines[5], Is.EqualTo(
                "| `maxConcurrency` | `1` | a whole number from 0 to 40 | How many elements are handled at the same time; 0 is as many as an inline Map allows |"));
            Assert.That(lines[8], Is.Empty);
            Assert.That(lines[9], Does.StartWith("| "));
        }
    }

    [Test]
    public void The_environments_own_table_names_the_sections_of_the_workflows() => Assert.That(
        SettingsTable.OfEnvironment().Split('\n'),
        Is.SupersetOf(WorkflowNames.All.Select(workflow =>
            $"| `{EnvironmentSettings.KeyOf(workflow)}` | `{{}}` | an object of settings | The settings of {workflow} |")));
}
