using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.Services.Glue;
using Fanout.Local.Services.Logs;
using Fanout.Tests.Local.Services.Athena;

namespace Fanout.Tests.Local.Services.Glue;

/// <summary>Glue, with a job whose script each test writes.</summary>
internal sealed class TestGlue : IAsyncDisposable
{
    public const string JobName = "job";
    public const string Role = "arn:aws:iam::123456789012:role/job";

    private static readonly Lazy<Task<string>> Python = new(() => GluePython.FindAsync(
        Environment.GetEnvironmentVariable("PATH")!, TextWriter.Null, CancellationToken.None));

    private readonly MemoryObjectStore _store = new();
    private readonly JobEvents _jobs = new();

    public TestGlue() => Service = new GlueService(
        _store,
        _ => Python.Value,
        role => JobProcess.Variables("eu-west-1", new Uri("http://127.0.0.1:1"), AwsCredentials.Of(Caller.Of(role), [])),
        _ => null,
        Logs,
        _jobs,
        usage: Usage);

    public GlueService Service { get; }

    public LogGroups Logs { get; } = new();

    public Usage Usage { get; } = new();

    public GlueJob Job { get; init; } = new(
        JobName,
        GlueJobType.Etl,
        "scripts",
        "job.py",
        Role,
        new Dictionary<string, string> { ["--color"] = "green", ["--size"] = "small" },
        new Dictionary<string, string> { ["--shape"] = "round" },
        TimeSpan.FromMinutes(5),
        MaxConcurrentRuns: 1,
        new GlueCapacity("G.1X", 2, 2),
        "5.1");

    /// <summary>Starts a run of a script.</summary>
    public JobRun Start(string script, params (string Name, string Value)[] arguments)
    {
        _store.Put("scripts", "job.py", script);
        Service.Delete(JobName);
        Service.Deploy(Job);
        return Service.Start(new JobRunRequest(JobName, arguments.ToDictionary(argument => argument.Name, argument => argument.Value)));
    }

    /// <summary>Runs a script to its end.</summary>
    public async Task<JobRun> RunAsync(string script, params (string Name, string Value)[] arguments)
    {
        var run = Start(script, arguments);
        await _jobs.EndOf(run.Id);
        return run;
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
