using Fanout.Local.Cost;
using Fanout.Local.Services.Glue;

namespace Fanout.Tests.Local.Services.Glue;

public sealed class GlueServiceTests
{
    private const string Script = "import sys, time\ntime.sleep(600 if '--hang' in sys.argv else 0)";

    private static readonly (string Name, string Value) Hang = ("--hang", "yes");

    [Test]
    public async Task A_script_gets_its_arguments_as_glue_resolves_them()
    {
        await using var glue = new TestGlue();

        var run = await glue.RunAsync(
            """
            import sys
            from awsglue.utils import getResolvedOptions
            print(sorted(getResolvedOptions(sys.argv, ["JOB_NAME", "color", "size", "shape"]).items()))
            print(sys.argv[sys.argv.index("--JOB_RUN_ID") + 1])
            """,
            ("--color", "two words"),
            ("--shape", "square"));

        Assert.That((run.State, run.ErrorMessage), Is.EqualTo((JobRunState.Succeeded, (string?)null)));
        Assert.That(glue.Logs.Lines("/aws-glue/jobs/output"), Is.EqualTo(new[]
        {
            "[('JOB_NAME', 'job'), ('color', 'two words'), ('shape', 'round'), ('size', 'small')]",
            run.Id,
        }));
    }

    [Test]
    public async Task A_python_shell_job_is_not_told_its_name_and_logs_elsewhere()
    {
        await using var glue = new TestGlue();
        await using var shell = new TestGlue { Job = glue.Job with { Type = GlueJobType.PythonShell } };

        await shell.RunAsync("import sys\nprint(sys.argv[1:])\nprint('problem', file=sys.stderr)");

        Assert.That(
            shell.Logs.Lines("/aws-glue/python-jobs/output"),
            Is.EqualTo(new[] { "['--color', 'green', '--shape', 'round', '--size', 'small']" }));
        Assert.That(shell.Logs.Lines("/aws-glue/python-jobs/error"), Is.EqualTo(new[] { "problem" }));
    }

    [Test]
    public async Task A_run_is_billed_to_the_jobs_role_with_a_minute_of_its_workers()
    {
        await using var glue = new TestGlue();

        await glue.RunAsync("print('done')");

        var counted = glue.Usage.Total[("job", Prices.GlueHour)];
        Assert.That((counted.Quantity, counted.Uses.Single().IsLeast), Is.EqualTo((2m * 60 / 3600, true)));
    }

    [Test]
    public async Task A_job_logs_where_its_argument_says()
    {
        await using var glue = new TestGlue();

        await glue.RunAsync("print('here')", ("--custom-logGroup-prefix", "/aws-glue/jobs/mine"));

        Assert.That(glue.Logs.Lines("/aws-glue/jobs/mine/output"), Is.EqualTo(new[] { "here" }));
    }

    [TestCase("AWS_DEFAULT_REGION", "eu-west-1")]
    [TestCase("AWS_ENDPOINT_URL", "http://127.0.0.1:1/")]
    [TestCase("AWS_ACCESS_KEY_ID", "LKIA")]
    [TestCase("PULUMI_CONFIG", "None")]
    public async Task A_script_has_the_variables_of_its_role_and_no_others(string name, string value)
    {
        await using var glue = new TestGlue();

        await glue.RunAsync($"import os\nprint(os.environ.get('{name}'))");

        Assert.That(glue.Logs.Lines("/aws-glue/jobs/output").Single(), name == "AWS_ACCESS_KEY_ID" ? Does.StartWith(value) : Is.EqualTo(value));
    }

