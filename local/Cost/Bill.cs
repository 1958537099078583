namespace Fanout.Local.Cost;

/// <summary>What something costs, by what is billed: the dearest first.</summary>
/// <param name="Lines">The lines.</param>
public sealed record Bill(IReadOnlyList<BillLine> Lines)
{
    /// <summary>That of nothing.</summary>
    public static Bill None { get; } = new([]);

    /// <summary>All of it, in USD.</summary>
    public decimal Dollars => Lines.Sum(line => line.Dollars);

    /// <summary>The bill of some lines; those of the same price are added up.</summary>
    public static Bill Of(IEnumerable<BillLine> lines) => new(
    [
        .. from line in lines
           group line by line.Price into same
           let sum = same.Aggregate((one, other) => one.Plus(other))
           where sum.Quantity > 0
           orderby sum.Dollars descending, sum.Price.Name
           select sum,
    ]);

    /// <summary>The bill of some quantities.</summary>
    public static Bill Of(IEnumerable<(UnitPrice Price, decimal Quantity)> quantities) =>
        Of(quantities.Select(quantity => new BillLine(quantity.Price, quantity.Quantity)));

    /// <summary>The bill of all together.</summary>
    public static Bill Of(IEnumerable<Bill> bills) => Of(bills.SelectMany(bill => bill.Lines));
}
