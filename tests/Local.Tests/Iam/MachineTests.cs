using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Machines;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Integrations;
using Fanout.Local.Integrations.Http;

namespace Fanout.Tests.Local.Iam;

public class MachineTests
{
    private const string Machine = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
    private const string Connection = "arn:aws:events:us-east-1:123456789012:connection/c/1234";

    private static readonly AwsAccount Account = new("us-east-1");
    private const string NoWait = """{"States": {"A": {"Type": "Pass", "End": true}}}""";

    [TestCase(
        $$$"""{"ApiEndpoint": "https://api/x", "Method": "GET", "Authentication": {"ConnectionArn": "{{{Connection}}}"}}""",
        $"states:InvokeHTTPEndpoint {Machine}/l states:HTTPEndpoint=https://api/x states:HTTPMethod=GET",
        $"events:RetrieveConnectionCredentials {Connection}",
        "secretsmanager:DescribeSecret arn:aws:secretsmanager:us-east-1:123456789012:secret:events!connection/c/1234",
        "secretsmanager:GetSecretValue arn:aws:secretsmanager:us-east-1:123456789012:secret:events!connection/c/1234")]
    public void An_http_task_needs(string arguments, params string[] needed) =>
        Assert.That(Texts(HttpTaskNeeds.Of(JsonElement.Parse(arguments), $"{Machine}/l", Account)), Is.EqualTo(needed));

    [Test]
    public void A_map_run_needs() =>
        Assert.That(
            Texts(
            [
                MapRunNeeds.Start(Machine), MapRunNeeds.Describe(Machine, "c"), MapRunNeeds.Stop(Machine, "c"), MapRunNeeds.Redrive(Machine, "l", "c"),
            ]),
            Is.EqualTo(new[]
            {
                $"states:StartExecution {Machine}",
                "states:DescribeExecution arn:aws:states:us-east-1:123456789012:execution:m:c",
                "states:StopExecution arn:aws:states:us-east-1:123456789012:execution:m:c",
                "states:RedriveExecution arn:aws:states:us-east-1:123456789012:execution:m/l:c",
            }));

    [TestCase("states.amazonaws.com", "logs:*", "xray:*", "events:*", null)]
    [TestCase("lambda.amazonaws.com", "logs:*", "xray:*", "events:*", "Neither the global service principal states.amazonaws.com, nor the regional one is authorized")]
    [TestCase("states.amazonaws.com", "logs:C*", "xray:*", "events:*", "The state machine IAM Role is not authorized to access the Log Destination. User: arn:aws:sts::123456789012:assumed-role/reader/AwsService is not authorized to perform: logs:GetLogDelivery on resource: * ")]
    [TestCase("states.amazonaws.com", "logs:*", "xray:Put*", "events:*", "The state machine IAM Role is not authorized to send traces. User: arn:aws:sts::123456789012:assumed-role/reader/AwsService is not authorized to perform: xray:GetSamplingRules on resource: * ")]
    [TestCase("states.amazonaws.com", "logs:*", "xray:*", "events:Put*", "'arn:aws:iam::123456789012:role/reader' is not authorized to create managed-rule. User: arn:aws:sts::123456789012:assumed-role/reader/AwsService is not authorized to perform: events:DescribeRule on resource: arn:aws:events:us-east-1:123456789012:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule ")]
    public void A_machine_is_made_where_its_role_allows_it(string trusted, string logs, string traces, string rules, string? problem)
    {
        var authorizer = Documents.Identity(Documents.Statement("Allow", new[] { logs, traces, rules }, "*"));
        authorizer.AddRole(Documents.RoleArn, Documents.Policy(
            $$"""{"Effect": "Allow", "Principal": {"Service": "{{trusted}}"}, "Action": "sts:AssumeRole"}"""));
        const string waits = """{"States": {"P": {"Branches": [{"States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2"}}}]}}}""";

        var refusal = new CreationAuthorizer(authorizer, Account).FindRefusal(Machine, Documents.RoleArn, waits, logs: true, traces: true);

        Assert.That(refusal, problem is null ? Is.Null : Does.StartWith(problem));
    }

    [Test]
    public void What_a_machine_does_not_do_it_does_not_need()
    {
        var authorizer = new Authorizer();
        authorizer.AddRole(Documents.RoleArn, Documents.Policy(
            """{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}"""));

        Assert.That(
            new CreationAuthorizer(authorizer, Account).FindRefusal(Machine, Documents.RoleArn, NoWait, logs: false, traces: false),
            Is.Null);
    }

    [TestCase("events:RetrieveConnectionCredentials")]
    [TestCase("secretsmanager:GetSecretValue")]
    public void An_http_task_that_may_not_read_its_connection_fails_by_it(string action)
    {
        var denial = new Authorizer().Decide(Documents.Reader, new RequestedAction(action, "r")).Denial!;

        var failure = TaskDenial.OfHttp(denial);

        Assert.That((failure.Error, failure.Cause), Is.EqualTo(("Events.ConnectionResource.AccessDenied", denial.Message)));
    }

    [Test]
    public void A_call_of_an_api_that_is_denied_names_its_address()
    {
        var request = new RequestedAction("states:InvokeHTTPEndpoint", Machine).With("states:HTTPEndpoint", "https://api/x");

        var failure = TaskDenial.OfHttp(new Authorizer().Decide(Documents.Reader, request).Denial!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo("States.Http.AccessDenied"));
            Assert.That(failure.Cause, Does.StartWith(
                "AWS Step Functions is not authorized to perform states:InvokeHTTPEndpoint on API Endpoint https://api/x. Ensure that the "
                    + "StateMachine role contains the states:InvokeHTTPEndpoint permission for the given API Endpoint. User: "));
        }
    }

    [Test]
    public void A_map_run_that_is_denied_fails_its_map()
    {
        var denial = new Authorizer().Decide(Documents.Reader, MapRunNeeds.Start(Machine)).Denial!;

        Assert.That((TaskDenial.OfMapRun(denial).Error, TaskDenial.OfMapRun(denial).Cause), Is.EqualTo(("States.Permissions", denial.Message)));
    }

    private static IEnumerable<string> Texts(IEnumerable<RequestedAction> needed) => needed.Select(action => string.Join(
        ' ', action.Context.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => $"{key.Key}={key.Value}").Prepend($"{action.Action} {action.Resource}")));
}
