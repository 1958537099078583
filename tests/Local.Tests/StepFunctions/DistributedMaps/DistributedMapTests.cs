using System.Text.Json;
using Fanout.Infra.StatesLanguage;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Tests.Local.StepFunctions.DistributedMaps;

public sealed class DistributedMapTests
{
    private const string Writer = """{"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "b", "Prefix": "results/"}""";

    [Test]
    public async Task Results_are_written_with_a_manifest_that_names_them()
    {
        var machine = new TestMachine();
        var outcome = await machine.RunStatesAsync(Map($$"""
            "Label": "Each", "ToleratedFailureCount": 1, "ResultWriter": {{Writer}}}
            """, Call("{% $states.input %}")), """["echo", "fail:E"]""");

        var (run, folder) = Written(outcome);
        var manifest = Parsed(machine, $"{folder}/manifest.json");
        var succeeded = Parsed(machine, $"{folder}/SUCCEEDED_0.json")[0];
        var failed = Parsed(machine, $"{folder}/FAILED_0.json")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run, Does.StartWith("arn:aws:states:us-east-1:123456789012:mapRun:machine/Each:"));
            Assert.That(folder, Is.EqualTo($"results/{run.Split(':').Last()}"));
            Assert.That(Names(manifest), Is.EqualTo("DestinationBucket MapRunArn ResultFiles"));
            Assert.That(manifest.GetProperty("DestinationBucket").GetString(), Is.EqualTo("b"));
            Assert.That(manifest.GetProperty("MapRunArn").GetString(), Is.EqualTo(run));
            Assert.That(Names(manifest.GetProperty("ResultFiles")), Is.EqualTo("FAILED PENDING SUCCEEDED"));
            foreach (var status in new[] { "FAILED", "SUCCEEDED" })
            {
                var file = manifest.GetProperty("ResultFiles").GetProperty(status).EnumerateArray().Single();
                var key = $"{folder}/{status}_0.json";
                Assert.That(file.GetProperty("Key").GetString(), Is.EqualTo(key));
                Assert.That(file.GetProperty("Size").GetInt32(), Is.EqualTo(machine.Functions.Buckets[key].Length));
            }
            Assert.That(Names(succeeded), Is.EqualTo("ExecutionArn Input InputDetails Name Output OutputDetails RedriveCount RedriveStatus RedriveStatusReason StartDate StateMachineArn Status StopDate"));
            Assert.That(Names(failed), Is.EqualTo("Cause Error ExecutionArn Input InputDetails Name OutputDetails RedriveCount RedriveStatus StartDate StateMachineArn Status StopDate"));
            Assert.That(succeeded.GetProperty("Output").GetString(), Is.EqualTo("\"echo\""));
            Assert.That(succeeded.GetProperty("StartDate").GetString(), Is.EqualTo("2026-01-02T03:04:05.000Z"));
            Assert.That(succeeded.GetProperty("StateMachineArn").GetString(), Is.EqualTo("arn:aws:states:us-east-1:123456789012:stateMachine:machine/Each"));
            Assert.That(failed.GetProperty("Input").GetString(), Is.EqualTo("\"fail:E\""));
            Assert.That(failed.GetProperty("Error").GetString(), Is.EqualTo("E"));
            Assert.That(failed.GetProperty("Status").GetString(), Is.EqualTo("FAILED"));
        }
    }

    [TestCase("COMPACT", "JSON", "[[1,2],[],3]")]
    [TestCase("FLATTEN", "JSON", "[1,2,3]")]
    [TestCase("COMPACT", "JSONL", "[1,2]\n[]\n3\n")]
    public async Task Files_have_the_chosen_form(string transformation, string type, string expected)
    {
        var machine = new TestMachine();
        var outcome = await machine.RunStatesAsync(Map($$"""
            "ResultWriter": {{Writer}}, "WriterConfig": {"Transformation": "{{transformation}}", "OutputType": "{{type}}"} }
            """), "[[1,2],[],3]");

        Assert.That(machine.Functions.Buckets.Text($"{Written(outcome).Folder}/SUCCEEDED_0.json"), Is.EqualTo(expected), outcome.Cause);
    }

    [TestCase("JSON", """[1,{"a":"\ud83d"}]""", "The item 1 of the dataset holds an unpaired surrogate", TestName = "half a character in an array")]
    [TestCase("JSONL", "1\n[\"\\ude00\"]\n", "The item 1 of the dataset holds an unpaired surrogate", TestName = "half a character in a line of JSON")]
    [TestCase("JSONL", "1\n{\"a\":1,\"a\":2}\n", "The item 1 of the dataset ", TestName = "a name given twice in a line of JSON")]
    [TestCase("CSV", "a,b\n1,\u00ff\n", "The file is not UTF-8", TestName = "a byte of Latin-1 in a row of CSV")]
    public async Task An_item_that_is_no_text_fails_the_reading_with_a_sentence(string type, string file, string cause)
    {
        var machine = new TestMachine();
        var options = type == "CSV" ? ", \"CSVHeaderLocation\": \"FIRST_ROW\"" : "";
        machine.Functions.Buckets.Put("items", $"base64:{Convert.ToBase64String(System.Text.Encoding.Latin1.GetBytes(file))}");

        var outcome = await machine.RunStatesAsync(Map($$"""
            "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "{{type}}"{{options}}}, "Arguments": {"Bucket": "b", "Key": "items"} }
            """), "{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("States.ItemReaderFailed"));
            Assert.That(outcome.Cause, Does.Contain(cause));
        }
    }

    [Test]
    public async Task Without_items_only_the_manifest_is_written()
    {
        var machine = new TestMachine();
        var outcome = await machine.RunStatesAsync(Map($$""" "ResultWriter": {{Writer}}} """), "[]");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(machine.Functions.Buckets.Keys, Is.EqualTo(new[] { $"{Written(outcome).Folder}/manifest.json" }));
            Assert.That(
                Parsed(machine, $"{Written(outcome).Folder}/manifest.json").GetProperty("ResultFiles").GetRawText(),
                Is.EqualTo("""{"FAILED":[],"PENDING":[],"SUCCEEDED":[]}"""));
        }
    }

    [Test]
    public async Task What_failed_was_stopped_and_was_never_started_is_written_before_the_Map_fails()
    {
        var machine = new TestMachine();
        var outcome = await machine.RunStatesAsync(
            Map($$""" "MaxConcurrency": 2, "ResultWriter": {{Writer}}} """, Call("{% $states.input %}")),
            """["slow:9", "fail:E", "echo", "echo"]""");

        var keys = machine.Functions.Buckets.Keys.ToDictionary(key => key.Split('/').Last());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("States.ExceedToleratedFailureThreshold"));
            Assert.That(outcome.FailedChild?.Error, Is.EqualTo("E"));
            Assert.That(outcome.FailedChild?.FailedState?.Name, Is.EqualTo("X"));
            Assert.That((outcome.StopTime - outcome.StartTime).TotalSeconds, Is.Zero);
            Assert.That(keys.Keys, Is.EquivalentTo(new[] { "FAILED_0.json", "PENDING_0.json", "manifest.json" }));
            Assert.That(Statuses(machine, keys["FAILED_0.json"]), Is.EquivalentTo(new[] { "FAILED", "ABORTED" }));
            Assert.That(Statuses(machine, keys["PENDING_0.json"]), Is.EqualTo(new[] { "PENDING", "PENDING" }));
        }
    }

    [TestCase(false, 71, 71)]
    [TestCase(true, 500, 501)]
    public async Task A_percentage_is_exceeded_as_soon_as_it_is_known_of_how_many(bool isRead, int fewest, int most)
    {
        var reader = isRead
            ? """ "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"}, "Arguments": {"Bucket": "b", "Key": "items"}}, """
            : "";
        var machine = new TestMachine();
        var items = JsonSerializer.Serialize(Enumerable.Range(0, 700));
        machine.Functions.Buckets.Put("items", items);
        var outcome = await machine.RunStatesAsync(
            Map(reader + """ "MaxConcurrency": 1, "ToleratedFailurePercentage": 10 """, Call("fail:E")), items);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("States.ExceedToleratedFailureThreshold"));
            Assert.That(machine.Functions.Calls, Has.Count.InRange(fewest, most));
        }
    }

    [Test]
    public async Task Running_Express_children_are_not_stopped_by_a_failure()
    {
        var machine = new TestMachine();
        var outcome = await machine.RunStatesAsync(Map("", Call("{% $states.input %}"), "EXPRESS"), """["slow:9", "fail:E"]""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("States.ExceedToleratedFailureThreshold"));
            Assert.That((outcome.StopTime - outcome.StartTime).TotalSeconds, Is.EqualTo(9));
        }
    }

    [Test]
    public async Task The_end_of_the_execution_ends_its_children()
    {
        var machine = new TestMachine();
        var outcome = await machine.RunAsync($$"""
            {"QueryLanguage": "JSONata", "TimeoutSeconds": 5, "StartAt": "A", "States": {{Map("", Call("slow:9"), "EXPRESS")}} }
            """, "[1]");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.TimedOut));
            Assert.That((outcome.StopTime - outcome.StartTime).TotalSeconds, Is.EqualTo(5));
        }
    }

    [Test]
    public async Task Children_of_both_levels_and_their_calls_are_counted()
    {
        string Inner() => JsonElement.Parse(Map("", Call("echo"), "EXPRESS")).GetProperty("A").GetRawText();
        var outcome = await new TestMachine().RunStatesAsync(
            Map("", $$""" "Inner": {{Inner()}} """), "[[1, 2], [3]]");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("[[1,2],[3]]"), outcome.Cause);
            Assert.That(outcome.Counts.Children[StateMachineType.Standard], Is.EqualTo(new ChildCounts(2, 2, TaskCalls: 3)));
            Assert.That(outcome.Counts.Children[StateMachineType.Express], Is.EqualTo(new ChildCounts(3, 3, TaskCalls: 3)));
            Assert.That(outcome.Counts.TaskCalls.Values.Single(), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Children_have_histories_of_their_own()
    {
        // Each child has four events: together far more than the history of one Standard execution may hold.
        var outcome = await new TestMachine { Mode = HistoryMode.Counts }.RunStatesAsync(
            Map(""" "Items": "{% [1..7000] %}", "Output": "{% $count($states.result) %}" """));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("7000"), outcome.Cause);
            Assert.That(outcome.Counts.HistoryEvents, Is.EqualTo(8));
        }
    }

    [Test]
    public void An_Express_execution_starts_no_Map_Run()
    {
        var problems = DefinitionRules.Check(JsonElement.Parse(TestMachine.Definition(Map(""))), isExpress: true);

        Assert.That(problems, Is.EqualTo(new[] { "State \"A\" is a distributed Map within an Express execution, which cannot start one." }));
    }

    private static string Map(string fields, string states = """ "X": {"Type": "Pass", "End": true} """, string type = "STANDARD")
    {
        var first = JsonElement.Parse("{" + states + "}").EnumerateObject().First().Name;
        return $$"""
            {"A": {"Type": "Map", "End": true, {{fields}}{{(fields == "" ? "" : ",")}} "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "{{type}}"}, "StartAt": "{{first}}", "States": { {{states}} } } } }
            """;
    }

    private static string Call(string function) => $$"""
        "X": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true, "Output": "{% $states.result.Payload %}",
              "Arguments": {"FunctionName": "{{function}}", "Payload": "{% $states.input %}"} }
        """;

    private static (string Run, string Folder) Written(ExecutionOutcome outcome)
    {
        var output = outcome.Output ?? throw new AssertionException($"{outcome.Error}: {outcome.Cause}");
        var key = output.GetProperty("ResultWriterDetails").GetProperty("Key").GetString()!;
        return (output.GetProperty("MapRunArn").GetString()!, key[..key.LastIndexOf('/')]);
    }

    private static JsonElement Parsed(TestMachine machine, string key) => JsonElement.Parse(machine.Functions.Buckets.Text(key));

    private static IEnumerable<string?> Statuses(TestMachine machine, string key) =>
        Parsed(machine, key).EnumerateArray().Select(record => record.GetProperty("Status").GetString());

    private static string Names(JsonElement value) => string.Join(' ', value.EnumerateObject().Select(member => member.Name));
}
