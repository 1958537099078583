using Fanout.Local.Cost;

namespace Fanout.Local.Runs;

/// <summary>What something costs by the list prices of us-east-1, for scripts.</summary>
/// <param name="Dollars">All of it, in USD.</param>
/// <param name="Parts">The parts, the dearest first.</param>
internal sealed record CostDocument(decimal Dollars, IReadOnlyList<CostDocument.CostPart> Parts)
{
    // A byte of a log line costs less than a billionth of a dollar.
    private const int Decimals = 12;

    /// <summary>The document of a bill.</summary>
    public static CostDocument Of(Bill bill) => new(
        Rounded(bill.Dollars),
        [.. bill.Lines.Select(line => new CostPart(line.Price.Name, Rounded(line.Quantity), line.Price.Unit, Rounded(line.Dollars)))]);

    /// <summary>A number without the digits that division has left.</summary>
    public static decimal Rounded(decimal value) => decimal.Round(value, Decimals);

    /// <summary>A part of it.</summary>
    /// <param name="Part">What is billed.</param>
    /// <param name="Quantity">How much of it.</param>
    /// <param name="Unit">Of which unit.</param>
    /// <param name="Dollars">What it costs, in USD.</param>
    internal sealed record CostPart(string Part, decimal Quantity, string Unit, decimal Dollars);
}
