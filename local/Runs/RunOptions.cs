namespace Fanout.Local.Runs;

/// <summary>How much the runs are to do.</summary>
/// <param name="Objects">How many generated objects s3-high-throughput reads, beside the stack's samples.</param>
internal sealed record RunOptions(int Objects);
