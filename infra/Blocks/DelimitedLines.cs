namespace Fanout.Infra.Blocks;

/// <summary>
/// The lines of a <see cref="LinesTable"/> as rows of texts, in SQL of Athena (engine version 3). Each line that is neither
/// blank nor a line of names is a row, with a reason where it cannot be cut into the columns.
/// </summary>
/// <remarks>
/// What can be read without doubt is: carriage returns alone, byte order marks, quotation marks, spaces, semicolons and
/// tabs between fields, names in any case and order, names more than are needed, and files without names whose lines
/// have all columns in their order.
/// </remarks>
internal sealed record DelimitedLines
{
    /// <summary>The column that says why a line is not cut, NULL where it is; the others are NULL beside a reason.</summary>
    public const string Flaw = "flaw";

    // A file's names lack a column, say one twice, are two sets, or are all foreign.
    private const string OtherColumns = "otherColumns";

    // A line has more or fewer fields than its file has columns, or a quotation mark without its like.
    private const string NotParsed = "notParsed";

    /// <summary>The name of the rows.</summary>
    public required string Name { get; init; }

    /// <summary>The columns in the order of a file without names: lower-case letters.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Of the columns those that a file with names must name; the others are NULL where it does not.</summary>
    public required IReadOnlyList<string> Required { get; init; }

    /// <summary>What a row tells beside its columns: partition keys.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>A name that is known to be misspelt, and what it means.</summary>
    public (string Misspelt, string Meant)? Misspelling { get; init; }

    /// <summary>
    /// The table expressions that follow <c>NAMElines(path, keys, line)</c>, which the query has to begin with; the last is
    /// NAME: <c>path</c>, the keys, <c>line</c> as it is in the file, <c>flaw</c>, and the columns.
    /// </summary>
    public string TableExpressions =>
        $$"""
        {{Name}}pieces AS (
          SELECT path, {{KeyList}}regexp_replace(piece.text, '^\x{FEFF}') AS line
          FROM {{Name}}lines CROSS JOIN UNNEST(split(line, chr(13))) AS piece(text)
        ), {{Name}}cut AS (
          SELECT path, {{KeyList}}line, {{Heading}} AS heading, CASE
            WHEN strpos({{Unquoted}}, ';') > 0 THEN {{Cut("';'", ";")}}
            WHEN strpos({{Unquoted}}, chr(9)) > 0 THEN {{Cut("chr(9)", @"\t")}}
            ELSE {{Cut("','", ",")}} END AS fields
          FROM {{Name}}pieces WHERE regexp_like(line, '\S')
        ), {{Name}}known AS (
          SELECT path, {{KeyList}}line, heading, fields, cardinality(fields) AS width,
            length(array_join(fields, '')) = length(line) + 1 AS iswhole,
            cardinality(array_intersect(split(heading, ','), {{Names(Columns)}})) > 1 AS isnames,
            cardinality(array_distinct(split(heading, ','))) = {{Columns.Count}} AND cardinality(fields) = {{Columns.Count}}
              AND regexp_like(line, '^\s*"?\p{L}[^,;\t]*([,;\t]\s*"?\p{L}[^,;\t]*)+$') AS isforeign
          FROM {{Name}}cut
        ), {{Name}}headed AS (
          SELECT path, {{KeyList}}line, fields, width, iswhole, isnames,
            min(CASE WHEN isnames THEN heading END) OVER (PARTITION BY path) AS names,
            max(CASE WHEN isnames THEN heading END) OVER (PARTITION BY path) AS lastnames,
            max(CASE WHEN isforeign THEN 1 ELSE 0 END) OVER (PARTITION BY path) AS foreignnames
          FROM {{Name}}known
        ), {{Name}}judged AS (
          SELECT path, {{KeyList}}line, fields, split(coalesce(names, '{{string.Join(',', Columns)}}'), ',') AS columnnames, CASE
            WHEN names IS NULL AND foreignnames = 1 THEN '{{OtherColumns}}'
            WHEN names <> lastnames THEN '{{OtherColumns}}'
            WHEN cardinality(array_intersect(split(names, ','), {{Names(Required)}})) < {{Required.Count}} THEN '{{OtherColumns}}'
            WHEN cardinality(array_distinct(split(names, ','))) < cardinality(split(names, ',')) THEN '{{OtherColumns}}'
            WHEN NOT iswhole OR width <> coalesce(cardinality(split(names, ',')), {{Columns.Count}}) THEN '{{NotParsed}}' END AS flaw
          FROM {{Name}}headed WHERE NOT isnames
        ), {{Name}} AS (
          SELECT path, {{KeyList}}line, flaw,
            {{string.Join($",\n    ", Columns.Select(column => $"{Field(column)} AS \"{column}\""))}}
          FROM {{Name}}judged
        )
        """;

    private string KeyList => string.Concat(Keys.Select(key => $"{key}, "));

    private string Heading
    {
        get
        {
            const string heading = """lower(regexp_replace(regexp_replace(line, '[;\t]', ','), '[^\p{L}\p{N},]'))""";
            return Misspelling is var (misspelt, meant) ? $"replace({heading}, '{misspelt}', '{meant}')" : heading;
        }
    }

    // What decides about a line's delimiter: a line with a semicolon or a tab is cut there, its commas are those of decimals.
    private static string Unquoted => """regexp_replace(line, '"[^"]*"')""";

    // Each piece ends with a delimiter. What fits neither form is left out, which the pieces' length shows.
    private static string Cut(string delimiter, string escaped) =>
        $$"""regexp_extract_all(line || {{delimiter}}, ' *"[^"]*(?:""[^"]*)*" *{{escaped}}|[^"{{escaped}}]*{{escaped}}')""";

    private static string Field(string column) =>
        $"""
        replace(regexp_replace(element_at(CASE WHEN flaw IS NULL THEN fields END, nullif(array_position(columnnames, '{column}'), 0)), '^\s*"|^\s+|"?\s*[,;\t]$'), '""', '"')
        """;

    private static string Names(IEnumerable<string> names) => $"ARRAY[{string.Join(", ", names.Select(name => $"'{name}'"))}]";
}