    [TestCase("import sys\nsys.exit('It is broken.')", "SystemExit: It is broken.")]
    [TestCase("import sys\nsys.exit(2)", "SystemExit: 2")]
    [TestCase("raise ValueError('too small')", "ValueError: too small")]
    [TestCase("import nothing", "ModuleNotFoundError: No module named 'nothing'")]
    [TestCase("def", "SyntaxError: invalid syntax (job.py, line 1)")]
    [TestCase(
        "import sys\nfrom awsglue.utils import getResolvedOptions\ngetResolvedOptions(sys.argv, ['days', 'mode'])",
        "GlueArgumentError: the following arguments are required: --days, --mode")]
    [TestCase("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "Command failed with exit code 137")]
    public async Task A_script_that_fails_fails_its_run_with_its_last_words(string script, string message)
    {
        await using var glue = new TestGlue();

        var run = await glue.RunAsync(script);

        Assert.That((run.State, run.ErrorMessage), Is.EqualTo((JobRunState.Failed, message)));
    }

    [TestCase("import sys\nsys.exit()")]
    [TestCase("import sys\nsys.exit(0)")]
    public async Task A_script_that_exits_with_nothing_to_say_succeeds(string script)
    {
        await using var glue = new TestGlue();

        var run = await glue.RunAsync(script);

        Assert.That((run.State, run.ErrorMessage), Is.EqualTo((JobRunState.Succeeded, (string?)null)));
    }

    [Test]
    public async Task A_script_that_the_role_may_not_read_fails_the_run()
    {
        await using var glue = new TestGlue();
        await using var locked = new TestGlue { Job = glue.Job with { ScriptBucket = "locked" } };

        var run = await locked.RunAsync("print('never')");

        Assert.That(
            (run.State, run.ErrorMessage), Is.EqualTo((JobRunState.Failed, "LAUNCH ERROR | s3://locked/job.py: Access Denied")));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task A_run_whose_process_is_killed_fails()
    {
        await using var glue = new TestGlue();

        var run = await glue.RunAsync("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");

        Assert.That((run.State, run.ErrorMessage), Is.EqualTo((JobRunState.Failed, "Command failed with exit code 137")));
    }

    [Test]
    public async Task A_script_has_an_empty_input_and_may_start_other_programs()
    {
        await using var glue = new TestGlue();

        var run = await glue.RunAsync(
            """
            import os, subprocess, sys
            child = subprocess.run([sys.executable, "-c", "print('child')"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
            print(repr(sys.stdin.read()), child.stdout.strip(), child.returncode, "END_WITH_PARENT" in os.environ)
            """);

        Assert.That(run.ErrorMessage, Is.Null);
        Assert.That(glue.Logs.Lines("/aws-glue/jobs/output"), Is.EqualTo(new[] { "'' child 0 False" }));
    }

    [Test]
    public async Task A_run_that_takes_too_long_is_ended()
    {
        await using var glue = new TestGlue();
        await using var hasty = new TestGlue { Job = glue.Job with { Timeout = TimeSpan.FromSeconds(0.3) } };

        var run = await hasty.RunAsync(Script, Hang);

        Assert.That((run.State, run.ErrorMessage), Is.EqualTo((JobRunState.Timeout, (string?)null)));
    }

    [Test]
    public async Task A_run_that_is_stopped_ends_and_makes_room_for_another()
    {
        await using var glue = new TestGlue();
        var hanging = glue.Start(Script, Hang);
        var refusal = Assert.Throws<GlueException>(() => glue.Start(Script))!;

        await GlueService.StopAsync(hanging);
        var next = await glue.RunAsync(Script);

        Assert.That((refusal.Code, refusal.Message), Is.EqualTo(("ConcurrentRunsExceededException", "Concurrent runs exceeded for job")));
        Assert.That((hanging.State, next.State), Is.EqualTo((JobRunState.Stopped, JobRunState.Succeeded)));
        Assert.That(glue.Service.Runs, Is.EquivalentTo(new[] { hanging, next }));
    }

    [Test]
    public async Task As_many_runs_as_the_job_allows_run_side_by_side()
    {
        await using var glue = new TestGlue();
        await using var wide = new TestGlue { Job = glue.Job with { MaxConcurrentRuns = 2 } };
        var first = wide.Start(Script, Hang);

        var second = await wide.RunAsync(Script);

        Assert.That((first.Completed, second.State), Is.EqualTo(((DateTimeOffset?)null, JobRunState.Succeeded)));
    }

    [Test]
    public async Task A_job_that_does_not_exist_is_named()
    {
        await using var glue = new TestGlue();

        Assert.That(
            () => glue.Service.Start(new JobRunRequest("other", new Dictionary<string, string>())),
            Throws.TypeOf<GlueException>().With.Message.EqualTo("Failed to start job run due to missing metadata: other"));
    }
}
