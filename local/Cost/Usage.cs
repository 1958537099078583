using System.Collections.Concurrent;

namespace Fanout.Local.Cost;

/// <summary>
/// What is billed to an account, by the role whose work it is, or by the log group. What the account's root does is not
/// counted: it loads samples and checks. Safe for any thread.
/// </summary>
public sealed class Usage
{
    private readonly ConcurrentDictionary<(string Payer, UnitPrice Price), BillLine> _lines = new();

    /// <summary>What was counted so far.</summary>
    public IReadOnlyDictionary<(string Payer, UnitPrice Price), BillLine> Total => _lines.ToDictionary();

    /// <summary>Counts a quantity.</summary>
    /// <param name="payer">The name of a role or of a log group.</param>
    /// <param name="price">What it is a quantity of.</param>
    /// <param name="quantity">The quantity as it is billed.</param>
    public void Add(string payer, UnitPrice price, decimal quantity) => Add(payer, new BillLine(price, quantity));

    /// <summary>Counts a use of a service that is billed with a least quantity.</summary>
    /// <param name="payer">The name of a role.</param>
    /// <param name="price">What is billed.</param>
    /// <param name="use">The use.</param>
    public void Add(string payer, UnitPrice price, BilledUse use) => Add(payer, new BillLine(price, use));

    /// <summary>The bill of some payers for what was counted after an earlier <see cref="Total"/>.</summary>
    /// <param name="earlier">The earlier total; an empty one for all.</param>
    /// <param name="pays">Whether a role or a log group is one of them.</param>
    public Bill Since(IReadOnlyDictionary<(string Payer, UnitPrice Price), BillLine> earlier, Func<string, bool> pays) => Bill.Of(
        from counted in Total
        where pays(counted.Key.Payer)
        select earlier.TryGetValue(counted.Key, out var before) ? counted.Value.Since(before) : counted.Value);

    private void Add(string payer, BillLine line) => _lines.AddOrUpdate((payer, line.Price), line, (_, before) => before.Plus(line));
}
