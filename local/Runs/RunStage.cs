namespace Fanout.Local.Runs;

/// <summary>What is being done for a run.</summary>
internal enum RunStage
{
    /// <summary>Its samples are loaded.</summary>
    Loading,

    /// <summary>It is executed and checked.</summary>
    Running,
}
