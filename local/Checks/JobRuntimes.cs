using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>Glue jobs run on versions whose end of support is not announced ("AWS Glue version support policy").</summary>
public sealed class JobRuntimes() : Rule("job-runtimes")
{
    private static readonly string[] SparkVersions = ["3.0", "4.0", "5.0", "5.1"];
    private static readonly string[] PythonShellVersions = ["3.9"];

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph) => graph.OfType(AwsType.Job).SelectMany(job =>
        job.Text("command.name") == "pythonshell"
            ? Unless(job, "command.pythonVersion", PythonShellVersions)
            : Unless(job, "glueVersion", SparkVersions));

    private IEnumerable<Finding> Unless(StackResource job, string input, string[] supported)
    {
        if (!supported.Contains(job.Text(input)))
        {
            yield return Broken(job, job.Shown(input), string.Join(", ", supported), "move the job to one of these");
        }
    }
}
