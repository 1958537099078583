using System.Text;

namespace Fanout.Local.Runs;

/// <summary>Reads comma-separated values in which every field is quoted (RFC 4180).</summary>
internal static class CsvRows
{
    /// <summary>The rows, header included, one after the other.</summary>
    /// <exception cref="FormatException">A field is not quoted, or what follows it is neither a comma nor the row's end.</exception>
    public static IEnumerable<string[]> Read(TextReader text)
    {
        var fields = new List<string>();
        for (var number = 1; text.Peek() >= 0;)
        {
            fields.Add(ReadField(text, number));
            switch (text.Read())
            {
                case ',':
                    break;
                case '\r' when text.Read() == '\n':
                    yield return [.. fields];
                    fields.Clear();
                    number++;
                    break;
                default:
                    throw new FormatException($"Row {number} has something after the quote that ends field {fields.Count}.");
            }
        }

        if (fields.Count > 0)
        {
            throw new FormatException("The last row has no end.");
        }
    }

    private static string ReadField(TextReader text, int row)
    {
        if (text.Read() != '"')
        {
            throw new FormatException($"Row {row} has a field that does not begin with a quote.");
        }

        var field = new StringBuilder();
        while (true)
        {
            switch (text.Read())
            {
                case -1:
                    throw new FormatException($"Row {row} has a field without an end.");
                case '"' when text.Peek() != '"':
                    return field.ToString();
                case '"':
                    text.Read();
                    field.Append('"');
                    break;
                case var character:
                    field.Append((char)character);
                    break;
            }
        }
    }
}
