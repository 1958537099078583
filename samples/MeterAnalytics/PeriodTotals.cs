using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>Adds up readings by reading CSV files back, with decimals: it knows the files' format, not how they were made.</summary>
internal static partial class PeriodTotals
{
    /// <summary>Reads files and adds up their readings by hour, day and month.</summary>
    /// <param name="files">The customers' file before those of the readings.</param>
    /// <param name="from">The first day that is rolled up.</param>
    /// <param name="to">The last one; a month is rolled up with its last day, from all readings of the month.</param>
    /// <returns>The totals, ordered by customer and period.</returns>
    public static IReadOnlyList<PeriodTotal> Read(IEnumerable<SampleFile> files, DateOnly from, DateOnly to)
    {
        var customers = new Dictionary<string, long>();
        var totals = new Dictionary<(long Customer, string Period), decimal>();
        foreach (var file in files)
        {
            if (file.Key == MeterAnalyticsSample.CustomersKey)
            {
                customers = Rows(file).ToDictionary(row => row[1], row => long.Parse(row[0], CultureInfo.InvariantCulture));
                continue;
            }

            var day = DayOf(file.Key);
            foreach (var row in Rows(file))
            {
                var amount = decimal.Parse(row[4], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
                foreach (var period in Periods(day, hour: row[5], from, to))
                {
                    var key = (customers[row[0]], $"{row[0]}#{period}");
                    totals[key] = totals.GetValueOrDefault(key) + amount;
                }
            }
        }

        return
        [
            .. totals
                .OrderBy(total => total.Key.Customer)
                .ThenBy(total => total.Key.Period, StringComparer.Ordinal)
                .Select(total => new PeriodTotal(total.Key.Customer, total.Key.Period, total.Value)),
        ];
    }

    private static IEnumerable<string[]> Rows(SampleFile file) =>
        file.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','));

    private static DateOnly DayOf(string key)
    {
        var partition = Partition().Match(key);
        return DateOnly.ParseExact(partition.Result("${year}-${month}-${day}"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Periods(DateOnly day, string hour, DateOnly from, DateOnly to)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (day >= from && day <= to)
        {
            yield return $"{date}T{hour}";
            yield return date;
        }

        var lastOfMonth = new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
        if (lastOfMonth >= from && lastOfMonth <= to)
        {
            yield return date[..7];
        }
    }

    [GeneratedRegex(@"/year=(?<year>\d{4})/month=(?<month>\d\d)/day=(?<day>\d\d)/")]
    private static partial Regex Partition();
}
