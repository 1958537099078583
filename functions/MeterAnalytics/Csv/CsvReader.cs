namespace Fanout.Functions.MeterAnalytics.Csv;

/// <summary>
/// Reads records of CSV (RFC 4180; lines may also end with LF alone) from a stream of any length through one buffer.
/// A record whose quotes are wrong ends with its first line, so that a stray quote spoils one line and not the rest of
/// the file. Empty lines are no records.
/// </summary>
/// <param name="source">The file: UTF-8, with or without a byte order mark.</param>
internal sealed class CsvReader(Stream source)
{
    /// <summary>A record with the end of its line has fewer bytes than this, or is cut.</summary>
    public const int MostBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[2 * MostBytes];
    private readonly CsvRecord _record = new();
    private int _start;
    private int _end;
    private long _line = 1;
    private bool _isAtStart = true;
    private bool _isAtEnd;
    private bool _isInLongLine;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads the next record.</summary>
    /// <returns>The record, good until the next is read; null at the end of the file.</returns>
    /// <exception cref="IOException">The stream broke off.</exception>
    public async ValueTask<CsvRecord?> ReadAsync(CancellationToken cancellation)
    {
        if (_isAtStart)
        {
            await SkipByteOrderMarkAsync(cancellation);
        }

        if (_isInLongLine)
        {
            await SkipLineAsync(cancellation);
        }

        while (_start < _end || !_isAtEnd)
        {
            if (!TryTake())
            {
                await FillAsync(cancellation);
            }
            else if (!_record.Text.IsEmpty)
            {
                return _record;
            }
        }

        return null;
    }

    private async ValueTask SkipByteOrderMarkAsync(CancellationToken cancellation)
    {
        while (Buffered.Length < ByteOrderMark.Length && !_isAtEnd)
        {
            await FillAsync(cancellation);
        }

        _start += Buffered.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        _isAtStart = false;
    }

    private async ValueTask SkipLineAsync(CancellationToken cancellation)
    {
        int end;
        while ((end = Buffered.IndexOf((byte)'\n')) < 0 && !_isAtEnd)
        {
            _start = _end;
            await FillAsync(cancellation);
        }

        _start = end < 0 ? _end : _start + end + 1;
        _line++;
        _isInLongLine = false;
    }

    // False where the record may go on behind what is in the buffer.
    private bool TryTake()
    {
        var window = _buffer.AsMemory(_start, Math.Min(_end - _start, MostBytes));
        var isWhole = _isAtEnd && window.Length == _end - _start;
        var canGrow = !isWhole && window.Length < MostBytes;
        var length = _record.Parse(window.Span, isWhole, out var fault);
        if (length > 0)
        {
            Take(window[..length], fault: null);
            return true;
        }

        var lineEnd = window.Span.IndexOf((byte)'\n');
        if (canGrow && (fault is null || lineEnd < 0))
        {
            return false;
        }

        _isInLongLine = lineEnd < 0 && !isWhole;
        Take(
            lineEnd < 0 ? window : window[..(lineEnd + 1)],
            _isInLongLine ? $"the line has {MostBytes} bytes or more" : fault ?? "a quote is not closed");
        return true;
    }

    private void Take(ReadOnlyMemory<byte> text, string? fault)
    {
        _record.Set(_line, text, fault);
        _line += text.Span.Count((byte)'\n');
        _start += text.Length;
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_end == _buffer.Length)
        {
            Buffered.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var count = await source.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += count;
        _isAtEnd = count == 0;
    }
}
