using Fanout.Infra.StatesLanguage;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.StepFunctions.Definitions;

public sealed class DefinitionTests
{
    private static async Task<IReadOnlyList<string>> ProblemsAsync(string definition, StateMachineType type = StateMachineType.Standard) =>
        (await Assert.ThrowsAsync<DefinitionException>(async () => await Definition.LoadAsync(
            definition, new FakeFunctions(), await SharedEngine.GetAsync(), type)))!.Problems;

    [Test]
    public async Task What_is_not_JSON_is_refused()
    {
        Assert.That(await ProblemsAsync("{"), Has.One.StartsWith("It is not JSON: "));
    }

    [TestCase("""{"A": {"Type": "Pass", "Output": "{% phone %}", "End": true}}""",
        "State \"A\" has in its Output the expression \"phone\", which refers to \"phone\" at the top level, where there is no context; "
            + "begin with $states.input, $states.result or a variable.")]
    [TestCase("""{"A": {"Type": "Pass", "Next": "B"}}""", "State \"A\" goes on to \"B\"")]
    [TestCase("""{"A": {"Type": "Succeed", "QueryLanguage": "JSONPath"}}""", "State \"A\" would be JSONPath")]
    public async Task The_rules_of_the_language_are_applied(string states, string problem)
    {
        Assert.That(await ProblemsAsync(TestMachine.Definition(states)), Has.One.StartsWith(problem).Or.Some.StartsWith(problem));
    }

    [TestCase(
        """{"A": {"Type": "Pass", "End": true, "Output": {"a": "{% 1 + %}"}}}""",
        "State \"A\" has in its Output the expression \"1 +\", which is no JSONata: Unexpected end of expression (at character 3).")]
    [TestCase(
        """{"A": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true}}""",
        "State \"A\" calls arn:aws:states:::sns:publish, which is not supported; supported are lambda:invoke.")]
    [TestCase(
        """{"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"Bogus": 1}, "End": true}}""",
        "State \"A\": the argument 'Bogus' is unknown.")]
    [TestCase(
        """{"A": {"Type": "Map", "ItemProcessor": {DISTRIBUTED}, "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Arguments": {"Bucket": "{% 'b' %}", "StartAftr": "k"}}, "End": true}}""",
        "State \"A\" has StartAftr in the Arguments of its ItemReader, which is not acted upon here (did you mean \"StartAfter\"?); allowed for s3:listObjectsV2: Bucket, Prefix, StartAfter, ExpectedBucketOwner.")]
    [TestCase(
        """{"A": {"Type": "Map", "ItemProcessor": {DISTRIBUTED}, "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"}, "Arguments": {"Bucket": "b", "Key": "k", "Range": "{% 1 %}"}}, "End": true}}""",
        "State \"A\" has Range in the Arguments of its ItemReader, which is not acted upon here; allowed for s3:getObject: Bucket, Key, VersionId, ExpectedBucketOwner.")]
    [TestCase(
        """{"A": {"Type": "Map", "ItemProcessor": {DISTRIBUTED}, "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "b", "StorageClass": "GLACIER"}}, "End": true}}""",
        "State \"A\" has StorageClass in the Arguments of its ResultWriter, which is not acted upon here; allowed for s3:putObject: Bucket, Prefix.")]
    public async Task What_this_interpreter_cannot_run_is_refused(string states, string problem)
    {
        const string distributed =
            """ "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "X", "States": {"X": {"Type": "Succeed"}} """;

        Assert.That(await ProblemsAsync(TestMachine.Definition(states.Replace("DISTRIBUTED}", $"{distributed}}}"))), Is.EqualTo(new[] { problem }));
    }

    [Test]
    public async Task All_problems_are_listed()
    {
        var problems = await ProblemsAsync(TestMachine.Definition(
            """
            {"A": {"Type": "Parallel", "Next": "B", "Branches": [
               {"StartAt": "X", "States": {"X": {"Type": "Pass", "Output": "{% ( %}", "End": true}}}]},
             "B": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true}}
            """));

        Assert.That(problems, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_express_machine_is_checked_as_one()
    {
        var definition = TestMachine.Definition(
            """{"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "End": true}}""");

        Assert.That(await ProblemsAsync(definition, StateMachineType.Express), Has.One.Contains("an Express execution cannot wait"));
    }

    [TestCase("arn:aws:states:::lambda:invoke", "lambda", "invoke")]
    [TestCase("arn:aws:states:::aws-sdk:dynamodb:query", "aws-sdk:dynamodb", "query")]
    [TestCase("arn:aws:states:::states:startExecution.sync:2", "states", "startExecution.sync:2")]
    [TestCase("arn:aws:states:::glue:startJobRun.sync", "glue", "startJobRun.sync")]
    public void A_resource_is_named_in_events_by_its_service_and_action(string arn, string type, string action)
    {
        var name = new ResourceName(arn);

        Assert.That((name.Type, name.Action), Is.EqualTo((type, action)));
    }
}
