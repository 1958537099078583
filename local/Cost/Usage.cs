using System.Collections.Concurrent;

namespace Fanout.Local.Cost;

/// <summary>
/// What is billed to an account, by the role whose work it is, or by the log group. What the account's root does is not
/// counted: it loads samples and checks. Safe for any thread.
/// </summary>
public sealed class Usage
{
    private readonly ConcurrentDictionary<(string Payer, UnitPrice Price), decimal> _quantities = new();

    /// <summary>What was counted so far.</summary>
    public IReadOnlyDictionary<(string Payer, UnitPrice Price), decimal> Total => _quantities.ToDictionary();

    /// <summary>Counts a quantity.</summary>
    /// <param name="payer">The name of a role or of a log group.</param>
    /// <param name="price">What it is a quantity of.</param>
    /// <param name="quantity">The quantity as it is billed.</param>
    public void Add(string payer, UnitPrice price, decimal quantity) =>
        _quantities.AddOrUpdate((payer, price), quantity, (_, before) => before + quantity);

    /// <summary>The bill of some payers for what was counted after an earlier <see cref="Total"/>.</summary>
    /// <param name="earlier">The earlier total; an empty one for all.</param>
    /// <param name="pays">Whether a role or a log group is one of them.</param>
    public Bill Since(IReadOnlyDictionary<(string Payer, UnitPrice Price), decimal> earlier, Func<string, bool> pays) => Bill.Of(
        from counted in Total
        where pays(counted.Key.Payer)
        select (counted.Key.Price, counted.Value - earlier.GetValueOrDefault(counted.Key)));
}
