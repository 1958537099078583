using System.Text.Json;
using Fanout.Infra.Settings;

namespace Fanout.Tests.Infra.Settings;

public class OriginalNamesTests
{
    private static IEnumerable<TestCaseData> Names => WorkflowNames.All
        .SelectMany(workflow => OriginalNames.Of(workflow).Select(name => new TestCaseData(workflow, name).SetArgDisplayNames(workflow, name.Name)));

    [TestCaseSource(nameof(Names))]
    public void A_setting_of_an_originals_name_is_refused_with_what_takes_its_place(string workflow, OriginalName name)
    {
        var section = EnvironmentSettings.KeyOf(workflow);
        var instead = name.Instead.Replace("`", "", StringComparison.Ordinal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Problem(section, JsonSerializer.Serialize(new Dictionary<string, int> { [name.Name] = 1 })),
                Does.StartWith($"fanout:{section}.{name.Name} is what the original calls it; here it is {instead}; allowed here: "));
            Assert.That(Problem(name.Name, "1"), Does.StartWith($"fanout:{name.Name} is what the original calls it; here it is "));
        }
    }

    [TestCaseSource(nameof(Names))]
    public void What_takes_a_names_place_is_a_setting_that_there_is(string workflow, OriginalName name) =>
        Assert.That(EnvironmentSettings.DeclaredOf(workflow).Select(setting => setting.Key), Does.Contain(name.Setting).Or.Matches<object>(_ => name.Setting is null));

    [Test]
    public void A_name_belongs_to_one_original()
    {
        var letters = WorkflowNames.All.SelectMany(OriginalNames.Of)
            .Select(name => string.Concat(name.Name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant());

        Assert.That(letters, Is.Unique.And.Not.Empty);
    }

    [TestCase("parallelMap", """{"waitDurationSeconds":25}""", "fanout:parallelMap.waitDurationSeconds is what the original calls it; here it is waitSeconds; allowed here: tableName, partitionKeyName, partitionKeyValue, maxConcurrency, waitSeconds, timeoutSeconds.")]
    [TestCase("parallelMap", """{"partitionKeyValueField":"mapitems"}""", "fanout:parallelMap.partitionKeyValueField is what the original calls it; here it is partitionKeyValue; allowed here: tableName, partitionKeyName, partitionKeyValue, maxConcurrency, waitSeconds, timeoutSeconds.")]
    [TestCase("parallelMap", """{"wait-duration-seconds":25}""", "fanout:parallelMap.wait-duration-seconds is what the original calls it; here it is waitSeconds; allowed here: tableName, partitionKeyName, partitionKeyValue, maxConcurrency, waitSeconds, timeoutSeconds.")]
    [TestCase("summaryApiEndpoint", "https://api.example.com", "fanout:summaryApiEndpoint is what the original calls it; here it is streamAggregator.summaryApiBaseUrl; allowed here: environment, forceDestroy, reserveConcurrency, workflows, logLevel, logRetentionDays, alarmEmail, tags, sensorAnalytics, parallelMap, streamAggregator, streamAggregatorApiKey, s3HighThroughput, meterAnalytics.")]
    public void It_is_said_where_the_setting_stands(string key, string value, string problem) => Assert.That(Problem(key, value), Is.EqualTo(problem));

    private static string Problem(string key, string value) => Assert.Throws<SettingsException>(() =>
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string> { [key] = value }))!.Problems.Single();
}
