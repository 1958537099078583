namespace Fanout.Local.Runs;

/// <summary>Runs one workflow with its samples and checks what it left behind, by the account's APIs alone.</summary>
internal interface IWorkflowRun
{
    /// <summary>The workflow's name.</summary>
    string Workflow { get; }

    /// <summary>What the run will write, before it does.</summary>
    /// <param name="target">Where the workflow is deployed.</param>
    /// <param name="options">How much there is to do.</param>
    RunPlan Plan(RunTarget target, RunOptions options);

    /// <summary>Loads the samples, runs the workflow with each, and checks; what is loaded is noted in the target's cleanup.</summary>
    /// <param name="target">Where the workflow is deployed.</param>
    /// <param name="options">How much there is to do.</param>
    /// <param name="progress">Told what is being done, but for the ends of the runs.</param>
    /// <param name="cancellation">Ends the runs.</param>
    IAsyncEnumerable<RunReport> RunAsync(RunTarget target, RunOptions options, IRunProgress progress, CancellationToken cancellation);
}
