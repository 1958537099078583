using System.Text.Json;
using Fanout.Tests.Local.Iam;
using static Fanout.Tests.Local.Services.States.StatesCloud;

namespace Fanout.Tests.Local.Services.States;

public class StateMachineTests
{
    private const string LogGroup = "arn:aws:logs:us-east-1:123456789012:log-group:/machines:*";

    [Test]
    public async Task A_machine_is_created_and_described()
    {
        var name = NewName();

        var created = await CallAsync("CreateStateMachine", new { name, definition = Definition(Echo), roleArn = Role });
        var description = await CallAsync("DescribeStateMachine", new { stateMachineArn = MachineArn(name) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(created, "stateMachineArn"), Is.EqualTo(MachineArn(name)));
            Assert.That(created.GetProperty("creationDate").GetDecimal(), Is.EqualTo(description.GetProperty("creationDate").GetDecimal()));
            Assert.That(created.TryGetProperty("stateMachineVersionArn", out _), Is.False);
            Assert.That(JsonElement.DeepEquals(
                JsonSerializer.SerializeToElement(Without(description, "creationDate")),
                JsonSerializer.SerializeToElement(new
                {
                    stateMachineArn = MachineArn(name),
                    name,
                    definition = Definition(Echo),
                    roleArn = Role,
                    loggingConfiguration = new { level = "OFF", includeExecutionData = false },
                    tracingConfiguration = new { enabled = false },
                    encryptionConfiguration = new { type = "AWS_OWNED_KEY" },
                    status = "ACTIVE",
                    type = "STANDARD",
                })), description.GetRawText());
        }
    }

