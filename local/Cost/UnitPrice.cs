namespace Fanout.Local.Cost;

/// <summary>What AWS asks for one unit of something.</summary>
/// <param name="Name">What it is, as a bill names it.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Dollars">The list price of a unit in us-east-1, in USD.</param>
/// <param name="Page">AWS's page that sets it.</param>
/// <param name="AsOf">The month of the newest source that says so, such as <c>2026-03</c>; of one without a date, when it was read.</param>
public sealed record UnitPrice(string Name, string Unit, decimal Dollars, string Page, string AsOf);
