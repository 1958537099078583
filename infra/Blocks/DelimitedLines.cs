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
    /// <summary>The column that says why a line is not cut, NULL where it is; the columns are NULL beside a reason.</summary>
    public const string Flaw = "flaw";

    // A file's names lack a column, say one twice, are two sets, or are all foreign.
    private const string OtherColumns = "otherColumns";

    // A line has more or fewer fields than its file has columns, or a quotation mark without its like.
    private const string NotParsed = "notParsed";

    // What a line of names has not: a year or another long number, a field that is a number, empty, or a word for no value.
    private const string NoName = "[0-9]{4}|(^|,)([-+.0-9e]*|nan|null|none|nil|na|n/a|inf|infinity|error|unknown|true|false)(,|$)";

    /// <summary>The name of the rows.</summary>
    public required string Name { get; init; }

    /// <summary>The columns in the order of a file without names: lower-case letters.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Of the columns those that a file with names must name; the others are NULL where it does not.</summary>
    public required IReadOnlyList<string> Required { get; init; }

    /// <summary>Of the columns those of numbers: where one has a comma and no point, the comma is its point.</summary>
    public required IReadOnlyList<string> Decimals { get; init; }

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
          SELECT path, {{KeyList}}CASE WHEN starts_with(piece.text, chr(65279)) THEN substr(piece.text, 2) ELSE piece.text END AS line
          FROM {{Name}}lines CROSS JOIN UNNEST(split(line, chr(13))) AS piece(text)
        ), {{Name}}delimited AS (
          SELECT path, {{KeyList}}line, CASE
            WHEN strpos({{Unquoted}}, ';') > 0 THEN ';'
            WHEN strpos({{Unquoted}}, chr(9)) > 0 THEN chr(9)
            ELSE ',' END AS delimiter
          FROM {{Name}}pieces WHERE regexp_like(line, '\S')
        ), {{Name}}cut AS (
          SELECT path, {{KeyList}}line, delimiter, {{Cut("delimiter")}} AS fields FROM {{Name}}delimited
        ), {{Name}}spelled AS (
          SELECT path, {{KeyList}}line, delimiter, fields, {{Heading}} AS heading,
            lower(regexp_replace(regexp_replace(line, '[;\t]', ','), '[\s"]')) AS words
          FROM {{Name}}cut
        ), {{Name}}known AS (
          SELECT path, {{KeyList}}line, delimiter, fields, heading, {{Known("heading")}} > 1 AS isnames,
            cardinality(fields) = {{Columns.Count}} AS iswhole, cardinality(fields) > 1 AND NOT regexp_like(words, '{{NoName}}') AS isforeign
          FROM {{Name}}spelled
        ), {{Name}}headed AS (
          SELECT path, {{KeyList}}line, delimiter, fields, isnames,
            min(CASE WHEN isnames THEN heading END) OVER (PARTITION BY path) AS names,
            max(CASE WHEN isnames THEN heading END) OVER (PARTITION BY path) AS lastnames,
            max(CASE WHEN isnames THEN delimiter END) OVER (PARTITION BY path) AS usual,
            max(CASE WHEN iswhole THEN 1 ELSE 0 END) OVER (PARTITION BY path) AS haswhole,
            max(CASE WHEN isforeign AND iswhole THEN 2 WHEN isforeign THEN 1 ELSE 0 END) OVER (PARTITION BY path) AS foreignnames
          FROM {{Name}}known
        ), {{Name}}recut AS (
          SELECT path, {{KeyList}}line, names, lastnames, haswhole, foreignnames,
            CASE WHEN names IS NULL THEN {{Names(Columns)}} ELSE split(names, chr(31)) END AS columnnames,
            CASE
              WHEN usual = delimiter OR usual IS NULL THEN fields
              WHEN usual = ',' AND cardinality(fields) = cardinality(split(names, chr(31))) THEN fields
              ELSE {{Cut("usual")}} END AS fields
          FROM {{Name}}headed WHERE NOT isnames
        ), {{Name}}judged AS (
          SELECT path, {{KeyList}}line, fields, columnnames, CASE
            WHEN names IS NULL AND foreignnames > haswhole THEN '{{OtherColumns}}'
            WHEN names <> lastnames THEN '{{OtherColumns}}'
            WHEN cardinality(array_intersect(columnnames, {{Names(Required)}})) < {{Required.Count}} THEN '{{OtherColumns}}'
            WHEN {{Known("names")}} > cardinality(array_intersect(columnnames, {{Names(Columns)}})) THEN '{{OtherColumns}}'
            WHEN length(array_join(fields, '')) <> length(line) + 1 THEN '{{NotParsed}}'
            WHEN cardinality(fields) = cardinality(columnnames) THEN NULL
            WHEN cardinality(fields) = cardinality(columnnames) + 1 AND names IS NOT NULL AND regexp_like(line, '[,;\t]\s*$') THEN NULL
            ELSE '{{NotParsed}}' END AS flaw
          FROM {{Name}}recut
        ), {{Name}} AS (
          SELECT path, {{KeyList}}line, flaw,
            {{string.Join(",\n    ", Columns.Select(column => $"{Field(column)} AS \"{column}\""))}}
          FROM {{Name}}judged
        )
        """;

    private string KeyList => string.Concat(Keys.Select(key => $"{key}, "));

    // A line's names, as far as it has any: letters and digits alone, one from the other by a separator of ASCII.
    private string Heading
    {
        get
        {
            const string heading = """lower(regexp_replace(array_join(fields, chr(31)), '[^\p{L}\p{N}\x1F]'))""";
            return Misspelling is var (misspelt, meant) ? $"replace({heading}, '{misspelt}', '{meant}')" : heading;
        }
    }

    // What decides about a line's delimiter: a line with a semicolon or a tab is cut there, its commas are those of decimals.
    private static string Unquoted => """regexp_replace(line, '"[^"]*"')""";

    // How many names a heading has that are those of columns, one that is there twice counted twice.
    private string Known(string heading) =>
        $$"""cardinality(regexp_extract_all(chr(31) || replace({{heading}}, chr(31), chr(31) || chr(31)) || chr(31), '\x1F(?:{{string.Join('|', Columns)}})\x1F'))""";

    private static string Cut(string delimiter) =>
        $"""
        CASE {delimiter}
            WHEN ';' THEN {Pieces("';'", ";")}
            WHEN ',' THEN {Pieces("','", ",")}
            ELSE {Pieces("chr(9)", @"\t")} END
        """;

    // Each piece ends with a delimiter. What fits neither form is left out, which the pieces' length shows.
    private static string Pieces(string delimiter, string escaped) =>
        $$"""regexp_extract_all(line || {{delimiter}}, ' *"[^"]*(?:""[^"]*)*" *{{escaped}}|[^"{{escaped}}]*{{escaped}}')""";

    private string Field(string column)
    {
        var field =
            $"""
            replace(regexp_replace(element_at(CASE WHEN flaw IS NULL THEN fields END, nullif(array_position(columnnames, '{column}'), 0)), '^\s*"|^\s+|"?\s*[,;\t]$'), '""', '"')
            """;
        return Decimals.Contains(column) ? $"regexp_replace({field}, '^([^.,]*),([^.,]*)$', '$1.$2')" : field;
    }

    private static string Names(IEnumerable<string> names) => $"ARRAY[{string.Join(", ", names.Select(name => $"'{name}'"))}]";
}
