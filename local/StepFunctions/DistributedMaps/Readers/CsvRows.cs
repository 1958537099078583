using System.Runtime.CompilerServices;
using System.Text;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>
/// The rows of a CSV file by the rules of Step Functions, which are RFC 4180 and two more: a doubled quotation mark is
/// one outside quotes too, and a backslash takes the next character as it is ("Parse CSV files in Distributed Map").
/// </summary>
internal sealed class CsvRows(char delimiter)
{
    private readonly StringBuilder _field = new();
    private List<string> _row = [];
    private Place _place;
    private bool _isEscaped;
    private bool _endedByReturn;

    private enum Place
    {
        FieldStart,
        Plain,
        QuoteInPlain,
        Quoted,
        QuoteInQuoted,
    }

    private bool IsBlank => _row.Count == 0 && _place == Place.FieldStart;

    /// <summary>Reads the rows; blank lines are none.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<string>> ReadAsync(
        TextReader text, char delimiter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = new CsvRows(delimiter);
        var buffer = new char[16 * 1024];
        int length;
        while ((length = await text.ReadAsync(buffer, cancellation)) > 0)
        {
            for (var i = 0; i < length; i++)
            {
                if (rows.Take(buffer[i]) is { } row)
                {
                    yield return row;
                }
            }
        }
        if (rows.EndRow() is { } last)
        {
            yield return last;
        }
    }

    /// <summary>Takes one character; gives the row that it ends.</summary>
    private List<string>? Take(char character)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            _field.Append(character);
            return null;
        }
        if (character == '\\')
        {
            LeaveQuote();
            _isEscaped = true;
            _place = _place == Place.Quoted ? Place.Quoted : Place.Plain;
            return null;
        }
        if (character == '"')
        {
            TakeQuote();
            return null;
        }
        if (_place == Place.Quoted)
        {
            _field.Append(character);
            return null;
        }
        LeaveQuote();
        return TakeUnquoted(character);
    }

    private void TakeQuote()
    {
        if (_place is Place.QuoteInPlain or Place.QuoteInQuoted)
        {
            _field.Append('"');
        }
        _place = _place switch
        {
            Place.FieldStart or Place.QuoteInQuoted => Place.Quoted,
            Place.Quoted => Place.QuoteInQuoted,
            Place.Plain => Place.QuoteInPlain,
            _ => Place.Plain,
        };
    }

    // The quotation mark before was a single one: it closed the field's quotes, or is part of the text.
    private void LeaveQuote()
    {
        if (_place == Place.QuoteInPlain)
        {
            _field.Append('"');
        }
        if (_place is Place.QuoteInPlain or Place.QuoteInQuoted)
        {
            _place = Place.Plain;
        }
    }

    private List<string>? TakeUnquoted(char character)
    {
        var isSecondOfBreak = character == '\n' && _endedByReturn;
        _endedByReturn = character == '\r';
        if (isSecondOfBreak)
        {
            return null;
        }
        if (character is '\r' or '\n')
        {
            return EndRow();
        }
        if (character == delimiter)
        {
            EndField();
            return null;
        }
        _field.Append(character);
        _place = Place.Plain;
        return null;
    }

    private void EndField()
    {
        _row.Add(_field.ToString());
        _field.Clear();
        _place = Place.FieldStart;
    }

    private List<string>? EndRow()
    {
        LeaveQuote();
        if (IsBlank)
        {
            return null;
        }
        EndField();
        var row = _row;
        _row = [];
        return row;
    }
}
