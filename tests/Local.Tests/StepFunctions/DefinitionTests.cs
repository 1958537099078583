using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;

namespace Fanout.Tests.Local.StepFunctions;

public sealed class DefinitionTests
{
    private const string Lambda = "arn:aws:states:::lambda:invoke";

    private static string Problems(string definition, StateMachineType type = StateMachineType.Standard) =>
        Assert.ThrowsAsync<DefinitionException>(async () => await Definition.LoadAsync(
            definition, new FakeFunctions(), await SharedEngine.GetAsync(), type))!.Message;

    [TestCase("{", "not JSON")]
    [TestCase("[]", "must be a JSON object, not array")]
    [TestCase("""{"QueryLanguage": "JSONata", "States": {}}""", "'StartAt' is missing")]
    [TestCase("""{"QueryLanguage": "JSONata", "StartAt": "A"}""", "'States' is missing")]
    [TestCase("""{"QueryLanguage": "JSONata", "StartAt": "B", "States": {"A": {"Type": "Succeed"}}}""", "the state 'B', which does not exist")]
    [TestCase("""{"QueryLanguage": "JSONata", "StartAt": "A", "Timeout": 3, "States": {"A": {"Type": "Succeed"}}}""", "the field 'Timeout' is not known here")]
    [TestCase("""{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}""", "state 'A': it would be evaluated with the query language JSONPath")]
    [TestCase("""{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Succeed", "QueryLanguage": "JSONPath"}}}""", "state 'A': it would be evaluated with the query language JSONPath")]
    public void A_machine_that_breaks_a_rule_is_refused(string definition, string problem)
    {
        Assert.That(Problems(definition), Does.Contain(problem));
    }

    [TestCase("""{"A": {"Type": "Loop", "End": true}}""", "the state type 'Loop' is not known; it must be one of Choice, Fail")]
    [TestCase("""{"A": {"Type": "Pass", "Next": "B"}}""", "the state 'B', which does not exist")]
    [TestCase("""{"A": {"Type": "Pass"}}""", "state 'A': it must have either Next or End")]
    [TestCase("""{"A": {"Type": "Pass", "End": true, "Result": 1}}""", "state 'A': the field 'Result' is not known here; allowed are Assign, Comment")]
    [TestCase("""{"A": {"Type": "Pass", "End": true, "Output": "{% 1 + %}"}}""", "state 'A', Output: the JSONata expression '1 +' cannot be parsed: Unexpected end of expression")]
    [TestCase("""{"A": {"Type": "Wait", "End": true}}""", "either Seconds or Timestamp")]
    [TestCase("""{"A": {"Type": "Wait", "Seconds": -1, "End": true}}""", "'Seconds' must be an integer from 0")]
    [TestCase("""{"A": {"Type": "Wait", "Timestamp": "soon", "End": true}}""", "'Timestamp' must be an RFC 3339 timestamp")]
    [TestCase("""{"A": {"Type": "Choice", "Choices": []}}""", "at least one rule")]
    [TestCase("""{"A": {"Type": "Choice", "Choices": [{"Next": "A"}]}}""", "Choices[0]: the field 'Condition' is missing")]
    [TestCase("""{"A": {"Type": "Choice", "Choices": [{"Condition": true, "Next": "Z"}]}}""", "the state 'Z', which does not exist")]
    [TestCase("""{"A": {"Type": "Parallel", "Branches": [], "End": true}}""", "at least one branch")]
    [TestCase("""{"A": {"Type": "Map", "Items": "text", "ItemProcessor": {"StartAt": "X", "States": {"X": {"Type": "Succeed"}}}, "End": true}}""", "'Items' must be an array or a JSONata expression")]
    [TestCase("""{"A": {"Type": "Map", "End": true}}""", "the field 'ItemProcessor' is missing")]
    [TestCase("""{"A": {"Type": "Map", "ItemReader": {}, "ItemProcessor": {"StartAt": "X", "States": {"X": {"Type": "Succeed"}}}, "End": true}}""", "the field 'ItemReader' is not known")]
    [TestCase("""{"A": {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "X", "States": {"X": {"Type": "Succeed"}}}, "End": true}}""", "the mode DISTRIBUTED is not supported")]
    [TestCase("""{"A": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true}}""", "the resource 'arn:aws:states:::sns:publish' is not supported; supported are lambda:invoke")]
    [TestCase("""{"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"Bogus": 1}, "End": true}}""", "state 'A': the argument 'Bogus' is unknown")]
    [TestCase("""{"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Retry": [{"ErrorEquals": [], "MaxAttempts": -1, "BackoffRate": 0.5, "JitterStrategy": "SOME"}], "End": true}}""", "'BackoffRate' must be a number of at least 1")]
    [TestCase("""{"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Catch": [{"ErrorEquals": ["States.ALL"]}], "End": true}}""", "Catch[0]: the field 'Next' is missing")]
    public void A_state_that_breaks_a_rule_is_refused_by_name(string states, string problem)
    {
        Assert.That(Problems(TestMachine.Definition(states)), Does.Contain(problem));
    }

    [Test]
    public void All_problems_are_listed()
    {
        var problems = Problems(TestMachine.Definition(
            """{"A": {"Type": "Pass", "Next": "Nowhere", "Output": "{% ( %}"}, "B": {"Type": "Wait", "Foo": 1, "End": true}}"""));

        Assert.That(problems.Split(Environment.NewLine), Has.Length.EqualTo(4));
    }

    [TestCase(Lambda + ".waitForTaskToken")]
    public void An_express_machine_cannot_wait_for_jobs_or_callbacks(string resource)
    {
        var definition = TestMachine.Definition($$$"""{"A": {"Type": "Task", "Resource": "{{{resource}}}", "End": true}}""");

        Assert.That(Problems(definition, StateMachineType.Express), Does.Contain("which an EXPRESS machine cannot"));
    }

    [TestCase("arn:aws:states:::lambda:invoke", "lambda", "invoke")]
    [TestCase("arn:aws:states:::aws-sdk:dynamodb:query", "aws-sdk:dynamodb", "query")]
    [TestCase("arn:aws:states:::states:startExecution.sync:2", "states", "startExecution.sync:2")]
    [TestCase("arn:aws:states:::glue:startJobRun.sync", "glue", "startJobRun.sync")]
    public void A_resource_is_named_in_events_by_its_service_and_action(string arn, string type, string action)
    {
        var name = new Fanout.Local.StepFunctions.Integrations.ResourceName(arn);

        Assert.That((name.Type, name.Action), Is.EqualTo((type, action)));
    }
}
