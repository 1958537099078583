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
    private const decimal Tolerance = 0.000001m;

    // What a query and a job are billed with at least, however little they do.
    private static readonly Dictionary<UnitPrice, decimal> Least = new()
    {
        [Prices.AthenaTerabyte] = BilledQuantity.Terabytes(0),
        [Prices.GlueHour] = BilledQuantity.GlueHours(0.0625, TimeSpan.Zero),
    };

    /// <summary>All of it, in USD.</summary>
    public decimal Dollars => Lines.Sum(line => line.Dollars);

    /// <summary>Extrapolates.</summary>
    /// <param name="small">The bill of the smaller size, and its items.</param>
    /// <param name="large">The bill of the larger size, and its items.</param>
    /// <param name="items">How many items there would be.</param>
    public static ScaledBill Of((Bill Bill, long Items) small, (Bill Bill, long Items) large, long items)
    {
        var lines = LinesOf(small, large, items);
        string[] refusals = [.. SizeProblems(small.Items, large.Items, items), .. lines.Select(Problem).OfType<string>()];
        return new ScaledBill(small.Items, large.Items, items, refusals.Length == 0 ? lines : [], refusals);
    }

    /// <summary>The lines alone, the dearest first, whether the sizes support them or not.</summary>
    /// <inheritdoc cref="Of" />
    public static IReadOnlyList<ScaledLine> LinesOf((Bill Bill, long Items) small, (Bill Bill, long Items) large, long items) =>
    [
        .. Bill.Of([small.Bill, large.Bill]).Lines
            .Select(line => new ScaledLine(line.Price, (QuantityOf(small.Bill, line.Price), small.Items), (QuantityOf(large.Bill, line.Price), large.Items), items))
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

    private static string? Problem(ScaledLine line) =>
        line.Small.Quantity > line.Large.Quantity
            ? $"{line.Price.Name}: fell from {BillText.Quantity(line.Small.Quantity)} to {BillText.Quantity(line.Large.Quantity)} as items grew; run it with more of them."
        : Least.TryGetValue(line.Price, out var least) && IsMultiple(line.Small.Quantity, least)
            ? $"{line.Price.Name}: {line.Small.Items} items were billed as the least that there is, which says nothing of more; run it with more of them."
        : null;

    private static bool IsMultiple(decimal quantity, decimal least) => Math.Abs(quantity / least - Math.Round(quantity / least)) < Tolerance;

    private static decimal QuantityOf(Bill bill, UnitPrice price) => bill.Lines.FirstOrDefault(line => line.Price == price)?.Quantity ?? 0;
}

/// <summary>A part of such a bill.</summary>
/// <param name="Price">What is billed.</param>
/// <param name="Small">How much of it the smaller size took.</param>
/// <param name="Large">How much the larger took.</param>
/// <param name="Items">How many items there would be.</param>
public sealed record ScaledLine(UnitPrice Price, (decimal Quantity, long Items) Small, (decimal Quantity, long Items) Large, long Items)
{
    /// <summary>How much each item adds.</summary>
    public decimal PerItem => Large.Items == Small.Items ? 0 : (Large.Quantity - Small.Quantity) / (Large.Items - Small.Items);

    /// <summary>How much there is without any.</summary>
    public decimal Fixed => Large.Quantity - PerItem * Large.Items;

    /// <summary>How much there would be; not less than was measured.</summary>
    public decimal Quantity => Math.Max(Large.Quantity, Fixed + PerItem * Items);

    /// <summary>What it costs, in USD.</summary>
    public decimal Dollars => Quantity * Price.Dollars;
}
