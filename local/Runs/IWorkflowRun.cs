using Fanout.Local.Stacks;

namespace Fanout.Local.Runs;

/// <summary>Runs one workflow with its samples and checks what it left behind.</summary>
internal interface IWorkflowRun
{
    /// <summary>The workflow's name.</summary>
    string Workflow { get; }

    /// <summary>Loads the samples, runs the workflow with each, and checks.</summary>
    /// <param name="deployment">Where it is deployed.</param>
    /// <param name="options">How much there is to do.</param>
    /// <param name="progress">Told what is being done, but for the ends of the runs.</param>
    /// <param name="cancellation">Ends the runs.</param>
    IAsyncEnumerable<RunReport> RunAsync(
        LocalDeployment deployment, RunOptions options, IRunProgress progress, CancellationToken cancellation);
}
