namespace Fanout.Local.Cli;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>Something that was asked for failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line, or a definition that it names, cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C: 128 and the signal's number.</summary>
    public const int Interrupted = 130;
}
