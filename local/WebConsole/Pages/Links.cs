namespace Fanout.Local.WebConsole.Pages;

/// <summary>Where what a page names is to be found; null where the reader cannot get there.</summary>
internal abstract class Links
{
    /// <summary>The first page.</summary>
    public abstract string? Home { get; }

    /// <summary>What was denied.</summary>
    public abstract string? Denials { get; }

    /// <summary>The buckets, tables and queues.</summary>
    public abstract string? Stores { get; }

    /// <summary>A workflow.</summary>
    public abstract string? Workflow(string workflow);

    /// <summary>A state machine.</summary>
    public abstract string? Machine(string machine);

    /// <summary>An execution, by its ARN.</summary>
    public abstract string? Execution(string arn);

    /// <summary>A bucket, table or queue.</summary>
    public abstract string? Store(string kind, string name);
}
