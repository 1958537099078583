using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Services.Glue;
using Fanout.Local.Stacks.Provisioning;

namespace Fanout.Tests.Local.Services.Glue;

public sealed class GlueJobTests
{
    private static readonly ImmutableDictionary<string, object> Inputs = Map(
        ("name", "job"), ("roleArn", TestGlue.Role), ("command", Command("glueetl", "3")));

    [Test]
    public void A_job_is_read_with_the_defaults_of_its_type()
    {
        var etl = Read(Inputs);
        var shell = Read(Inputs.SetItem("command", Command("pythonshell", "3.9")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((etl.ScriptBucket, etl.ScriptKey, etl.RoleArn), Is.EqualTo(("scripts", "folder/job.py", TestGlue.Role)));
            Assert.That((etl.MaxConcurrentRuns, etl.Timeout.TotalMinutes, etl.Capacity.Units), Is.EqualTo((1, 480.0, 10.0)));
            Assert.That((shell.Type, shell.Timeout.TotalMinutes, shell.Capacity.Units), Is.EqualTo((GlueJobType.PythonShell, 2880.0, 0.0625)));
        }
    }

    [Test]
    public void A_job_is_read_as_it_is_declared()
    {
        var job = Read(Inputs
            .SetItem("timeout", 30.0)
            .SetItem("executionProperty", Map(("maxConcurrentRuns", 4.0)))
            .SetItem("defaultArguments", Map(("--a", "1")))
            .SetItem("nonOverridableArguments", Map(("--b", "2")))
            .SetItem("glueVersion", "5.1")
            .SetItem("maxRetries", 0.0)
            .SetItem("workerType", "G.2X")
            .SetItem("numberOfWorkers", 3.0));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((job.Timeout.TotalMinutes, job.MaxConcurrentRuns, job.GlueVersion), Is.EqualTo((30.0, 4, "5.1")));
            Assert.That(job.Capacity, Is.EqualTo(new GlueCapacity("G.2X", 3, 6)));
            Assert.That(
                job.ArgumentsOf(new JobRunRequest("job", new Dictionary<string, string> { ["--a"] = "3", ["--b"] = "4" })),
                Is.EqualTo(new Dictionary<string, string> { ["--a"] = "3", ["--b"] = "2" }));
        }
    }

    [Test]
    public void What_cannot_be_run_is_refused()
    {
        using (Assert.EnterMultipleScope())
        {
            Refused(Inputs.Remove("command"), "The Glue job job has no Command.");
            Refused(
                Inputs.SetItem("command", Command("gluestreaming", "3")),
                "The type of the Glue job job is 'gluestreaming'; the local cloud runs glueetl and pythonshell.");
            Refused(
                Inputs.SetItem("command", Command("pythonshell", "3")), "The PythonVersion of the Glue job job is '3'; pythonshell needs '3.9'.");
            Refused(
                Inputs.SetItem("command", Command("glueetl", "3").SetItem("scriptLocation", "s3://scripts")),
                "The ScriptLocation of the Glue job job is 's3://scripts'; it must be an object such as s3://bucket/script.py.");
            Refused(
                Inputs.SetItem("maxRetries", 1.0),
                "The Glue job job has MaxRetries, which the local cloud does not do: leave it at 0 and let the caller retry.");
            Refused(
                Inputs.SetItem("workerType", "G.1X"), "The Glue job job needs WorkerType and NumberOfWorkers together, or MaxCapacity.");
            Refused(
                Inputs.SetItem("workerType", "G.3X").SetItem("numberOfWorkers", 2.0),
                "The WorkerType of the Glue job job is 'G.3X'; allowed: G.025X, G.1X, G.2X, G.4X, G.8X.");
            Refused(
                Inputs.SetItem("command", Command("pythonshell", "3.9")).SetItem("maxCapacity", 0.5),
                "The Glue job job is a Python shell job: its MaxCapacity can be 0.0625 or 1.");
        }
    }

    private static void Refused(ImmutableDictionary<string, object> inputs, string message) =>
        Assert.That(() => Read(inputs), Throws.TypeOf<LocalException>().With.Message.EqualTo(message));

    private static GlueJob Read(ImmutableDictionary<string, object> inputs) =>
        GlueJob.Of(new ApiArguments(JsonSerializer.SerializeToElement(CreationRequest.Of(
            CloudResource.Of(new AwsAccount("us-east-1"), "aws:glue/job:Job", "resource", inputs)))));

    private static ImmutableDictionary<string, object> Command(string name, string version) =>
        Map(("name", name), ("pythonVersion", version), ("scriptLocation", "s3://scripts/folder/job.py"));

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}
