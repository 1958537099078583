namespace Fanout.Local.Runs;

/// <summary>How much the runs are to do.</summary>
/// <param name="Objects">How many generated objects s3-high-throughput reads, beside the stack's samples.</param>
/// <param name="Devices">How many devices gave readings of a day to sensor-analytics, 24 each.</param>
internal sealed record RunOptions(int Objects, int Devices)
{
    /// <summary>What runs in a few seconds.</summary>
    public static readonly RunOptions Default = new(Objects: 500, Devices: 100);
}
