namespace Fanout.Local.Cost;

/// <summary>What a bill of more items would be: for each part a straight line through what two sizes were measured to take.</summary>
/// <param name="Small">How many items the smaller size had.</param>
/// <param name="Large">How many the larger had.</param>
/// <param name="Items">How many there would be.</param>
/// <param name="Lines">The parts, the dearest first; none where the sizes do not support it.</param>
/// <param name="Refusals">Why they do not, a sentence each.</param>
public sealed record ScaledBill(long Small, long Large, long Items, IReadOnlyList<ScaledLine> Lines, IReadOnlyList<string> Refusals)
{
    private const decimal LeastGrowth = 1.5m;
    private const int MostTimes = 100;

    /// <summary>All of it, in USD.</summary>
    public decimal Dollars => Lines.Sum(line => line.Dollars);

    /// <summary>Extrapolates.</summary>
    /// <param name="small">The bill of the smaller size, and its items.</param>
    /// <param name="large">The bill of the larger size, and its items.</param>
    /// <param name="items">How many items there would be.</param>
    public static ScaledBill Of((Bill Bill, long Items) small, (Bill Bill, long Items) large, long items)
    {
        var lines = LinesOf(small, large, items);
        string[] refusals = [.. SizeProblems(small.Items, large.Items, items), .. lines.Select(line => line.Problem).OfType<string>()];
        return new ScaledBill(small.Items, large.Items, items, refusals.Length == 0 ? lines : [], refusals);
    }

    /// <summary>The lines alone, the dearest first, whether the sizes support them or not.</summary>
    /// <inheritdoc cref="Of" />
    public static IReadOnlyList<ScaledLine> LinesOf((Bill Bill, long Items) small, (Bill Bill, long Items) large, long items) =>
    [
        .. Bill.Of([small.Bill, large.Bill]).Lines
            .Select(line => new ScaledLine((LineOf(small.Bill, line.Price), small.Items), (LineOf(large.Bill, line.Price), large.Items), items))
            .OrderByDescending(line => line.Dollars),
    ];

    private static IEnumerable<string> SizeProblems(long small, long large, long items)
    {
        if (large < LeastGrowth * small)
        {
            yield return $"{small} and {large} items are too near to each other; run it with more of them.";
        }

        if (items < large)
        {
            yield return $"{items} items are fewer than the {large} that it was run with.";
        }

        if (items > MostTimes * large)
        {
            yield return $"{items} items are more than {MostTimes} times the {large} that it was run with; run it with more of them.";
        }
    }

    private static BillLine LineOf(Bill bill, UnitPrice price) => bill.Lines.FirstOrDefault(line => line.Price == price) ?? new BillLine(price, 0);
}
