using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>Adds up readings by reading CSV files back, with decimals: it knows the files' shapes, not how they were made.</summary>
internal static partial class PeriodTotals
{
    /// <summary>Reads files and adds up their readings by hour, day and month.</summary>
    /// <param name="files">The customers' file before those of the readings.</param>
    /// <param name="from">The first day that is rolled up.</param>
    /// <param name="to">The last one; a month is rolled up with its last day, from all readings of the month.</param>
    /// <returns>The totals, ordered by customer and period.</returns>
    public static IReadOnlyList<PeriodTotal> Read(IEnumerable<SampleFile> files, DateOnly from, DateOnly to)
    {
        var totals = new Dictionary<(long Customer, string Period), decimal>();
        foreach (var (reading, amount) in Usable(files).Where(entry => entry.Amounts.Distinct().Count() == 1).Select(entry => (entry.Reading, entry.Amounts[0])))
        {
            foreach (var period in Periods(reading.Day, reading.Hour, from, to))
            {
                var key = (reading.Customer, $"{reading.Sensor}#{period}");
                totals[key] = totals.GetValueOrDefault(key) + amount;
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

    /// <summary>Counts the readings of the days of a range.</summary>
    /// <param name="files">The customers' file before those of the readings.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    public static ReadingCounts Count(IEnumerable<SampleFile> files, DateOnly from, DateOnly to)
    {
        SampleFile[] days = [.. files.Where(file => IsOfCustomers(file) || (DayOf(file.Key) >= from && DayOf(file.Key) <= to))];
        var amounts = Usable(days).Select(entry => entry.Amounts).Where(amounts => amounts.Distinct().Count() == 1).ToArray();
        var readings = days.Where(file => !IsOfCustomers(file)).Sum(file => Rows(file).Count());
        return new ReadingCounts(readings, amounts.Length, amounts.Sum(same => same.Count - 1), readings - amounts.Sum(same => same.Count));
    }

    // The amounts that are read of each sensor of one customer in each hour.
    private static IEnumerable<((long Customer, string Sensor, DateOnly Day, string Hour) Reading, List<decimal> Amounts)> Usable(IEnumerable<SampleFile> files)
    {
        var customers = new Dictionary<string, long>();
        var amounts = new Dictionary<(long, string, DateOnly, string), List<decimal>>();
        foreach (var file in files)
        {
            if (IsOfCustomers(file))
            {
                customers = Rows(file).GroupBy(row => row[1]).Where(rows => rows.Count() == 1)
                    .ToDictionary(rows => rows.Key, rows => long.Parse(rows.Single()[0], CultureInfo.InvariantCulture));
                continue;
            }

            var day = DayOf(file.Key);
            foreach (var row in Rows(file))
            {
                if (row.Length == 6 && customers.TryGetValue(row[0], out var customer) && Hour().IsMatch(row[5])
                    && decimal.TryParse(row[4].Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
                {
                    var key = (customer, row[0], day, row[5]);
                    amounts[key] = [.. amounts.GetValueOrDefault(key) ?? [], amount];
                }
            }
        }

        return amounts.Select(entry => (entry.Key, entry.Value));
    }

    private static IEnumerable<string[]> Rows(SampleFile file) => file.Text
        .TrimStart('\ufeff')
        .Split(["\r\n", "\n", "\r"], StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(line.Contains(';') ? ';' : line.Contains('\t') ? '\t' : ','))
        .Select(fields => fields.Select(field => field.Trim(' ', '"')).ToArray())
        .Where(row => !Name().IsMatch(row[0]));

    private static bool IsOfCustomers(SampleFile file) => file.Key.StartsWith(MeterAnalyticsSample.CustomersPrefix, StringComparison.Ordinal);

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

    [GeneratedRegex("^(Customer|Sensor|Sendor)ID$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^([01][0-9]|2[0-3])$")]
    private static partial Regex Hour();

    [GeneratedRegex(@"/year=(?<year>\d{4})/month=(?<month>\d\d)/day=(?<day>\d\d)/")]
    private static partial Regex Partition();
}
