namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A type of DuckDB's.</summary>
/// <param name="Name">Its name, such as <c>BIGINT</c>, <c>DECIMAL(10,2)</c>, <c>LIST</c>, <c>MAP</c> or <c>STRUCT</c>.</param>
/// <param name="Parts">The types of a list's items, of a map's keys and values, or of a struct's members with their names.</param>
internal sealed record SqlType(string Name, IReadOnlyList<(string Name, SqlType Type)> Parts)
{
    /// <summary>Whether values of it hold others.</summary>
    public bool IsNested => Parts.Count > 0;

    /// <summary>Whether it is one of the timestamps.</summary>
    public bool IsTimestamp => Name.StartsWith("TIMESTAMP", StringComparison.Ordinal);

    /// <summary>Whether it is a decimal, of whatever digits.</summary>
    public bool IsDecimal => Name.StartsWith("DECIMAL", StringComparison.Ordinal);

    /// <summary>The type of the same shape that has a text in place of every other value.</summary>
    public string OfTexts => Name switch
    {
        "LIST" => $"{Parts[0].Type.OfTexts}[]",
        "MAP" => $"MAP({Parts[0].Type.OfTexts}, {Parts[1].Type.OfTexts})",
        "STRUCT" => $"STRUCT({string.Join(", ", Parts.Select(part => $"{SqlText.Name(part.Name)} {part.Type.OfTexts}"))})",
        _ => "VARCHAR",
    };

    /// <summary>The type as Athena names it.</summary>
    public string AthenaName => Name switch
    {
        "HUGEINT" => "bigint",
        "BLOB" => "varbinary",
        "LIST" => "array",
        "STRUCT" => "row",
        "\"NULL\"" => "unknown",
        _ => Name.ToLowerInvariant(),
    };

    /// <summary>Reads a type as <c>typeof</c> writes it.</summary>
    public static SqlType Parse(string text) => new Reader(text).Read();

    private sealed class Reader(string text)
    {
        private int _at;

        public SqlType Read()
        {
            var type = ReadOne();
            // An array of a fixed length is a list too.
            while (Peek() == '[')
            {
                _at = text.IndexOf(']', _at) + 1;
                type = new SqlType("LIST", [("", type)]);
            }
            return type;
        }

        private SqlType ReadOne()
        {
            var start = _at;
            if (Peek() == '"')
            {
                ReadName();
                return new SqlType(text[start.._at], []);
            }
            while (Peek() is not ('(' or '[' or ',' or ')' or '\0'))
            {
                _at++;
            }
            var name = text[start.._at];
            if (name is "STRUCT" or "MAP" && Peek() == '(')
            {
                return new SqlType(name, ReadParts(name == "STRUCT"));
            }
            if (Peek() == '(')
            {
                SkipArguments();
            }
            return new SqlType(text[start.._at], []);
        }

        private List<(string Name, SqlType Type)> ReadParts(bool areNamed)
        {
            var parts = new List<(string Name, SqlType Type)>();
            do
            {
                _at++;
                SkipSpace();
                var name = areNamed ? ReadName() : "";
                SkipSpace();
                parts.Add((name, Read()));
            }
            while (Peek() == ',');
            _at++;
            return parts;
        }

        private string ReadName()
        {
            var start = _at;
            if (Peek() != '"')
            {
                while (Peek() is not (' ' or '\0'))
                {
                    _at++;
                }
                return text[start.._at];
            }
            do
            {
                _at = text.IndexOf('"', _at + 1) + 1;
            }
            while (Peek() == '"');
            return text[(start + 1)..(_at - 1)].Replace("\"\"", "\"", StringComparison.Ordinal);
        }

        // Of a decimal, or the texts of an enumeration.
        private void SkipArguments()
        {
            var isText = false;
            var depth = 0;
            do
            {
                isText ^= text[_at] == '\'';
                depth += isText ? 0 : text[_at] switch { '(' => 1, ')' => -1, _ => 0 };
                _at++;
            }
            while (depth > 0);
        }

        private void SkipSpace()
        {
            while (Peek() == ' ')
            {
                _at++;
            }
        }

        private char Peek() => _at < text.Length ? text[_at] : '\0';
    }
}
