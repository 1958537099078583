using System.Diagnostics;

namespace Fanout.Bench;

/// <summary>How fast some code runs and how much it allocates.</summary>
/// <param name="Time">The time of one run: the median.</param>
/// <param name="Bytes">The bytes that one run allocates: the mean.</param>
internal readonly record struct Speed(TimeSpan Time, double Bytes)
{
    // The list of times must not grow while bytes are counted.
    private const int MostRuns = 1_000_000;

    // Also where other processes take the time: code is compiled for speed after it ran for some time and often.
    private const int WarmUpRuns = 500;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <summary>Runs code over and over on this thread: first until it is compiled for speed, then to measure it.</summary>
    public static Speed Of(Action code)
    {
        var times = new List<TimeSpan>(MostRuns);
        Repeat(code, WarmUp, times, WarmUpRuns);
        times.Clear();
        GC.Collect();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Repeat(code, Duration, times, leastRuns: 1);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new Speed(times.Order().ElementAt(times.Count / 2), (double)allocated / times.Count);
    }

    private static void Repeat(Action code, TimeSpan duration, List<TimeSpan> times, int leastRuns)
    {
        var start = Stopwatch.GetTimestamp();
        while (times.Count < leastRuns || (times.Count < MostRuns && Stopwatch.GetElapsedTime(start) < duration))
        {
            var before = Stopwatch.GetTimestamp();
            code();
            times.Add(Stopwatch.GetElapsedTime(before));
        }
    }
}
