namespace Fanout.Local.Services.Athena.Sql;

/// <summary>How fields of text are read, as SQL of DuckDB's.</summary>
internal static class Fields
{
    private const string Number = @"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|NaN|[+-]?Infinity";

    /// <summary>As LazySimpleSerDe does: what is no value of the column's type is NULL.</summary>
    /// <param name="type">DuckDB's type.</param>
    /// <param name="field">The field.</param>
    /// <exception cref="QueryFailedException">It is not read from texts here.</exception>
    public static string Lenient(string type, string field) => type switch
    {
        // Fractions are cut off; a zero is put before the digits, as there may be none (.5).
        _ when IsInteger(type) =>
            $@"CASE WHEN regexp_full_match({field}, '[+-]?(\d+\.?|\.)\d*') THEN TRY_CAST(regexp_replace({field}, '^([+-]?)(\d*).*$', '\1' || '0' || '\2') AS {type}) END",
        "FLOAT" or "DOUBLE" => LenientNumber(type, field),
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) => LenientNumber(type, field, "trino_digits"),
        "VARCHAR" => field,
        "BOOLEAN" => $"CASE lower({field}) WHEN 'true' THEN true WHEN 'false' THEN false END",
        "DATE" => $@"CASE WHEN regexp_full_match({field}, '\d{{4}}-\d{{1,2}}-\d{{1,2}}') THEN TRY_CAST({field} AS DATE) END",
        "TIMESTAMP" => $@"CASE WHEN regexp_full_match({field}, '\d{{4}}-\d{{2}}-\d{{2}} \d{{2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?') THEN TRY_CAST({field} AS TIMESTAMP) END",
        _ => throw new QueryFailedException("NOT_SUPPORTED", $"The local Athena does not read columns of the type {type} from text files"),
    };

    /// <summary>As OpenCSVSerde does: what is no value of the column's type fails the query.</summary>
    /// <param name="type">DuckDB's type.</param>
    /// <param name="field">The field.</param>
    /// <param name="column">The column's name.</param>
    /// <exception cref="QueryFailedException">It is not read from texts here.</exception>
    public static string Strict(string type, string field, string column)
    {
        string Only(string pattern, string value) =>
            $"CASE WHEN {field} IS NULL THEN NULL WHEN regexp_full_match({field}, '{pattern}') THEN {value} "
                + $"ELSE error('HIVE_BAD_DATA: Error parsing field value ''' || {field} || ''' for field ' || {SqlText.Literal(column)}) END";
        return type switch
        {
            _ when IsInteger(type) => Only(@"[+-]?\d+", $"CAST({field} AS {type})"),
            "VARCHAR" => field,
            "FLOAT" or "DOUBLE" => Only(Number, $"CAST({field} AS {type})"),
            "BOOLEAN" => Only("(?i)true|false", $"CAST({field} AS BOOLEAN)"),
            "TIMESTAMP" => Only(@"\d+", $"make_timestamp(CAST({field} AS BIGINT) * 1000)"),
            _ => throw new QueryFailedException(
                "NOT_SUPPORTED", $"OpenCSVSerde reads no column of the type {type} here; declare it string and cast it in the query"),
        };
    }

    /// <summary>As the JSON SerDes do: what is no value of the column's type fails the query.</summary>
    /// <param name="type">DuckDB's type.</param>
    /// <param name="field">The value's JSON.</param>
    public static string Json(string type, string field) =>
        type == "VARCHAR" ? $"json_extract_string({field}, '$')" : $"CAST(json_extract({field}, '$') AS {type})";

    private static bool IsInteger(string type) => type is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT";

    private static string LenientNumber(string type, string field, string read = "") =>
        $"CASE WHEN regexp_full_match(trim({field}), '{Number}') THEN TRY_CAST({read}(trim({field})) AS {type}) END";
}
