namespace Fanout.Local.Cost;

/// <summary>A line of a bill.</summary>
/// <param name="Price">What is billed.</param>
/// <param name="Quantity">How many units.</param>
public sealed record BillLine(UnitPrice Price, decimal Quantity)
{
    /// <summary>The line of one use.</summary>
    public BillLine(UnitPrice price, BilledUse use)
        : this(price, use.Billed) => Uses = [use];

    /// <summary>What the quantity is made of, in the order in which it was counted, where AWS bills a least quantity; else nothing.</summary>
    public IReadOnlyList<BilledUse> Uses { get; private init; } = [];

    /// <summary>How much was taken, before AWS rounds it up.</summary>
    public decimal Taken => Uses.Count == 0 ? Quantity : Uses.Sum(use => use.Taken);

    /// <summary>What it costs, in USD.</summary>
    public decimal Dollars => Quantity * Price.Dollars;

    /// <summary>Both together.</summary>
    /// <param name="other">A line of the same price.</param>
    public BillLine Plus(BillLine other) => new(Price, Quantity + other.Quantity) { Uses = other.Uses.Count == 0 ? Uses : [.. Uses, .. other.Uses] };

    /// <summary>What was counted after an earlier line.</summary>
    /// <param name="earlier">The same line as it was.</param>
    public BillLine Since(BillLine earlier) => new(Price, Quantity - earlier.Quantity) { Uses = Uses.Count == 0 ? Uses : [.. Uses.Skip(earlier.Uses.Count)] };
}
