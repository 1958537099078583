using System.Text;
using Spectre.Console;

namespace Fanout.Local.Runs;

/// <summary>Writes whole lines to a console, which moves what it shows live below them. Safe for any thread.</summary>
internal sealed class ConsoleLines(IAnsiConsole console) : TextWriter
{
    private readonly StringBuilder _line = new();
    private readonly Lock _lock = new();

    /// <inheritdoc />
    public override Encoding Encoding => console.Profile.Encoding;

    /// <inheritdoc />
    public override void Write(char value)
    {
        lock (_lock)
        {
            if (value == '\n')
            {
                console.WriteLine(_line.ToString().TrimEnd('\r'));
                _line.Clear();
            }
            else
            {
                _line.Append(value);
            }
        }
    }
}
