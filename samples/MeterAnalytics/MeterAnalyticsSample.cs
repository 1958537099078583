using Amazon.S3;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>The readings that the workflow meter-analytics rolls up; equal values give equal files.</summary>
/// <param name="First">The first day.</param>
/// <param name="Days">How many days.</param>
public sealed record MeterAnalyticsSample(DateOnly First, int Days)
{
    /// <summary>The key of the file of customers.</summary>
    public const string CustomersKey = "customer_meter_sensor/customer_meter_sensor.csv";

    /// <summary>How the keys of the readings begin.</summary>
    public const string ReadingsPrefix = "iot_electricity_metering/";

    /// <summary>How the keys of the customers begin.</summary>
    public const string CustomersPrefix = "customer_meter_sensor/";

    private const int HoursPerDay = 24;

    /// <summary>Ten customers with a sensor each.</summary>
    public static IReadOnlyList<SampleCustomer> Customers { get; } = SampleMeters.Default.Customers;

    /// <summary>Whose readings they are.</summary>
    public SampleMeters Meters { get; init; } = SampleMeters.Default;

    /// <summary>All customers, those too that have no sensor of their own.</summary>
    public IEnumerable<long> CustomerIds => Meters.Customers.Select(customer => customer.CustomerId).Concat(Meters.Others.Select(other => other.CustomerId));

    /// <summary>January 2022.</summary>
    public static MeterAnalyticsSample Default { get; } = new(new DateOnly(2022, 1, 1), 31);

    /// <summary>The last day.</summary>
    public DateOnly Last => First.AddDays(Days - 1);

    /// <summary>How many files there are: one of customers, and one of readings for each hour.</summary>
    public int FileCount => 1 + Days * HoursPerDay;

    /// <summary>How many of the readings of each day are not used, by the reasons that the workflow gives.</summary>
    public static IReadOnlyDictionary<string, int> UnusedOfDay => FileShape.UnusedOfDay;

    /// <summary>
    /// Generates the files one by one: the customers, then for each hour
    /// <c>year=YYYY/month=MM/day=DD/electricity_metering_blockA1_YYYY-MM-DD-HH.csv</c> under <see cref="ReadingsPrefix"/>,
    /// with a reading of each sensor, and in some of them flawed ones (<see cref="FileShape"/>).
    /// </summary>
    public IEnumerable<SampleFile> Files()
    {
        yield return new SampleFile(Meters.File.Length == 0 ? CustomersKey : $"{CustomersPrefix}{Meters.File}.csv", Lines(
            "CustomerID,SensorID,SensorGroup",
            Meters.Customers.Concat(Meters.Others).Select(customer => Invariant($"{customer.CustomerId},{customer.SensorId},{customer.SensorGroup}"))));
        for (var number = 0; number < Days * HoursPerDay; number++)
        {
            yield return Readings(First.AddDays(number / HoursPerDay), number % HoursPerDay);
        }
    }

    /// <summary>The totals of all days: what the roll-ups of each of them write, read from the files themselves.</summary>
    public IReadOnlyList<PeriodTotal> Expected() => Expected(First, Last);

    /// <summary>The totals of the days of a range, and of each month whose last day is one of them.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    public IReadOnlyList<PeriodTotal> Expected(DateOnly from, DateOnly to) => PeriodTotals.Read(Files(), from, to);

    /// <summary>How many readings the days of a range have, and how many of them are used.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    public ReadingCounts Counts(DateOnly from, DateOnly to) => PeriodTotals.Count(Files(), from, to);

    /// <summary>Uploads the files, in place of those of the same keys.</summary>
    /// <param name="s3">The client.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="concurrency">How many uploads run at the same time.</param>
    /// <param name="progress">Gets the number of files uploaded so far; called by any thread.</param>
    /// <param name="cancellation">Ends the uploading.</param>
    /// <exception cref="SampleException">S3 refused a file or could not be reached; others may have been uploaded.</exception>
    public Task LoadAsync(
        IAmazonS3 s3, string bucket, int concurrency, IProgress<int>? progress, CancellationToken cancellation) =>
        ObjectUploads.PutAsync(
            s3,
            bucket,
            Files().Select(file => Upload.Of(file.Key, file.Text)),
            "files",
            "text/csv",
            concurrency,
            progress,
            cancellation);

    private SampleFile Readings(DateOnly day, int hour) => new(
        Invariant($"{ReadingsPrefix}year={day:yyyy}/month={day:MM}/day={day:dd}/{Meters.File}electricity_metering_blockA1_{day:yyyy-MM-dd}-{hour:D2}.csv"),
        FileShape.Of(hour, [.. Meters.Customers.Select(customer => Reading(customer, day, hour))], Meters));

    private static string Reading(SampleCustomer customer, DateOnly day, int hour)
    {
        var hundredths = HouseholdMeter.Hundredths(customer, day, hour);
        var current = HouseholdMeter.IsLarge(customer) ? 20 : 10;
        return Invariant($"{customer.SensorId},240,{current},60,{hundredths / 100}.{hundredths % 100:D2},{hour:D2}");
    }

    private static string Lines(string header, IEnumerable<string> lines) =>
        string.Concat(lines.Prepend(header).Select(line => line + "\n"));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
