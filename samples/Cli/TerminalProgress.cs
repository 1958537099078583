using System.Globalization;

namespace Fanout.Samples.Cli;

/// <summary>One line on a terminal that says how much is done.</summary>
/// <param name="total">How much there is to do.</param>
/// <param name="unit">What is counted.</param>
internal sealed class TerminalProgress(int total, string unit) : IProgress<int>, IDisposable
{
    private readonly Lock _lock = new();
    private int _shown;

    /// <summary>Shows how many are done, a hundred times at most; may be called by any thread.</summary>
    public void Report(int value)
    {
        lock (_lock)
        {
            if (value >= _shown + Math.Max(1, total / 100))
            {
                _shown = value;
                Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{value:N0} of {total:N0} {unit}"));
            }
        }
    }

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        if (_shown > 0)
        {
            Console.Error.Write("\r\e[K");
        }
    }
}
