using System.Text.Json;
using Fanout.Stacks;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>Small definitions with the outcome that Step Functions documents or was seen to give.</summary>
public sealed class CorpusTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "tests", "Local.Tests", "StepFunctions", "Corpus");

    private static IEnumerable<TestCaseData> Cases() =>
        from file in Directory.GetFiles(Folder, "*.json").Order()
        from item in JsonElement.Parse(File.ReadAllText(file)).EnumerateArray()
        let name = $"{Path.GetFileNameWithoutExtension(file)}: {item.GetProperty("case").GetString()}"
        select new TestCaseData(item).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Cases))]
    public async Task The_outcome_is_as_expected(JsonElement item)
    {
        var definition = item.TryGetProperty("states", out var states)
            ? TestMachine.Definition(states.GetRawText())
            : item.GetProperty("definition").GetRawText();
        var input = item.TryGetProperty("input", out var given) ? given.GetRawText() : "{}";

        var machine = new TestMachine();
        if (item.TryGetProperty("objects", out var objects))
        {
            foreach (var stored in objects.EnumerateObject())
            {
                machine.Functions.Buckets.Put(stored.Name, stored.Value.GetString()!);
            }
        }

        var outcome = await machine.RunAsync(definition, input);

        var actual = new Dictionary<string, object?>
        {
            ["status"] = outcome.Status.ToString(),
            ["output"] = outcome.Output,
            ["error"] = outcome.Error,
            ["cause"] = outcome.Cause,
            ["seconds"] = (outcome.StopTime - outcome.StartTime).TotalSeconds,
            ["failedState"] = outcome.FailedState?.Name,
            ["events"] = outcome.History.Select(happened => $"{happened.PreviousEventId} {happened.Type}"),
        };
        using (Assert.EnterMultipleScope())
        {
            foreach (var expected in item.GetProperty("expect").EnumerateObject())
            {
                var value = JsonSerializer.SerializeToElement(actual[expected.Name]);
                Assert.That(
                    JsonElement.DeepEquals(value, expected.Value), Is.True,
                    $"{expected.Name}: expected {expected.Value.GetRawText()}, but was {value.GetRawText()}");
            }
            Assert.That(outcome.Status.ToString(), Is.EqualTo(item.GetProperty("expect").TryGetProperty("status", out var status) ? status.GetString() : "Succeeded"), outcome.Cause);
        }
    }
}