    [Test]
    public async Task Settings_are_described_as_they_were_given()
    {
        var arn = Text(await CallAsync("CreateStateMachine", new
        {
            name = NewName(),
            definition = Definition(Echo),
            roleArn = Role,
            type = "EXPRESS",
            loggingConfiguration = Logging("ERROR", LogGroup),
            tracingConfiguration = new { enabled = true },
            encryptionConfiguration = new { type = "AWS_OWNED_KEY" },
        }), "stateMachineArn");

        var description = await CallAsync("DescribeStateMachine", new { stateMachineArn = arn });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(description.GetProperty("loggingConfiguration").GetRawText(), Is.EqualTo(
                $$$"""{"level":"ERROR","includeExecutionData":true,"destinations":[{"cloudWatchLogsLogGroup":{"logGroupArn":"{{{LogGroup}}}"}}]}"""));
            Assert.That(description.GetProperty("tracingConfiguration").GetProperty("enabled").GetBoolean(), Is.True);
            Assert.That(Text(description, "type"), Is.EqualTo("EXPRESS"));
        }
    }

    [Test]
    public async Task The_same_machine_can_be_created_again_and_another_of_its_name_cannot()
    {
        var name = NewName();
        var request = new { name, definition = Definition(Echo), roleArn = Role };
        var created = await CallAsync("CreateStateMachine", request);

        var again = await CallAsync("CreateStateMachine", request);
        var other = await RefusalAsync("CreateStateMachine", new { name, definition = Definition(Hour), roleArn = Role });
        var published = await CodeAsync("CreateStateMachine", new { name, definition = Definition(Echo), roleArn = Role, publish = true });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.GetRawText(), Is.EqualTo(created.GetRawText()));
            Assert.That(other, Is.EqualTo(("StateMachineAlreadyExists", $"State Machine Already Exists: '{MachineArn(name)}'")));
            Assert.That(published, Is.EqualTo("StateMachineAlreadyExists"));
        }
    }

    [TestCase("""{"name": "a/b"}""", "InvalidName", "Invalid Name: 'a/b'")]
    [TestCase("""{"definition": "{}"}""", "InvalidDefinition", "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ")]
    [TestCase("""{"definition": "{"}""", "InvalidDefinition", "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: It is not JSON")]
    [TestCase("""{"type": "express"}""", "ValidationException", "1 validation error detected: Value 'express' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]")]
    [TestCase("""{"roleArn": "role"}""", "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: role'")]
    [TestCase("""{"roleArn": "arn:aws:iam::123456789012:user/u"}""", "InvalidArn", "Invalid Arn: 'arn:aws:iam::123456789012:user/u'")]
    [TestCase("""{"roleArn": null}""", "ValidationException", "1 validation error detected: Value null at 'roleArn'")]
    [TestCase("""{"roleArn": "arn:aws:iam::123456789012:role/nobody"}""", "AccessDeniedException", "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.")]
    [TestCase("""{"loggingConfiguration": {"level": "ALL"}}""", "InvalidLoggingConfiguration", "Invalid Logging Configuration: Must specify exactly one Log Destination.")]
    [TestCase("""{"loggingConfiguration": {"level": "ALL", "destinations": [{}]}}""", "InvalidLoggingConfiguration", "Invalid Logging Configuration: Must specify exactly one Log Destination.")]
    [TestCase("""{"loggingConfiguration": {"level": "ALL", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:none:*"}}]}}""", "InvalidLoggingConfiguration", "Invalid Logging Configuration: Log Destination not found.")]
    [TestCase("""{"loggingConfiguration": {"level": "ALL", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:/machines"}}]}}""", "InvalidLoggingConfiguration", "Invalid Logging Configuration: arn:aws:logs:us-east-1:123456789012:log-group:/machines is not the ARN of a log group with :* at its end.")]
    [TestCase("""{"loggingConfiguration": {"level": "LOUD"}}""", "ValidationException", "1 validation error detected: Value 'LOUD' at 'loggingConfiguration.level'")]
    [TestCase("""{"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "k"}}""", "InvalidEncryptionConfiguration", "Invalid Encryption Configuration: ")]
    [TestCase("""{"encryptionConfiguration": {}}""", "ValidationException", "1 validation error detected: Value null at 'encryptionConfiguration.type'")]
    [TestCase("""{"versionDescription": "first"}""", "ValidationException", "Version description can only be set when publish is true")]
    [TestCase("""{"tags": [{"value": "v"}]}""", "ValidationException", "1 validation error detected: Value null at 'tags.1.member.key'")]
    [TestCase("""{"tags": [1]}""", "SerializationException", "tags must be a list of objects.")]
    public async Task A_machine_that_is_not_valid_is_refused(string change, string code, string message)
    {
        var request = new Dictionary<string, object?> { ["name"] = NewName(), ["definition"] = Definition(Echo), ["roleArn"] = Role };
        foreach (var member in JsonElement.Parse(change).EnumerateObject())
        {
            request[member.Name] = member.Value;
        }

        var refusal = await RefusalAsync("CreateStateMachine", request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Code, Is.EqualTo(code));
            Assert.That(refusal.Message, Does.StartWith(message));
            Assert.That(await ListedAsync(), Has.None.EqualTo(request["name"]!.ToString()));
        }
    }

    [Test]
    public async Task A_role_that_cannot_log_is_refused()
    {
        const string silent = "arn:aws:iam::123456789012:role/silent";
        StatesCloud.Cloud.Iam.AddRole(silent, Documents.Trust("states.amazonaws.com"));

        var refusal = await RefusalAsync(
            "CreateStateMachine",
            new { name = NewName(), definition = Definition(Echo), roleArn = silent, loggingConfiguration = Logging("ALL", LogGroup) });

        Assert.That(refusal.Code, Is.EqualTo("AccessDeniedException"));
        Assert.That(refusal.Message, Does.StartWith("The state machine IAM Role is not authorized to access the Log Destination."));
    }

    [Test]
    public async Task A_machine_is_changed_and_has_a_revision_from_then_on()
    {
        var arn = await CreateAsync(Echo);

        var updated = await CallAsync("UpdateStateMachine", new { stateMachineArn = arn, definition = Definition(Hour), tracingConfiguration = new { enabled = true } });
        var same = await CallAsync("UpdateStateMachine", new { stateMachineArn = arn, definition = Definition(Hour) });
        var description = await CallAsync("DescribeStateMachine", new { stateMachineArn = arn });
        var logged = await CallAsync("UpdateStateMachine", new { stateMachineArn = arn, loggingConfiguration = Logging("ALL", LogGroup) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guid.TryParse(Text(updated, "revisionId"), out _), Is.True);
            Assert.That(same.GetRawText(), Is.EqualTo(updated.GetRawText()));
            Assert.That(Text(description, "definition"), Is.EqualTo(Definition(Hour)));
            Assert.That(description.GetProperty("tracingConfiguration").GetProperty("enabled").GetBoolean(), Is.True);
            Assert.That(Text(description, "revisionId"), Is.EqualTo(Text(updated, "revisionId")));
            Assert.That(Text(logged, "revisionId"), Is.Not.EqualTo(Text(updated, "revisionId")));
        }
    }

    [Test]
    public async Task Executions_are_of_the_machine_as_it_is_when_they_start()
    {
        var arn = await CreateAsync(Echo);
        await CallAsync("UpdateStateMachine", new { stateMachineArn = arn, definition = Definition("""{"Out": {"Type": "Pass", "Output": 2, "End": true}}""") });

        Assert.That(Text(await DescribeAsync(await RunAsync(arn)), "output"), Is.EqualTo("2"));
    }

    [Test]
    public async Task A_change_that_is_not_valid_is_refused()
    {
        var arn = await CreateAsync(Echo);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RefusalAsync("UpdateStateMachine", new { stateMachineArn = arn }), Is.EqualTo((
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified")));
            Assert.That(await CodeAsync("UpdateStateMachine", new { stateMachineArn = arn, definition = "{}" }), Is.EqualTo("InvalidDefinition"));
            Assert.That(
                await CodeAsync("UpdateStateMachine", new { stateMachineArn = arn, roleArn = "arn:aws:iam::123456789012:role/nobody" }),
                Is.EqualTo("AccessDeniedException"));
            Assert.That(
                await CodeAsync("UpdateStateMachine", new { stateMachineArn = MachineArn("none"), definition = Definition(Echo) }),
                Is.EqualTo("StateMachineDoesNotExist"));
            Assert.That(
                Text(await CallAsync("DescribeStateMachine", new { stateMachineArn = arn }), "definition"), Is.EqualTo(Definition(Echo)));
        }
    }

    [Test]
    public async Task A_machine_that_is_deleted_while_nothing_runs_is_gone_at_once()
    {
        var arn = await CreateAsync(Echo);
        var execution = await StartAsync(arn);
        await await Interpreter.Loop.InvokeAsync(() => Task.FromResult(Interpreter.Executions.Find(execution)!.Ended));

        await CallAsync("DeleteStateMachine", new { stateMachineArn = arn });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await RefusalAsync("DescribeStateMachine", new { stateMachineArn = arn }),
                Is.EqualTo(("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{arn}'")));
            Assert.That(await CodeAsync("StartExecution", new { stateMachineArn = arn }), Is.EqualTo("StateMachineDoesNotExist"));
            Assert.That(await CodeAsync("ListExecutions", new { stateMachineArn = arn }), Is.EqualTo("StateMachineDoesNotExist"));
            Assert.That(await CodeAsync("DescribeExecution", new { executionArn = execution }), Is.EqualTo("ExecutionDoesNotExist"));
            Assert.That((await CallAsync("DeleteStateMachine", new { stateMachineArn = arn })).GetRawText(), Is.EqualTo("{}"));
        }
    }

    [Test]
    public async Task Machines_are_listed_by_pages()
    {
        var arns = new[] { await CreateAsync(Echo), await CreateAsync(Echo, "EXPRESS"), await CreateAsync(Echo) };

        var listed = new List<JsonElement>();
        string? token = null;
        do
        {
            var page = await CallAsync("ListStateMachines", new { maxResults = 2, nextToken = token });
            Assert.That(page.GetProperty("stateMachines").GetArrayLength(), Is.InRange(1, 2));
            listed.AddRange(page.GetProperty("stateMachines").EnumerateArray());
            token = page.TryGetProperty("nextToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Select(item => Text(item, "stateMachineArn")), Is.Unique.And.SupersetOf(arns));
            Assert.That(Text(listed.Single(item => Text(item, "stateMachineArn") == arns[1]), "type"), Is.EqualTo("EXPRESS"));
        }
    }

    [TestCase(Echo, "STANDARD", "OK")]
    [TestCase("""{"Wait": {"Type": "Wait", "End": true}}""", "STANDARD", "FAIL")]
    [TestCase("""{"Call": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Arguments": {"StateMachineArn": "m"}, "End": true}}""", "EXPRESS", "FAIL")]
    public async Task A_definition_is_validated(string states, string type, string result)
    {
        var answer = await CallAsync("ValidateStateMachineDefinition", new { definition = Definition(states), type });

        var diagnostics = answer.GetProperty("diagnostics");
        Assert.That(Text(answer, "result"), Is.EqualTo(result));
        Assert.That(diagnostics.GetArrayLength(), result == "OK" ? Is.Zero : Is.GreaterThan(0));
        Assert.That(diagnostics.EnumerateArray().Select(item => Text(item, "code")), Is.All.EqualTo("SCHEMA_VALIDATION_FAILED"));
        Assert.That(answer.GetProperty("truncated").GetBoolean(), Is.False);
    }

    [Test]
    public async Task No_more_problems_are_told_than_were_asked_for()
    {
        const string two = """{"A": {"Type": "Wait", "Next": "B"}, "B": {"Type": "Wait", "End": true}}""";

        var answer = await CallAsync("ValidateStateMachineDefinition", new { definition = Definition(two), maxResults = 1 });
        var noJson = await CallAsync("ValidateStateMachineDefinition", new { definition = "not a definition" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetProperty("diagnostics").GetArrayLength(), Is.EqualTo(1));
            Assert.That(answer.GetProperty("truncated").GetBoolean(), Is.True);
            Assert.That(Texts(noJson, "diagnostics", "code"), Is.EqualTo(new[] { "INVALID_JSON_DESCRIPTION" }));
        }
    }

    [Test]
    public async Task A_machine_that_was_deployed_otherwise_is_in_the_same_store()
    {
        var name = NewName();
        StatesCloud.Cloud.StateMachines.Deploy(new(MachineArn(name), name, Fanout.Local.StepFunctions.StateMachineType.Standard, Role, Definition(Echo)));

        var description = await CallAsync("DescribeStateMachine", new { stateMachineArn = MachineArn(name) });
        var execution = await DescribeAsync(await RunAsync(MachineArn(name)));

        Assert.That(Text(description, "definition"), Is.EqualTo(Definition(Echo)));
        Assert.That(Text(execution, "status"), Is.EqualTo("SUCCEEDED"));
    }

    [Test]
    public async Task A_deployed_definition_that_cannot_run_is_told_at_the_start()
    {
        var name = NewName();
        StatesCloud.Cloud.StateMachines.Deploy(new(MachineArn(name), name, Fanout.Local.StepFunctions.StateMachineType.Standard, Role, "{}"));

        Assert.That(await CodeAsync("StartExecution", new { stateMachineArn = MachineArn(name) }), Is.EqualTo("InvalidDefinition"));
    }

    [Test]
    public async Task Tags_are_given_listed_changed_and_taken_away()
    {
        var arn = Text(await CallAsync("CreateStateMachine", new
        {
            name = NewName(),
            definition = Definition(Echo),
            roleArn = Role,
            tags = new[] { new { key = "b", value = "1" }, new { key = "a", value = "2" } },
        }), "stateMachineArn");

        await CallAsync("TagResource", new { resourceArn = arn, tags = new[] { new { key = "b", value = "3" }, new { key = "c", value = "" } } });
        await CallAsync("UntagResource", new { resourceArn = arn, tagKeys = new[] { "a", "none" } });

        Assert.That(
            (await CallAsync("ListTagsForResource", new { resourceArn = arn })).GetRawText(),
            Is.EqualTo("""{"tags":[{"key":"b","value":"3"},{"key":"c","value":""}]}"""));
    }

    [Test]
    public async Task Tags_that_cannot_be_are_refused()
    {
        var arn = await CreateAsync(Echo);
        var many = Enumerable.Range(0, 51).Select(number => new { key = $"k{number}", value = "v" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CodeAsync("TagResource", new { resourceArn = arn, tags = many }), Is.EqualTo("TooManyTags"));
            Assert.That(await CodeAsync("TagResource", new { resourceArn = arn, tags = new[] { new { key = "aws:a", value = "" } } }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("TagResource", new { resourceArn = arn, tags = new[] { new { key = "a!", value = "" } } }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("TagResource", new { resourceArn = arn }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("UntagResource", new { resourceArn = arn }), Is.EqualTo("ValidationException"));
            foreach (var operation in new[] { "ListTagsForResource", "TagResource", "UntagResource" })
            {
                Assert.That(
                    await RefusalAsync(operation, new { resourceArn = MachineArn("none"), tags = Array.Empty<object>(), tagKeys = Array.Empty<string>() }),
                    Is.EqualTo(("ResourceNotFound", $"Resource not found: '{MachineArn("none")}'")));
            }
        }
    }

    [Test]
    public async Task Versions_are_published_listed_run_and_deleted()
    {
        var name = NewName();
        var arn = MachineArn(name);
        var created = await CallAsync("CreateStateMachine", new { name, definition = Definition(Echo), roleArn = Role, publish = true, versionDescription = "first" });
        var again = await CallAsync("PublishStateMachineVersion", new { stateMachineArn = arn });
        var updated = await CallAsync("UpdateStateMachine", new { stateMachineArn = arn, definition = Definition("""{"Out": {"Type": "Pass", "Output": 2, "End": true}}"""), publish = true });

        var listed = await CallAsync("ListStateMachineVersions", new { stateMachineArn = arn });
        var first = await CallAsync("DescribeStateMachine", new { stateMachineArn = $"{arn}:1" });
        var execution = await DescribeAsync(await RunAsync($"{arn}:1", "[1]"));
        var ofVersion = await CallAsync("ListExecutions", new { stateMachineArn = $"{arn}:1" });
        var ofOther = await CallAsync("ListExecutions", new { stateMachineArn = $"{arn}:2" });
        await CallAsync("DeleteStateMachineVersion", new { stateMachineVersionArn = $"{arn}:1" });
        await CallAsync("DeleteStateMachineVersion", new { stateMachineVersionArn = $"{arn}:1" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(created, "stateMachineVersionArn"), Is.EqualTo($"{arn}:1"));
            Assert.That(Text(again, "stateMachineVersionArn"), Is.EqualTo($"{arn}:1"));
            Assert.That(Text(updated, "stateMachineVersionArn"), Is.EqualTo($"{arn}:2"));
            Assert.That(Texts(listed, "stateMachineVersions", "stateMachineVersionArn"), Is.EqualTo(new[] { $"{arn}:2", $"{arn}:1" }));
            Assert.That((Text(first, "stateMachineArn"), Text(first, "description"), Text(first, "definition")), Is.EqualTo(($"{arn}:1", "first", Definition(Echo))));
            Assert.That((Text(execution, "stateMachineArn"), Text(execution, "stateMachineVersionArn"), Text(execution, "output")), Is.EqualTo((arn, $"{arn}:1", """{"got":[1]}""")));
            Assert.That(ofVersion.GetProperty("executions").GetArrayLength(), Is.EqualTo(1));
            Assert.That(ofOther.GetProperty("executions").GetArrayLength(), Is.Zero);
            Assert.That(
                Texts(await CallAsync("ListStateMachineVersions", new { stateMachineArn = arn }), "stateMachineVersions", "stateMachineVersionArn"),
                Is.EqualTo(new[] { $"{arn}:2" }));
            Assert.That(await CodeAsync("DescribeStateMachine", new { stateMachineArn = $"{arn}:1" }), Is.EqualTo("StateMachineDoesNotExist"));
        }
    }

    [Test]
    public async Task A_version_that_cannot_be_published_is_refused()
    {
        var arn = await CreateAsync(Echo);
        var revision = Text(await CallAsync("UpdateStateMachine", new { stateMachineArn = arn, definition = Definition(Hour) }), "revisionId");
        var old = Guid.NewGuid().ToString();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RefusalAsync("PublishStateMachineVersion", new { stateMachineArn = arn, revisionId = old }), Is.EqualTo((
                "ConflictException",
                $"Failed to publish the State Machine version for revision {old}. The current State Machine revision is {revision}.")));
            Assert.That(
                Text(await CallAsync("PublishStateMachineVersion", new { stateMachineArn = arn, revisionId = revision }), "stateMachineVersionArn"),
                Is.EqualTo($"{arn}:1"));
            Assert.That(await CodeAsync("PublishStateMachineVersion", new { stateMachineArn = MachineArn("none") }), Is.EqualTo("StateMachineDoesNotExist"));
            Assert.That(
                await CodeAsync("UpdateStateMachine", new { stateMachineArn = $"{arn}:1", definition = Definition(Echo) }),
                Is.EqualTo("StateMachineDoesNotExist"));
            Assert.That(await CodeAsync("DeleteStateMachineVersion", new { stateMachineVersionArn = arn }), Is.EqualTo("ValidationException"));
        }
    }

    [Test]
    public async Task There_are_no_aliases()
    {
        var arn = await CreateAsync(Echo);

        Assert.That((await CallAsync("ListStateMachineAliases", new { stateMachineArn = arn })).GetRawText(), Is.EqualTo("""{"stateMachineAliases":[]}"""));
        Assert.That(await CodeAsync("ListStateMachineAliases", new { stateMachineArn = MachineArn("none") }), Is.EqualTo("StateMachineDoesNotExist"));
    }

    private static object Logging(string level, string logGroup) => new
    {
        level,
        includeExecutionData = true,
        destinations = new[] { new { cloudWatchLogsLogGroup = new { logGroupArn = logGroup } } },
    };

    private static async Task<string[]> ListedAsync() => Texts(await CallAsync("ListStateMachines", new { maxResults = 1000 }), "stateMachines", "name");
}
