using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// What Trino does otherwise than DuckDB, as macros. What is used twice is bound to a name first, by a list of one: a macro
/// repeats its arguments, and calls within calls would grow to a multiple with each. A query fails by a cast of what went
/// wrong, as Trino's does, and TRY makes NULL of it; error() is what cannot be answered here, and TRY may not hide it.
/// </summary>
internal static partial class Macros
{
    /// <summary>All of them; each stands behind those that it calls.</summary>
    public const string All =
        """
        CREATE MACRO trino_spaces() AS concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(28), chr(29), chr(30), chr(31), chr(5760), chr(8192), chr(8193),
            chr(8194), chr(8195), chr(8196), chr(8197), chr(8198), chr(8200), chr(8201), chr(8202), chr(8232), chr(8233), chr(8287), chr(12288));
        CREATE MACRO trino_steps(a, b, s) AS generate_series(a, b, CASE
            WHEN s = 0 THEN CAST('INVALID_FUNCTION_ARGUMENT: step must not be zero' AS BIGINT)
            WHEN a <> b AND (a < b) <> (s > 0) THEN CAST('INVALID_FUNCTION_ARGUMENT: sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start' AS BIGINT)
            WHEN (b::HUGEINT - a) // s >= 10000 THEN CAST('INVALID_FUNCTION_ARGUMENT: result of sequence function must not have more than 10000 entries' AS BIGINT)
            ELSE s END);

        CREATE MACRO trino_divide(a, b) AS list_transform([{'a': a, 'b': b}], lambda v:
            CASE WHEN v['b'] = 0 THEN CAST('DIVISION_BY_ZERO: Division by zero' AS BIGINT) ELSE v['a'] // v['b'] END)[1];
        CREATE MACRO trino_modulus(a, b) AS list_transform([{'a': a, 'b': b}], lambda v:
            CASE WHEN v['b'] = 0 THEN CAST('DIVISION_BY_ZERO: Division by zero' AS BIGINT) ELSE v['a'] % v['b'] END)[1];
        CREATE MACRO trino_number(x) AS list_transform([x], lambda v:
            CASE WHEN isnan(v) THEN error('NOT_SUPPORTED: the local Athena does not compare NaN') ELSE v END)[1];
        CREATE MACRO trino_of_all(f, items) AS list_transform([items], lambda v: CASE WHEN list_count(v) = len(v) THEN list_aggregate(v, f) END)[1];

        CREATE MACRO trino_text(x, pattern, type, is_try) AS list_transform([x], lambda v: CASE
            WHEN v IS NULL OR regexp_full_match(v, pattern) THEN v
            WHEN regexp_full_match(trim(v), pattern) THEN error('NOT_SUPPORTED: the local Athena does not cast ''' || v || ''', which has spaces around it, to ' || type || '; trim it')
            WHEN is_try THEN NULL
            ELSE CAST('INVALID_CAST_ARGUMENT: Cannot cast ''' || v || ''' to ' || type AS BIGINT)::VARCHAR END)[1];

        CREATE MACRO trino_shift(sign, zeros, whole, fraction, point) AS
            sign || left(zeros || whole || fraction || zeros, point) || '.' || substr(zeros || whole || fraction || zeros, point + 1);
        CREATE MACRO trino_digits(x) AS list_transform([x], lambda v: CASE
            WHEN NOT regexp_matches(v, '[eE][+-]?0*\d{1,3}$') THEN v
            ELSE list_transform([regexp_extract(v, '^([+-]?)(\d*)\.?(\d*)[eE](.*)$', ['sign', 'whole', 'fraction', 'exponent'])], lambda p:
              trino_shift(p['sign'], repeat('0', abs(p['exponent']::INTEGER)), p['whole'], p['fraction'],
                abs(p['exponent']::INTEGER) + length(p['whole']) + p['exponent']::INTEGER))[1] END)[1];
        CREATE MACRO trino_decimal_text(x) AS regexp_replace(CAST(x AS VARCHAR), '^(-?)\.', '\10.');

        CREATE MACRO trino_upper(s) AS array_to_string(list_transform(string_split(s, 'ß'), lambda v: upper(v)), 'ß');
        CREATE MACRO trino_chr(n) AS chr(CAST(n AS INTEGER));
        CREATE MACRO trino_ltrim(s) AS ltrim(s, trino_spaces());
        CREATE MACRO trino_rtrim(s) AS rtrim(s, trino_spaces());
        CREATE MACRO trino_trim(s) AS trim(s, trino_spaces());
        CREATE MACRO trino_substr(s, p) AS list_transform([{'s': s, 'p': p}], lambda v: CASE
            WHEN v['s'] IS NULL OR v['p'] IS NULL THEN NULL
            WHEN v['p'] = 0 OR abs(v['p']::HUGEINT) > length(v['s']) THEN '' ELSE substr(v['s'], v['p']) END)[1],
          (s, p, n) AS list_transform([{'s': s, 'p': p, 'n': n}], lambda v: CASE
            WHEN v['s'] IS NULL OR v['p'] IS NULL OR v['n'] IS NULL THEN NULL
            WHEN v['p'] = 0 OR abs(v['p']::HUGEINT) > length(v['s']) OR v['n'] <= 0 THEN '' ELSE substr(v['s'], v['p'], least(v['n'], length(v['s']))) END)[1];
        CREATE MACRO trino_padding(s, n, p) AS CASE
            WHEN s IS NULL OR p IS NULL THEN NULL
            WHEN n NOT BETWEEN 0 AND 2147483647 THEN CAST('INVALID_FUNCTION_ARGUMENT: Target length must be in the range [0..2147483647]' AS BIGINT)::INTEGER
            WHEN p = '' THEN CAST('INVALID_FUNCTION_ARGUMENT: Padding string must not be empty' AS BIGINT)::INTEGER
            ELSE n::INTEGER END;
        CREATE MACRO trino_lpad(s, n, p) AS list_transform([{'s': s, 'n': n, 'p': p}], lambda v: lpad(v['s'], trino_padding(v['s'], v['n'], v['p']), v['p']))[1];
        CREATE MACRO trino_rpad(s, n, p) AS list_transform([{'s': s, 'n': n, 'p': p}], lambda v: rpad(v['s'], trino_padding(v['s'], v['n'], v['p']), v['p']))[1];
        CREATE MACRO trino_replace(s, f, r) AS replace(s, list_transform([f], lambda v:
            CASE WHEN v = '' THEN error('NOT_SUPPORTED: the local Athena does not replace an empty text') ELSE v END)[1], r);
        CREATE MACRO trino_split(s, d) AS list_transform([{'s': s, 'd': d}], lambda v: CASE
            WHEN v['d'] = '' THEN [CAST('INVALID_FUNCTION_ARGUMENT: The delimiter may not be the empty string' AS BIGINT)::VARCHAR]
            WHEN v['d'] IS NOT NULL THEN string_split(v['s'], v['d']) END)[1];
        CREATE MACRO trino_split_part(s, d, n) AS list_extract(
            list_transform([{'s': s, 'd': d}], lambda v: CASE
              WHEN v['d'] = '' THEN [error('NOT_SUPPORTED: the local Athena does not split by an empty text')]
              WHEN v['d'] IS NOT NULL THEN string_split(v['s'], v['d']) END)[1],
            list_transform([n], lambda v: CASE WHEN v <= 0 THEN CAST('INVALID_FUNCTION_ARGUMENT: Index must be greater than zero' AS BIGINT) ELSE v END)[1]);
        CREATE MACRO trino_regexp_extract(s, p) AS regexp_extract_all(s, p)[1],
          (s, p, g) AS regexp_extract_all(s, p, g::INTEGER)[1];
        CREATE MACRO trino_json_extract_scalar(j, path) AS list_transform([j], lambda v: CASE
            WHEN NOT json_valid(v) THEN NULL
            WHEN json_type(v, path) IN ('OBJECT', 'ARRAY') THEN NULL
            WHEN json_type(v, path) = 'DOUBLE' THEN error('NOT_SUPPORTED: the local Athena does not give the text of a number with a fraction or an exponent in JSON')
            ELSE json_extract_string(v, path) END)[1];

        CREATE MACRO trino_from_unixtime(x) AS CAST(epoch_ms(CAST(floor(x * 1000 + 0.5) AS BIGINT)) AS TIMESTAMPTZ);
        CREATE MACRO trino_from_iso8601_timestamp(x) AS CAST(list_transform([x], lambda v: CASE
            WHEN v IS NULL OR regexp_full_match(v, '\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z?') THEN v
            WHEN regexp_full_match(v, '\d{4}-.*') THEN error('NOT_SUPPORTED: the local Athena reads times such as 2022-01-31T01:00:00Z, not ' || v)
            ELSE CAST('INVALID_FUNCTION_ARGUMENT: Invalid format: "' || v || '"' AS BIGINT)::VARCHAR END)[1] AS TIMESTAMPTZ);

        CREATE MACRO trino_array_join(a, d) AS CASE WHEN d IS NOT NULL THEN array_to_string(a, d) END;
        CREATE MACRO trino_array_intersect(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: CASE
            WHEN list_count(v['a']) < len(v['a']) AND list_count(v['b']) < len(v['b']) THEN error('NOT_SUPPORTED: the local Athena does not intersect arrays that both hold NULL')
            ELSE list_intersect(v['a'], v['b']) END)[1];
        CREATE MACRO trino_array_max(a) AS trino_of_all('max', a);
        CREATE MACRO trino_array_min(a) AS trino_of_all('min', a);
        CREATE MACRO trino_array_position(a, x) AS list_transform([{'a': a, 'x': x}], lambda v:
            CASE WHEN v['a'] IS NULL OR v['x'] IS NULL THEN NULL ELSE coalesce(list_position(v['a'], v['x']), 0) END)[1];
        CREATE MACRO trino_contains(a, x) AS list_transform([{'a': a, 'x': x}], lambda v: CASE
            WHEN v['a'] IS NULL OR v['x'] IS NULL THEN NULL
            WHEN list_contains(v['a'], v['x']) THEN true
            WHEN list_count(v['a']) < len(v['a']) THEN NULL ELSE false END)[1];
        CREATE MACRO trino_element_at(a, i) AS list_extract(a, list_transform([i], lambda v:
            CASE WHEN v = 0 THEN CAST('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1' AS BIGINT) ELSE v END)[1]);
        CREATE MACRO trino_sequence(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: trino_steps(v['a'], v['b'], CASE WHEN v['a'] <= v['b'] THEN 1 ELSE -1 END))[1],
          (a, b, s) AS list_transform([{'a': a, 'b': b, 's': s}], lambda v: trino_steps(v['a'], v['b'], v['s']))[1];
        """;

    private static readonly (string Name, string Sql)[] LastFirst =
        [.. Start().Split(All).Skip(1).Reverse().Select(sql => (sql[..sql.IndexOf('(')], $"CREATE OR REPLACE MACRO {sql}"))];

    /// <summary>Those that a query calls, and those that these call: to make all takes a sixth of the time of a small query.</summary>
    public static string Of(string query) => LastFirst.Aggregate(
        "", (needed, macro) => $"{query}{needed}".Contains($"{macro.Name}(", StringComparison.Ordinal) ? $"{macro.Sql}{needed}" : needed);

    /// <summary>Makes those that a query needs in the database that runs it.</summary>
    public static void Make(SqlDatabase database, string query)
    {
        if (Of(query) is { Length: > 0 } macros)
        {
            database.Execute(macros);
        }
    }

    [GeneratedRegex(@"^CREATE MACRO ", RegexOptions.Multiline)]
    private static partial Regex Start();
}
