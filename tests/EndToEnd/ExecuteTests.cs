using System.Text.Json;
using Fanout.Local;

namespace Fanout.Tests.EndToEnd;

public class ExecuteTests
{
    private TemporaryFolder _temporary = null!;
    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        _temporary = new TemporaryFolder("execute");
        _folder = _temporary.Path;
    }

    [TearDown]
    public void DeleteFolder() => _temporary.Dispose();

    [Test]
    public async Task A_definition_without_services_starts_no_server_and_gives_one_object()
    {
        var file = Write("double.json", """
            {"QueryLanguage":"JSONata","StartAt":"Double","States":{"Double":{"Type":"Pass","Output":"{% $states.input.n * 2 %}","End":true}}}
            """);

        // Without Python on the PATH no emulator could start.
        var result = await CommandLine.LocalAsync(
            CommandLine.FolderWith("dotnet", "node"), ["execute", file, "--input", """{"n":21}""", "--json"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(Compact(result.Output), Is.EqualTo("""{"status":"SUCCEEDED","output":42,"error":null,"cause":null}"""));
        }
    }

    [Test]
    public async Task An_execution_that_fails_was_run_all_the_same()
    {
        var file = Write("fail.json", """
            {"QueryLanguage":"JSONata","StartAt":"No","States":{"No":{"Type":"Fail","Error":"Nope","Cause":"{% 'because of ' & $states.input.why %}"}}}
            """);

        var result = await CommandLine.LocalAsync("execute", file, "--input", $"@{Write("input.json", """{"why":"rain"}""")}", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(Compact(result.Output), Is.EqualTo("""{"status":"FAILED","output":null,"error":"Nope","cause":"because of rain"}"""));
        }
    }

    [Test]
    public async Task Services_are_there_with_the_stack_in_them()
    {
        var file = Write("tables.json", """
            {"QueryLanguage":"JSONata","StartAt":"List","States":{
              "List":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:dynamodb:listTables","Arguments":{},"Output":"{% $states.result.TableNames %}","Next":"Call"},
              "Call":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
                "Arguments":{"FunctionName":"fanout-dev-parallel-map-element","Payload":{"tables":"{% $states.input %}"}},
                "Output":"{% $states.result.Payload %}","Next":"ByArn"},
              "ByArn":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:fanout-dev-parallel-map-element","End":true}}}
            """);

        var result = await CommandLine.LocalAsync("execute", file, "--json");

        Assert.That(
            JsonElement.Parse(result.Output).GetProperty("output").GetProperty("tables").EnumerateArray().Select(name => name.GetString()),
            Is.SupersetOf(new[] { "fanout-dev-parallel-map-list", "fanout-dev-sensor-analytics-SensorSummary", "fanout-dev-stream-aggregator-locations" }),
            result.Output + result.Error);
    }

    [Test]
    public async Task An_event_that_a_function_gives_up_is_told_of_and_fails_nothing()
    {
        var file = Write("event.json", """
            {"QueryLanguage":"JSONata","StartAt":"Send","States":{
              "Send":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
                "Arguments":{"FunctionName":"fanout-dev-meter-analytics-writer","InvocationType":"Event","Payload":{"Records":7}},
                "Output":"{% $states.result.StatusCode %}","End":true}}}
            """);

        var result = await CommandLine.LocalAsync("execute", file, "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(Compact(result.Output), Is.EqualTo("""{"status":"SUCCEEDED","output":202,"error":null,"cause":null}"""));
            Assert.That(result.Error, Does.Contain("fanout-dev-meter-analytics-writer failed 3 times, at last with "));
        }
    }

    [Test]
    public async Task An_error_of_a_service_is_named_as_step_functions_names_it()
    {
        var file = Write("missing.json", """
            {"QueryLanguage":"JSONata","StartAt":"Get","States":{
              "Get":{"Type":"Task","Resource":"arn:aws:states:::dynamodb:getItem","Arguments":{"TableName":"missing","Key":{"id":{"S":"1"}}},"End":true}}}
            """);

        var outcome = JsonElement.Parse((await CommandLine.LocalAsync("execute", file, "--json")).Output);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.GetProperty("error").GetString(), Is.EqualTo("DynamoDB.ResourceNotFoundException"));
            Assert.That(outcome.GetProperty("cause").GetString(), Does.Match(
                @"\(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: .+; Proxy: null\)$"));
        }
    }

    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"B","States":{"A":{"Type":"Succeed"}}}""", "starts at \"B\", which does not exist")]
    [TestCase("""{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""", "State \"A\" would be JSONPath")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::batch:submitJob","Arguments":{},"End":true}}}""", "batch:submitJob")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::dynamodb:getItem","Arguments":{"TableName":"t","Keys":{}},"End":true}}}""", "has no parameter \"Keys\" (did you mean \"Key\"?)")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% 1 + %}","End":true}}}""", "1 +")]
    [TestCase("{", "is not JSON")]
    [TestCase("", "is empty")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"\ud83d","States":{"\ud83d":{"Type":"Succeed"}}}""", "unpaired surrogate")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% phone %}","End":true}}}""", "refers to \"phone\" at the top level")]
    public async Task What_cannot_be_loaded_exits_2_with_the_reason_and_no_output(string definition, string reason)
    {
        var result = await CommandLine.LocalAsync("execute", Write("machine.json", definition), "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain(reason));
            Assert.That(result.Output, Is.Empty);
        }
    }

    [TestCase("{x", "--input is not JSON: ")]
    [TestCase("@missing.json", "missing.json cannot be read: ")]
    [TestCase("@.", ". is a folder; give a file.")]
    [TestCase("@", " cannot be read: ")]
    [TestCase("""{"a": "\ud83d"}""", "--input holds an unpaired surrogate")]
    [TestCase("""{"a": 1, "a": 2}""", "--input names a member of an object twice: Duplicate ")]
    public async Task An_input_that_cannot_be_read_exits_2(string input, string reason)
    {
        var file = Write("pass.json", """{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"}}}""");

        var result = await CommandLine.LocalAsync("execute", file, "--input", input);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain(reason));
        }
    }

    [Test]
    public async Task An_input_over_the_quota_exits_2()
    {
        var file = Write("pass.json", """{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"}}}""");
        var input = Write("large.json", $"\"{new string('x', 262_143)}\"");

        var result = await CommandLine.LocalAsync("execute", file, "--input", $"@{input}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.StartWith(
                $"--input is larger than the input of an execution may be, 262,144 bytes.{Environment.NewLine}Usage: "));
        }
    }

    [Test]
    public async Task Placeholders_are_filled_and_a_Task_answered_in_a_services_place()
    {
        var file = Write("charge.json", """
            {"QueryLanguage":"JSONata","StartAt":"Charge","States":{
              "Charge":{"Type":"Task","Resource":"arn:aws:states:::batch:submitJob.sync","Arguments":{"JobQueue":"${Queue}"},
                "Output":{"paid":"{% $states.result.paid %}","by":"${Queue}","times":${Times}},"End":true}}}
            """);

        // No server is needed for it.
        var result = await CommandLine.LocalAsync(
            CommandLine.FolderWith("dotnet", "node"),
            ["execute", file, "--set", "Queue=fast \"lane\"", "--set", "Times=3", "--mock", """Charge={"paid":true}""", "--json"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(
                JsonElement.DeepEquals(
                    JsonElement.Parse(result.Output).GetProperty("output"), JsonElement.Parse("""{"paid":true,"by":"fast \"lane\"","times":3}""")),
                Is.True,
                result.Output);
        }
    }

    [TestCase("--set gives Queue, but the definition has no placeholder such as ${Queue}.", "--set", "Queue=a")]
    [TestCase("--set is \"Queue\"; allowed: NAME=VALUE.", "--set", "Queue")]
    [TestCase("--set is \"=a\"; allowed: NAME=VALUE.", "--set", "=a")]
    [TestCase("--set gives Queue twice.", "--set", "Queue=a", "--set", "Queue=b")]
    [TestCase("--mock answers \"Charge\", but no Task of the definition has that name.", "--mock", "Charge={}")]
    [TestCase("The answer of --mock A is not JSON: ", "--mock", "A={x")]
    [TestCase("--mock is \"A\"; allowed: STATE=JSON.", "--mock", "A")]
    public async Task A_value_or_an_answer_that_cannot_be_used_exits_2(string reason, params string[] options)
    {
        var file = Write("pass.json", """{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"}}}""");

        var result = await CommandLine.LocalAsync(["execute", file, .. options]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.StartWith(reason));
            Assert.That(result.Error, Does.Contain("Usage: "));
        }
    }

    [Test]
    public async Task A_missing_file_exits_2()
    {
        var result = await CommandLine.LocalAsync("execute", Path.Combine(_folder, "missing.json"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("missing.json cannot be read"));
        }
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static string Compact(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));
}
