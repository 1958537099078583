using System.Diagnostics;
using Fanout.Local.Checks;
using Fanout.Local.Services.Glue;

namespace Fanout.Tests.Local.Checks;

/// <summary>The lengths of names beside those in AWS's own models of its APIs, which come with boto3.</summary>
public class NameFormsTests
{
    // Not here: Lambda's and DynamoDB's have the lengths of ARNs, which they take too, and S3's, SQS's and SNS's have none.
    private static readonly Dictionary<string, string> Members = new()
    {
        ["aws:athena/namedQuery:NamedQuery"] = "athena CreateNamedQuery Name",
        ["aws:cloudwatch/eventConnection:EventConnection"] = "events CreateConnection Name",
        ["aws:cloudwatch/eventRule:EventRule"] = "events PutRule Name",
        ["aws:cloudwatch/logGroup:LogGroup"] = "logs CreateLogGroup logGroupName",
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = "cloudwatch PutMetricAlarm AlarmName",
        ["aws:glue/catalogDatabase:CatalogDatabase"] = "glue GetDatabase Name",
        ["aws:glue/job:Job"] = "glue CreateJob Name",
        ["aws:iam/role:Role"] = "iam CreateRole RoleName",
        ["aws:iam/rolePolicy:RolePolicy"] = "iam PutRolePolicy PolicyName",
        ["aws:scheduler/schedule:Schedule"] = "scheduler CreateSchedule Name",
        ["aws:sfn/alias:Alias"] = "stepfunctions CreateStateMachineAlias name",
        ["aws:sfn/stateMachine:StateMachine"] = "stepfunctions CreateStateMachine name",
    };

    private const string Script = """
        import sys, botocore.session
        session = botocore.session.get_session()
        for line in sys.argv[1:]:
            service, operation, member = line.split()
            shape = session.get_service_model(service).operation_model(operation).input_shape.members[member]
            print(shape.metadata["max"])
        """;

    [Test]
    public async Task Lengths_are_those_of_the_models()
    {
        var lengths = (await PythonAsync(Script, [.. Members.Values])).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        Assert.That(
            Members.Keys.Zip(lengths, (type, length) => $"{type} {length}"),
            Is.EqualTo(Members.Keys.Select(type => $"{type} {NameForms.Forms[type].Longest}")));
    }

    private static async Task<string> PythonAsync(string script, IReadOnlyList<string> arguments)
    {
        var interpreter = await GluePython.FindAsync(
            Environment.GetEnvironmentVariable("PATH") ?? "", TestContext.Progress, CancellationToken.None);
        using var python = Process.Start(new ProcessStartInfo(interpreter, ["-c", script, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.That(python.ExitCode, Is.Zero);
        return output;
    }
}
