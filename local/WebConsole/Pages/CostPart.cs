using Fanout.Local.Cost;
using Fanout.Local.WebConsole.Markup;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>What something would cost in AWS.</summary>
internal static class CostPart
{
    private static readonly string[] Columns = ["Part", "#Quantity", "Unit", "#USD"];

    /// <summary>A bill in a table.</summary>
    /// <param name="bill">The bill.</param>
    /// <param name="label">What the table is called.</param>
    public static Html Of(Bill bill, string label) => bill.Lines.Count == 0
        ? Html.Of($"""<p class="empty">Nothing that AWS bills was done yet.</p>""")
        : Parts.Table(label, Columns, bill.Lines.Select(line => Html.Of($"""
            <tr><td class="main">{line.Price.Name}</td><td class="number">{BillText.Quantity(line.Quantity)}</td>
            <td>{line.Price.Unit}</td><td class="number">{BillText.Dollars(line.Dollars)}</td></tr>
            """)));
}
