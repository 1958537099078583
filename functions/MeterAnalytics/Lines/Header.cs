using System.Text;
using Fanout.Functions.MeterAnalytics.Csv;

namespace Fanout.Functions.MeterAnalytics.Lines;

/// <summary>The header of a result file.</summary>
internal static class Header
{
    /// <summary>Finds the period of a file's lines.</summary>
    /// <param name="header">The file's first record.</param>
    /// <param name="fault">What is wrong with it; null where nothing is.</param>
    /// <returns>The period; null where something is wrong.</returns>
    public static Period? TryRead(CsvRecord header, out string? fault)
    {
        var period = header.Count == 3 && header[0].SequenceEqual("customerid"u8) && header[2].SequenceEqual("total_kwh"u8)
            ? Period.All.FirstOrDefault(period => Encoding.UTF8.GetString(header[1]) == period.Column)
            : null;
        fault = period is null
            ? $"the header is not customerid, {string.Join(" or ", Period.All.Select(period => period.Column))}, total_kwh"
            : null;
        return period;
    }
}
