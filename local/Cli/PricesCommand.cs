using System.CommandLine;
using System.Globalization;
using System.Text;
using Fanout.Local.Cost;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The command <c>prices</c>: what costs are reckoned by, as a table in Markdown.</summary>
internal static class PricesCommand
{
    public static Command Create()
    {
        var command = new ExampleCommand("prices", "Show the list prices that costs are reckoned by, as a table in Markdown", "prices");
        command.SetAction(_ => Console.Write(Table()));
        return command;
    }

    /// <summary>The table, with a row for each price.</summary>
    public static string Table()
    {
        var table = new StringBuilder("| what is billed | unit | USD | by AWS's page | as of |\n|---|---|---|---|---|\n");
        foreach (var price in Prices.All)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {price.Name} | {price.Unit} | {price.Dollars:0.##########} | <{price.Page}> | {price.AsOf} |\n");
        }

        return $"{table}";
    }
}
