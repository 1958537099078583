namespace Fanout.Local.Cost;

/// <summary>What something costs, by what is billed: the dearest first.</summary>
/// <param name="Lines">The lines.</param>
public sealed record Bill(IReadOnlyList<BillLine> Lines)
{
    /// <summary>That of nothing.</summary>
    public static Bill None { get; } = new([]);

    /// <summary>All of it, in USD.</summary>
    public decimal Dollars => Lines.Sum(line => line.Dollars);

    /// <summary>The bill of some quantities; those of the same are added up.</summary>
    public static Bill Of(IEnumerable<(UnitPrice Price, decimal Quantity)> quantities) => new(
    [
        .. from quantity in quantities
           group quantity.Quantity by quantity.Price into same
           let line = new BillLine(same.Key, same.Sum())
           where line.Quantity > 0
           orderby line.Dollars descending, line.Price.Name
           select line,
    ]);

    /// <summary>The bill of all together.</summary>
    public static Bill Of(IEnumerable<Bill> bills) => Of(bills.SelectMany(bill => bill.Lines).Select(line => (line.Price, line.Quantity)));
}

/// <summary>A line of a bill.</summary>
/// <param name="Price">What is billed.</param>
/// <param name="Quantity">How many units.</param>
public sealed record BillLine(UnitPrice Price, decimal Quantity)
{
    /// <summary>What they cost, in USD.</summary>
    public decimal Dollars => Quantity * Price.Dollars;
}
