using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Local;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Stacks;

public class StackProgramTests
{
    [Test]
    public async Task The_stack_holds_what_parallel_map_needs_each_with_a_name_of_its_own()
    {
        var stack = await PreviewAsync("dev");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Tree(stack), Is.EqualTo(new[]
            {
                "pulumi:pulumi:Stack fanout-dev",
                "  fanout:workflows:ParallelMap parallel-map",
                "    aws:dynamodb/table:Table parallel-map-list",
                "    fanout:blocks:DeadLetterQueue parallel-map-failed-events",
                "      aws:cloudwatch/metricAlarm:MetricAlarm parallel-map-failed-events-messages-alarm",
                "      aws:sqs/queue:Queue parallel-map-failed-events-queue",
                "      aws:sqs/queuePolicy:QueuePolicy parallel-map-failed-events-queue-policy",
                "    fanout:blocks:DotNetFunction parallel-map-element",
                "      aws:cloudwatch/logGroup:LogGroup parallel-map-element-logs",
                "      aws:cloudwatch/metricAlarm:MetricAlarm parallel-map-element-errors-alarm",
                "      aws:lambda/function:Function parallel-map-element-function",
                "      aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig parallel-map-element-events",
                "      fanout:blocks:ServiceRole parallel-map-element-execution",
                "        aws:iam/role:Role parallel-map-element-execution-role",
                "        aws:iam/rolePolicy:RolePolicy parallel-map-element-execution-policy",
                "    fanout:blocks:LoggedStateMachine parallel-map",
                "      aws:cloudwatch/logGroup:LogGroup parallel-map-logs",
                "      aws:cloudwatch/metricAlarm:MetricAlarm parallel-map-executions-timed-out-alarm",
                "      aws:cloudwatch/metricAlarm:MetricAlarm parallel-map-executions-failed-alarm",
                "      aws:sfn/stateMachine:StateMachine parallel-map-machine",
                "      fanout:blocks:ServiceRole parallel-map-states",
                "        aws:iam/role:Role parallel-map-states-role",
                "        aws:iam/rolePolicy:RolePolicy parallel-map-states-policy",
            }));
        }
    }

    [TestCase("dev")]
    [TestCase("prod")]
    public async Task A_stack_of_all_workflows_exports_them_all(string name)
    {
        var stack = await PreviewAsync(name, ("fanout:workflows", JsonSerializer.Serialize(WorkflowNames.All)));

        Assert.That(stack.Workflows.Keys, Is.EquivalentTo(WorkflowNames.All));
    }

    [Test]
    public async Task The_stack_exports_the_state_machine()
    {
        var stack = await PreviewAsync("dev");

        Assert.That(stack.Workflows["parallel-map"], Is.SupersetOf(new Dictionary<string, string>
        {
            ["StateMachineArn"] = "arn:aws:states:us-east-1:123456789012:stateMachine:fanout-dev-parallel-map",
            ["StateMachineName"] = "fanout-dev-parallel-map",
            ["TableName"] = "fanout-dev-parallel-map-list",
            ["FunctionName"] = "fanout-dev-parallel-map-element",
            ["FailedEventsQueueUrl"] = "https://sqs.us-east-1.amazonaws.com/123456789012/fanout-dev-parallel-map-failed-events",
        }));
    }

    [TestCase("dev", false, "ALL", true, 14)]
    [TestCase("prod", true, "ERROR", false, 90)]
    public async Task Prod_protects_its_store_and_keeps_execution_data_out_of_the_logs(
        string name, bool deletionProtection, string logLevel, bool includesData, int retention)
    {
        var stack = await PreviewAsync(name);
        var logging = Inputs(stack, "aws:sfn/stateMachine:StateMachine")["loggingConfiguration"]!;
        var table = Inputs(stack, "aws:dynamodb/table:Table");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(table["deletionProtectionEnabled"]!.GetValue<bool>(), Is.EqualTo(deletionProtection));
            Assert.That(stack.Resources.Single(resource => resource.Type == "aws:dynamodb/table:Table").Protect, Is.EqualTo(deletionProtection));
            Assert.That(table["pointInTimeRecovery"]!["enabled"]!.GetValue<bool>(), Is.True);
            Assert.That(logging["level"]!.GetValue<string>(), Is.EqualTo(logLevel));
            Assert.That(logging["includeExecutionData"]!.GetValue<bool>(), Is.EqualTo(includesData));
            Assert.That(
                stack.Resources.Where(resource => resource.Type == "aws:cloudwatch/logGroup:LogGroup")
                    .Select(resource => resource.Inputs["retentionInDays"]!.GetValue<double>()),
                Is.EqualTo(new double[] { retention, retention }));
        }
    }

    [Test]
    public async Task The_state_machine_may_do_what_its_states_do_and_no_more()
    {
        var stack = await PreviewAsync("dev");
        var policy = JsonNode.Parse(Inputs(stack, "aws:iam/rolePolicy:RolePolicy", "-states-policy")["policy"]!.GetValue<string>())!;
        var statements = policy["Statement"]!.AsArray()
            .Where(statement => statement!["Resource"]![0]!.GetValue<string>() != "*")
            .Select(statement => statement!.ToJsonString());

        Assert.That(statements, Is.EqualTo(new[]
        {
            """{"Sid":"ReadList","Effect":"Allow","Action":["dynamodb:GetItem"],"Resource":["arn:aws:dynamodb:us-east-1:123456789012:table/fanout-dev-parallel-map-list"]}""",
            """{"Sid":"CallFunction","Effect":"Allow","Action":["lambda:InvokeFunction"],"Resource":["arn:aws:lambda:us-east-1:123456789012:function:fanout-dev-parallel-map-element"]}""",
        }));
    }

    [Test]
    public async Task Tags_name_project_stack_and_workflow_beside_the_settings_own()
    {
        var stack = await PreviewAsync("dev", ("fanout:tags", """{"team":"data"}"""));

        Assert.That(
            stack.Resources.Where(resource => resource.Inputs.ContainsKey("tags")).Select(resource => resource.Inputs["tags"]!.ToJsonString()),
            Is.All.EqualTo("""{"project":"fanout","stack":"dev","team":"data","workflow":"parallel-map"}""").And.Exactly(12).Items);
    }

    [TestCase("a.b")]
    [TestCase("a-name-that-is-far-too-long")]
    public async Task A_stack_whose_name_aws_would_refuse_is_refused_first(string name)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);

        Assert.That(
            () => StackProgram.RunAsync(config with { Stack = name }, Task.FromResult, CancellationToken.None),
            Throws.TypeOf<SettingsException>().With.Message.Contains($"\"{name}\""));
    }

    [Test]
    public void Wrong_settings_end_the_program_before_anything_is_made()
    {
        var made = new List<string>();

        Assert.That(
            async () => await PreviewAsync("dev", made, ("fanout:workflows", """["all"]""")),
            Throws.TypeOf<SettingsException>());
        Assert.That(made, Is.Empty);
    }

    [Test]
    public async Task What_cannot_be_made_is_named()
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);

        Assert.That(
            () => StackProgram.RunAsync(config, _ => throw new IOException("No space left."), CancellationToken.None),
            Throws.TypeOf<LocalException>().With.Message.Matches(@"^\S+ \(aws:\S+\) could not be made: No space left\.$"));
    }

    private static Task<DeployedStack> PreviewAsync(string name, params (string Key, string Value)[] settings) =>
        PreviewAsync(name, [], settings);

    private static async Task<DeployedStack> PreviewAsync(string name, List<string> made, params (string Key, string Value)[] settings)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, name, CancellationToken.None);
        var values = new Dictionary<string, string>(config.Values) { ["fanout:workflows"] = """["parallel-map"]""" };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return await StackProgram.RunAsync(config with { Values = values }, resource =>
        {
            made.Add(resource.Name);
            return Task.FromResult(resource);
        }, CancellationToken.None);
    }

    private static JsonObject Inputs(DeployedStack stack, string type, string suffix = "") => stack.Resources
        .Single(resource => resource.Type == type && resource.Name.EndsWith(suffix, StringComparison.Ordinal)).Inputs;

    private static IEnumerable<string> Tree(DeployedStack stack)
    {
        return Lines(stack.Stack, "");

        IEnumerable<string> Lines(StackResource resource, string indent) => stack.Resources
            .Where(child => child.Parent == resource.Id)
            .OrderBy(child => child.Type, StringComparer.Ordinal)
            .ThenByDescending(child => child.Name, StringComparer.Ordinal)
            .SelectMany(child => Lines(child, $"{indent}  "))
            .Prepend($"{indent}{resource.Type} {resource.Name}");
    }
}
