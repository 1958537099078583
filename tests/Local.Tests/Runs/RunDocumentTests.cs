using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cli;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Runs;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.Local.Runs;

public class RunDocumentTests
{
    private const string Role = "arn:aws:iam::123456789012:role/states";

    private static readonly PermissionReport NoPermissions = new([], [], []);

    [Test]
    public void A_run_that_failed_says_why_down_to_the_child_execution()
    {
        var child = RunReports.Outcome("child", ExecutionStatus.Failed) with
        {
            Error = "Lambda.Unknown",
            Cause = "it broke",
            FailedState = new FailedState("Call", JsonElement.Parse("""{"n":1}""")),
        };
        var outcome = RunReports.Outcome("parent", ExecutionStatus.TimedOut) with { Error = "States.Timeout", FailedChild = child };
        outcome.Counts.Children[StateMachineType.Standard] = new ChildCounts(Executions: 2, StateTransitions: 5);
        outcome.Counts.Children[StateMachineType.Express] = new ChildCounts(Executions: 3, StateTransitions: 7);

        Assert.That(Text([RunReports.Report(outcome)], NoPermissions), Is.EqualTo(Compact("""
            {"succeeded":false,"runs":[{
              "workflow":"workflow","with":"sample","status":"TIMED_OUT","good":false,"items":4,"executions":6,"transitions":5,"durationSeconds":1.5,
              "written":"nothing","requests":{"s3":1042},
              "cost":{"dollars":0.0050168,"parts":[
                {"part":"S3: PUT, COPY, POST and LIST requests","quantity":1000,"unit":"request","dollars":0.005000},
                {"part":"S3: GET and other requests","quantity":42,"unit":"request","dollars":0.0000168}]},"problems":[],
              "failure":{"executionArn":"parent","state":null,"input":null,"error":"States.Timeout","cause":null,
                "child":{"executionArn":"child","state":"Call","input":{"n":1},"error":"Lambda.Unknown","cause":"it broke","child":null}}}],
             "scaled":[],"permissions":{"denied":[],"unused":[],"wildcards":[]}}
            """)));
    }

    [Test]
    public void A_run_that_left_the_wrong_traces_is_not_good()
    {
        var run = JsonElement.Parse(Text([RunReports.Report(RunReports.Outcome("e", ExecutionStatus.Succeeded), "one is missing")], NoPermissions))
            .GetProperty("runs")[0];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.GetProperty("status").GetString(), Is.EqualTo("SUCCEEDED"));
            Assert.That(run.GetProperty("good").GetBoolean(), Is.False);
            Assert.That(run.GetProperty("problems").GetRawText(), Is.EqualTo("""["one is missing"]"""));
            Assert.That(run.GetProperty("failure").ValueKind, Is.EqualTo(JsonValueKind.Null));
        }
    }

    [Test]
    public void Permissions_are_listed_with_their_roles_and_statements()
    {
        var denial = new Denial(Caller.Of(Role), new RequestedAction("sqs:SendMessage", "queue"), DenialReason.NoIdentityPolicy);
        var permissions = new PermissionReport(
            [(denial, 2)],
            [new UnusedPermission("states", "policy", 3, "Read", "s3:GetObject", null)],
            [(new WildcardResource("states", "policy", 1, null, ["xray:PutTraceSegments"], false), "it has no resources")]);

        Assert.That(JsonElement.Parse(Text([], permissions)).GetProperty("permissions").GetRawText(), Is.EqualTo(Compact("""
            {"denied":[{"caller":"arn:aws:iam::123456789012:role/states","action":"sqs:SendMessage","resource":"queue","resources":2,
               "message":"User: arn:aws:sts::123456789012:assumed-role/states/AwsService is not authorized to perform: sqs:sendmessage on resource: queue because no identity-based policy allows the sqs:sendmessage action"}],
             "unused":[{"role":"states","policy":"policy","statement":3,"sid":"Read","action":"s3:GetObject","resource":null}],
             "wildcards":[{"role":"states","policy":"policy","statement":1,"sid":null,"actions":["xray:PutTraceSegments"],"reason":"it has no resources"}]}
            """)));
    }

    private static string Text(IReadOnlyList<RunReport> reports, PermissionReport permissions) =>
        Compact(JsonText.Of(RunDocument.Of(reports, [], permissions, succeeded: false)));

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();
}
