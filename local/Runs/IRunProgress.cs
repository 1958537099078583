namespace Fanout.Local.Runs;

/// <summary>Told how runs go on, one run after the other. Disposing it ends what it shows.</summary>
internal interface IRunProgress : IAsyncDisposable
{
    /// <summary>Takes what else there is to tell meanwhile, such as what is being installed, in whole lines.</summary>
    TextWriter Notices { get; }

    /// <summary>A run begins, or comes to its next stage.</summary>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="sample">What it is run with.</param>
    /// <param name="items">How many items it is given.</param>
    /// <param name="stage">The stage.</param>
    void Show(string workflow, string sample, int items, RunStage stage);

    /// <summary>The run that was shown last has ended and was checked.</summary>
    void End(RunReport report);
}
