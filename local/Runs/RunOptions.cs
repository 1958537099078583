namespace Fanout.Local.Runs;

/// <summary>How much the runs are to do.</summary>
/// <param name="Objects">How many generated objects s3-high-throughput reads, beside the stack's samples.</param>
/// <param name="Elements">How many elements parallel-map's list has; null for its two lists.</param>
/// <param name="Devices">How many devices gave readings of a day to sensor-analytics, 24 each.</param>
/// <param name="Locations">How many locations stream-aggregator asks.</param>
/// <param name="Rows">How many rows each of them has of each state of records.</param>
/// <param name="Meters">Of how many meters meter-analytics rolls up the readings of each hour.</param>
/// <param name="Date">
/// The day that sensor-analytics and meter-analytics look at; null for the one that an execution without a date takes,
/// and for each of a month.
/// </param>
internal sealed record RunOptions(int Objects, int? Elements, int Devices, int Locations, int Rows, int Meters, DateOnly? Date)
{
    /// <summary>What runs in a few seconds.</summary>
    public static readonly RunOptions Default = new(Objects: 500, Elements: null, Devices: 100, Locations: 20, Rows: 1_250, Meters: 10, Date: null);

    /// <summary>What costs next to nothing in an account.</summary>
    public static readonly RunOptions Least = new(Objects: 20, Elements: null, Devices: 10, Locations: 2, Rows: 1_250, Meters: 10, Date: null);

    // As many as the stack dev has time for: two seconds each, twenty in all.
    private const int SizedElements = 8;

    /// <summary>The same with a size for each workflow.</summary>
    public RunOptions Sized => this with { Elements = Elements ?? SizedElements };

    /// <summary>Half as much as <see cref="Sized"/>.</summary>
    public RunOptions Half => this with
    {
        Objects = Objects / 2,
        Elements = Math.Max(1, Sized.Elements!.Value / 2),
        Devices = Devices / 2,
        Locations = Math.Max(1, Locations / 2),
        Meters = Math.Max(1, Meters / 2),
    };

    /// <summary>A folder with data in the place of the samples.</summary>
    public string? Folder { get; init; }

    /// <summary>The locations that stream-aggregator asks an API about of which nothing else is known.</summary>
    public IReadOnlyList<string> LocationIds { get; init; } = [];

    /// <summary>The server that answers stream-aggregator in the local cloud; null for a sample.</summary>
    public Uri? Api { get; init; }
}
