using System.Text;

namespace Fanout.Functions.MeterAnalytics.Csv;

/// <summary>A record of a CSV file; <see cref="CsvReader"/> reads one after the other into it.</summary>
internal sealed class CsvRecord
{
    private readonly List<Field> _fields = [];
    private ReadOnlyMemory<byte> _text;

    /// <summary>The line of the file in which the record begins, from 1 on.</summary>
    public long Line { get; private set; }

    /// <summary>The record as it is in the file, without the end of its line.</summary>
    public ReadOnlySpan<byte> Text => _text.Span;

    /// <summary>Why the text is no record; null where it is one.</summary>
    public string? Fault { get; private set; }

    /// <summary>The number of fields; none where there is a fault.</summary>
    public int Count => _fields.Count;

    /// <summary>A field, without its quotes.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var (start, length, hasDoubledQuotes) = _fields[index];
            var field = Text.Slice(start, length);
            return hasDoubledQuotes
                ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(field).Replace("\"\"", "\"", StringComparison.Ordinal))
                : field;
        }
    }

    /// <summary>Finds the fields of the record with which a text begins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWhole">Whether nothing follows it.</param>
    /// <param name="fault">Why it is no record, where the text so far shows it.</param>
    /// <returns>The record's length with the end of its line; 0 where it has a fault, or no end within the text.</returns>
    public int Parse(ReadOnlySpan<byte> text, bool isWhole, out string? fault)
    {
        fault = null;
        _fields.Clear();
        for (var start = 0; ;)
        {
            var end = text[start..] is [(byte)'"', ..] ? AddQuoted(text, start) : AddPlain(text, start);
            if (end < 0)
            {
                return 0;
            }

            switch (text[end..])
            {
                case [(byte)',', ..]:
                    start = end + 1;
                    break;
                case [(byte)'\n', ..]:
                    return end + 1;
                case [(byte)'\r', (byte)'\n', ..]:
                    return end + 2;
                case [] or [(byte)'\r']:
                    return isWhole ? text.Length : 0;
                default:
                    fault = "a closing quote is followed by more text";
                    return 0;
            }
        }
    }

    /// <summary>Becomes the record that was parsed last.</summary>
    /// <param name="line">The line of the file in which it begins.</param>
    /// <param name="text">The record with the end of its line.</param>
    /// <param name="fault">Why it is none; null where it is one.</param>
    public void Set(long line, ReadOnlyMemory<byte> text, string? fault)
    {
        (Line, Fault) = (line, fault);
        text = text.Span is [.., (byte)'\n'] ? text[..^1] : text;
        _text = text.Span is [.., (byte)'\r'] ? text[..^1] : text;
        if (fault is not null)
        {
            _fields.Clear();
        }
    }

    // Gives the position behind the field, or -1 where it is not closed.
    private int AddQuoted(ReadOnlySpan<byte> text, int start)
    {
        var hasDoubledQuotes = false;
        for (var position = start + 1; ; position += 2)
        {
            var quote = text[position..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return -1;
            }

            position += quote;
            if (text[(position + 1)..] is not [(byte)'"', ..])
            {
                _fields.Add(new Field(start + 1, position - start - 1, hasDoubledQuotes));
                return position + 1;
            }

            hasDoubledQuotes = true;
        }
    }

    private int AddPlain(ReadOnlySpan<byte> text, int start)
    {
        var length = text[start..].IndexOfAny((byte)',', (byte)'\n');
        var isLast = length < 0 || text[start + length] == '\n';
        var end = length < 0 ? text.Length : start + length;
        if (isLast && text[start..end] is [.., (byte)'\r'])
        {
            end--;
        }

        _fields.Add(new Field(start, end - start, HasDoubledQuotes: false));
        return end;
    }

    private readonly record struct Field(int Start, int Length, bool HasDoubledQuotes);
}
