using System.Globalization;

namespace Fanout.Samples.StreamAggregator;

/// <summary>
/// What the sample of a third-party API holds: locations and, for each state, their rows. The same values give the same
/// rows at each call, and a row is made when it is asked for: the size costs no memory.
/// </summary>
/// <param name="Count">How many locations there are.</param>
/// <param name="RowsPerState">How many rows each location has of each state.</param>
/// <param name="Seed">The same seed gives the same rows.</param>
public sealed record SampleLocations(int Count, int RowsPerState, int Seed = 1)
{
    // What a file of comma-separated values must survive.
    private static readonly string[] Messages =
    [
        "The code has expired",
        "The code \"SUMMER\" is used up, or was never valid",
        "Le code n'existe pas: réduction refusée",
        "The amount is negative,\nand may not be",
        "割引コードが無効です",
        "",
    ];

    /// <summary>The numbers of the locations without any rows, from 1.</summary>
    public IReadOnlySet<int> WithoutRows { get; init; } = new HashSet<int>();

    /// <summary>The numbers of the locations of which the API counts one row more of each state than it gives, from 1.</summary>
    public IReadOnlySet<int> Incomplete { get; init; } = new HashSet<int>();

    /// <summary>The ids of the first locations; the others have numbers in theirs.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The ids of the locations, in their order.</summary>
    public IEnumerable<string> Ids => Enumerable.Range(1, Count).Select(IdOf);

    /// <summary>How many rows a location has of each state; null where there is no such location.</summary>
    public int? RowsOf(string location) => NumberOf(location) is { } number
        ? WithoutRows.Contains(number) ? 0 : RowsPerState
        : null;

    /// <summary>How many rows a location has of each state by its summary; null where there is no such location.</summary>
    public int? CountedOf(string location) =>
        RowsOf(location) is > 0 and var rows && Incomplete.Contains(NumberOf(location)!.Value) ? rows + 1 : RowsOf(location);

    /// <summary>Rows of a location: those of one state from an offset on, at most so many.</summary>
    public IEnumerable<SampleRow> Rows(string location, string state, int offset, int limit) =>
        Enumerable.Range(0, RowsOf(location) ?? 0).Skip(offset).Take(limit).Select(index => Row(location, state, index));

    /// <summary>Every row once, in the order of the result: by location, then by state, then as the API lists them.</summary>
    public IEnumerable<SampleRow> Expected() =>
        from location in Ids
        from state in SampleStates.All
        from row in Rows(location, state, 0, int.MaxValue)
        select row;

    private SampleRow Row(string location, string state, int index)
    {
        // Knuth's multiplicative hash: neighbours get different messages.
        var hash = unchecked((uint)(index + 1) * 2654435761u ^ (uint)Seed * 40503u) >> 8;
        return new SampleRow(
            string.Create(CultureInfo.InvariantCulture, $"{location.ToUpperInvariant()}-{state[..1].ToUpperInvariant()}-{Seed}-{index:D6}"),
            Messages[hash % Messages.Length],
            state);
    }

    private string IdOf(int number) =>
        number <= Names.Count ? Names[number - 1] : string.Create(CultureInfo.InvariantCulture, $"location-{number:D4}");

    private int? NumberOf(string location) =>
        Names.Index().FirstOrDefault(name => name.Item == location) is { Item: not null } named ? named.Index + 1
        : int.TryParse(location.Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= Count && IdOf(number) == location
            ? number
            : null;
}
