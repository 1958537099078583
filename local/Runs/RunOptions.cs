namespace Fanout.Local.Runs;

/// <summary>How much the runs are to do.</summary>
/// <param name="Objects">How many generated objects s3-high-throughput reads, beside the stack's samples.</param>
/// <param name="Devices">How many devices gave readings of a day to sensor-analytics, 24 each.</param>
/// <param name="Locations">How many locations stream-aggregator asks.</param>
/// <param name="Rows">How many rows each of them has of each state of records.</param>
/// <param name="Date">
/// The day that sensor-analytics and meter-analytics look at; null for the one that an execution without a date takes,
/// and for each of a month.
/// </param>
internal sealed record RunOptions(int Objects, int Devices, int Locations, int Rows, DateOnly? Date)
{
    /// <summary>What runs in a few seconds.</summary>
    public static readonly RunOptions Default = new(Objects: 500, Devices: 100, Locations: 20, Rows: 1_250, Date: null);

    /// <summary>What costs next to nothing in an account.</summary>
    public static readonly RunOptions Least = new(Objects: 20, Devices: 10, Locations: 2, Rows: 1_250, Date: null);

    /// <summary>Half as much.</summary>
    public RunOptions Half => this with { Objects = Objects / 2, Devices = Devices / 2, Locations = Math.Max(1, Locations / 2) };

    /// <summary>A folder with data in the place of the samples.</summary>
    public string? Folder { get; init; }

    /// <summary>The locations that stream-aggregator asks an API about of which nothing else is known.</summary>
    public IReadOnlyList<string> LocationIds { get; init; } = [];

    /// <summary>The server that answers stream-aggregator in the local cloud; null for a sample.</summary>
    public Uri? Api { get; init; }
}
