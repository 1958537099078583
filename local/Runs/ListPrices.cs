namespace Fanout.Local.Runs;

/// <summary>List prices of us-east-1 in USD, to say about what a run costs (each service's pricing page).</summary>
internal static class ListPrices
{
    /// <summary>A state transition of a Standard execution.</summary>
    public const decimal Transition = 0.000025m;

    /// <summary>A query of Athena that reads the 10 MB that each is billed for at least.</summary>
    public const decimal Query = 0.00005m;

    /// <summary>An item that is written to a table or deleted, on demand.</summary>
    public const decimal Item = 0.000000625m;

    /// <summary>An object that is put into a bucket.</summary>
    public const decimal Object = 0.000005m;

    /// <summary>A message that is sent, received or deleted.</summary>
    public const decimal Message = 0.0000005m;

    /// <summary>A second of a function with 512 MB, or of an Express execution.</summary>
    public const decimal Second = 0.000007m;

    /// <summary>A capacity unit of a Glue job for a second.</summary>
    public const decimal GlueSecond = 0.44m / 3600;
}
