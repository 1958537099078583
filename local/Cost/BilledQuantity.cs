namespace Fanout.Local.Cost;

/// <summary>What AWS rounds quantities to, and the least that it bills, as the pages of <see cref="Prices"/> say.</summary>
public static class BilledQuantity
{
    private const decimal Kilobyte = 1024;
    private const decimal MegabytesOfGigabyte = 1024;
    private const int MegabytesOfTerabyte = 1024 * 1024;
    private const decimal BytesOfMegabyte = 1024 * 1024;
    private const decimal BytesOfGigabyte = 1024 * BytesOfMegabyte;
    private const decimal ChunkOfMessages = 64 * Kilobyte;
    private const decimal UnitOfReads = 4 * Kilobyte;
    private const int ChunkOfMemory = 64;
    private const int LeastScanned = 10;
    private const int LeastSecondsOfJob = 60;
    private const int SecondsOfHour = 3600;

    /// <summary>GB-seconds of an Express execution.</summary>
    public static decimal ExpressGigabyteSeconds(TimeSpan duration, int megabytes) =>
        Steps(duration, TimeSpan.FromMilliseconds(100)) / 10 * Math.Ceiling((decimal)megabytes / ChunkOfMemory) * ChunkOfMemory / MegabytesOfGigabyte;

    /// <summary>GB-seconds of an invocation of a function.</summary>
    public static decimal FunctionGigabyteSeconds(TimeSpan duration, int megabytes) =>
        (decimal)FunctionMilliseconds(duration) / 1000 * megabytes / MegabytesOfGigabyte;

    /// <summary>Milliseconds of an invocation of a function.</summary>
    public static long FunctionMilliseconds(TimeSpan duration) => (long)Steps(duration, TimeSpan.FromMilliseconds(1));

    /// <summary>Requests that a payload is billed as.</summary>
    public static decimal Messages(long bytes) => Math.Max(1, Math.Ceiling(bytes / ChunkOfMessages));

    /// <summary>Write request units of one item; transactions take them twice.</summary>
    public static decimal Writes(long bytes) => Math.Max(1, Math.Ceiling(bytes / Kilobyte));

    /// <summary>Read request units of one item, or of what one page of a query read; transactions take them twice.</summary>
    public static decimal Reads(long bytes, bool isConsistent) => Math.Max(1, Math.Ceiling(bytes / UnitOfReads)) / (isConsistent ? 1 : 2);

    /// <summary>A query, in terabytes.</summary>
    public static BilledUse Query(long bytesScanned) => new(bytesScanned / BytesOfMegabyte, LeastScanned, Factor: 1, MegabytesOfTerabyte);

    /// <summary>A run of a job, in DPU-hours.</summary>
    public static BilledUse JobRun(double units, TimeSpan duration) =>
        new((decimal)duration.Ticks / TimeSpan.TicksPerSecond, LeastSecondsOfJob, (decimal)units, SecondsOfHour);

    /// <summary>Gigabytes of log lines.</summary>
    public static decimal LogGigabytes(long bytes) => bytes / BytesOfGigabyte;

    private static decimal Steps(TimeSpan duration, TimeSpan step) => Math.Ceiling((decimal)duration.Ticks / step.Ticks);
}
