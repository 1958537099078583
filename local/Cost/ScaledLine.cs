namespace Fanout.Local.Cost;

/// <summary>
/// A part of a <see cref="ScaledBill"/>: a straight line through what two sizes took, before AWS rounds it up. Where AWS bills a
/// least quantity, the line of each query or run of a job is billed by itself: the smallest of one size grows to the smallest of
/// the other, and so on.
/// </summary>
/// <param name="Small">What the smaller size took, and its items.</param>
/// <param name="Large">What the larger took, and its items.</param>
/// <param name="Items">How many items there would be.</param>
public sealed record ScaledLine((BillLine Line, long Items) Small, (BillLine Line, long Items) Large, long Items)
{
    // By the clock of this machine: where most of it is a start, chance decides which size took longer, and how many processes
    // of functions were started, of which each logs its own.
    private static readonly UnitPrice[] ByChance = [Prices.ArmGigabyteSecond, Prices.X86GigabyteSecond, Prices.GlueHour, Prices.LogGigabyte];

    /// <summary>What is billed.</summary>
    public UnitPrice Price => Large.Line.Price;

    /// <summary>How much each item adds, before it is rounded up.</summary>
    public decimal PerItem => IsShare ? Large.Line.Taken / Large.Items : SlopeOf(Small.Line.Taken, Large.Line.Taken);

    /// <summary>How much there is without any, before it is rounded up.</summary>
    public decimal Fixed => Large.Line.Taken - PerItem * Large.Items;

    /// <summary>How much would be billed.</summary>
    public decimal Quantity => HasPairs ? Uses.Sum(use => use.Billed) : At(Small.Line.Quantity, Large.Line.Quantity);

    /// <summary>What it costs, in USD.</summary>
    public decimal Dollars => Quantity * Price.Dollars;

    /// <summary>What else there is to say of how it was told; null where the line is all.</summary>
    public string? Note =>
        HasPairs && Uses.Count(use => use.IsLeast) is var least and > 0 ? $"{least} of {Large.Line.Uses.Count} billed as the least that there is"
        : IsShare ? $"all of it taken to grow, as {BillText.Quantity(Small.Line.Taken)} fell to {BillText.Quantity(Large.Line.Taken)}"
        : null;

    /// <summary>Why the sizes do not tell it, a sentence; null where they do.</summary>
    public string? Problem =>
        Small.Line.Taken > Large.Line.Taken && !IsShare
            ? $"{Price.Name}: fell from {BillText.Quantity(Small.Line.Taken)} to {BillText.Quantity(Large.Line.Taken)} as items grew; run it with more of them."
        : Small.Line.Uses.Count != Large.Line.Uses.Count
            ? $"{Price.Name}: billed {Small.Line.Uses.Count} times with {Small.Items} items and {Large.Line.Uses.Count} times with {Large.Items}, so that nothing tells how each grows; run it with sizes that differ in their items only."
        : null;

    private bool IsShare => Small.Line.Taken > Large.Line.Taken && ByChance.Contains(Price);

    private bool HasPairs => Small.Line.Uses.Count > 0 && Small.Line.Uses.Count == Large.Line.Uses.Count;

    private IEnumerable<BilledUse> Uses => Small.Line.Uses.OrderBy(use => use.Taken)
        .Zip(Large.Line.Uses.OrderBy(use => use.Taken), (small, large) => large with { Steps = At(small.Steps, large.Steps) });

    // Not less than was measured.
    private decimal At(decimal small, decimal large) =>
        IsShare ? large * Items / Large.Items : Math.Max(large, large + SlopeOf(small, large) * (Items - Large.Items));

    private decimal SlopeOf(decimal small, decimal large) => Large.Items == Small.Items ? 0 : (large - small) / (Large.Items - Small.Items);
}
