namespace Fanout.Local.Athena.Sql;

/// <summary>
/// What Trino does otherwise than DuckDB, as macros. Overloads by type keep the type of Trino's result; a macro that has none
/// for a type makes the query fail, never differ. A query fails by a cast of what went wrong: unlike error(), it may stand
/// within TRY.
/// </summary>
internal static class Macros
{
    /// <summary>What queries are written with.</summary>
    public const string Functions =
        """
        CREATE MACRO trino_divide(a BIGINT, b BIGINT) AS
            CASE WHEN b = 0 THEN CAST('DIVISION_BY_ZERO: Division by zero' AS BIGINT) ELSE a // b END,
          (a DOUBLE, b DOUBLE) AS a / b;
        CREATE MACRO trino_modulus(a BIGINT, b BIGINT) AS
            CASE WHEN b = 0 THEN CAST('DIVISION_BY_ZERO: Division by zero' AS BIGINT) ELSE a % b END,
          (a DOUBLE, b DOUBLE) AS a % b;
        CREATE MACRO trino_plus(a DATE, b INTERVAL) AS CAST(a + b AS DATE),
          (a TIMESTAMP, b INTERVAL) AS a + b,
          (a TIMESTAMPTZ, b INTERVAL) AS a + b,
          (a INTERVAL, b DATE) AS CAST(b + a AS DATE),
          (a INTERVAL, b TIMESTAMP) AS b + a,
          (a INTERVAL, b TIMESTAMPTZ) AS b + a;
        CREATE MACRO trino_minus(a DATE, b INTERVAL) AS CAST(a - b AS DATE),
          (a TIMESTAMP, b INTERVAL) AS a - b,
          (a TIMESTAMPTZ, b INTERVAL) AS a - b;
        CREATE MACRO trino_date_trunc(unit, x DATE) AS CAST(date_trunc(unit, x) AS DATE),
          (unit, x TIMESTAMP) AS date_trunc(unit, x),
          (unit, x TIMESTAMPTZ) AS date_trunc(unit, x);
        CREATE MACRO trino_integral(x BIGINT) AS x,
          (x DOUBLE) AS trunc(x + 0.5 * sign(x)),
          (x BOOLEAN) AS CAST(x AS INTEGER),
          (x VARCHAR) AS CASE WHEN regexp_full_match(x, '\s*[+-]?\d+\s*') THEN x
            ELSE CAST('INVALID_CAST_ARGUMENT: Cannot cast "' || x || '" to an integer' AS BIGINT)::VARCHAR END;
        CREATE MACRO trino_try_integral(x BIGINT) AS x,
          (x DOUBLE) AS trunc(x + 0.5 * sign(x)),
          (x BOOLEAN) AS CAST(x AS INTEGER),
          (x VARCHAR) AS CASE WHEN regexp_full_match(x, '\s*[+-]?\d+\s*') THEN x END;
        CREATE MACRO trino_date(x DATE) AS x,
          (x TIMESTAMP) AS x,
          (x TIMESTAMPTZ) AS x,
          (x VARCHAR) AS CASE WHEN regexp_full_match(x, '\s*\d{4}-\d{1,2}-\d{1,2}\s*') THEN x
            ELSE CAST('INVALID_CAST_ARGUMENT: Value cannot be cast to date: ' || x AS BIGINT)::VARCHAR END;
        CREATE MACRO trino_try_date(x DATE) AS x,
          (x TIMESTAMP) AS x,
          (x TIMESTAMPTZ) AS x,
          (x VARCHAR) AS CASE WHEN regexp_full_match(x, '\s*\d{4}-\d{1,2}-\d{1,2}\s*') THEN x END;
        CREATE MACRO trino_timestamp(x DATE) AS x,
          (x TIMESTAMP) AS x,
          (x TIMESTAMPTZ) AS x,
          (x VARCHAR) AS CASE WHEN regexp_full_match(x, '\s*\d{4}-\d{1,2}-\d{1,2}( \d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?)?\s*') THEN x
            ELSE CAST('INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: ' || x AS BIGINT)::VARCHAR END;
        CREATE MACRO trino_try_timestamp(x DATE) AS x,
          (x TIMESTAMP) AS x,
          (x TIMESTAMPTZ) AS x,
          (x VARCHAR) AS CASE WHEN regexp_full_match(x, '\s*\d{4}-\d{1,2}-\d{1,2}( \d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?)?\s*') THEN x END;
        CREATE MACRO trino_substr(s, p) AS
            CASE WHEN s IS NULL OR p IS NULL THEN NULL WHEN p = 0 OR p < -length(s) THEN '' ELSE substr(s, p) END,
          (s, p, n) AS
            CASE WHEN s IS NULL OR p IS NULL OR n IS NULL THEN NULL WHEN p = 0 OR p < -length(s) OR n <= 0 THEN '' ELSE substr(s, p, n) END;
        CREATE MACRO trino_array_max(a) AS CASE WHEN list_count(a) = len(a) THEN list_max(a) END;
        CREATE MACRO trino_array_min(a) AS CASE WHEN list_count(a) = len(a) THEN list_min(a) END;
        CREATE MACRO trino_contains(a, x) AS
            CASE WHEN a IS NULL OR x IS NULL THEN NULL WHEN list_contains(a, x) THEN true WHEN list_count(a) < len(a) THEN NULL ELSE false END;
        CREATE MACRO trino_sequence(a BIGINT, b BIGINT) AS generate_series(a, b, CASE WHEN a <= b THEN 1 ELSE -1 END),
          (a BIGINT, b BIGINT, s BIGINT) AS generate_series(a, b, CASE WHEN s <> 0 AND (a = b OR (a < b) = (s > 0)) THEN s
            ELSE CAST('INVALID_FUNCTION_ARGUMENT: sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start' AS BIGINT) END);
        CREATE MACRO trino_json_extract_scalar(j, p) AS
            CASE WHEN json_type(j, p) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(j, p) END;
        CREATE MACRO trino_varchar(x) AS CASE typeof(x)
            WHEN 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
            WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMPTZ), '%Y-%m-%d %H:%M:%S.%g UTC')
            ELSE CAST(x AS VARCHAR) END;
        CREATE MACRO trino_greatest(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE greatest(a, b) END;
        CREATE MACRO trino_least(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE least(a, b) END;
        CREATE MACRO trino_regexp_extract(s, p) AS CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p) END,
          (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p, g) END;
        CREATE MACRO trino_split_part(s, d, n) AS
          CASE WHEN n <= len(string_split(s, d)) THEN split_part(s, d, n) END;
        CREATE MACRO trino_element_at(a, i) AS list_extract(a, i);
        CREATE MACRO trino_from_unixtime(x) AS to_timestamp(x);
        CREATE MACRO trino_to_unixtime(x) AS CAST(epoch(x) AS DOUBLE);
        CREATE MACRO trino_from_iso8601_timestamp(x) AS CAST(x AS TIMESTAMPTZ);
        CREATE MACRO trino_to_iso8601(x DATE) AS strftime(x, '%Y-%m-%d'),
          (x TIMESTAMP) AS strftime(x, '%Y-%m-%dT%H:%M:%S.%g'),
          (x TIMESTAMPTZ) AS strftime(x, '%Y-%m-%dT%H:%M:%S.%gZ');
        CREATE MACRO trino_year_of_week(x) AS isoyear(x);
        """;

    /// <summary>What <see cref="TypeChecks"/> are written with.</summary>
    public const string Types =
        """
        CREATE MACRO check_family(t) AS CASE
          WHEN t IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'FLOAT', 'DOUBLE') OR starts_with(t, 'DECIMAL') THEN 'number'
          WHEN t IN ('DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE') THEN 'time'
          WHEN t IN ('VARCHAR', 'BOOLEAN', 'INTERVAL', 'BLOB') THEN t END;
        CREATE MACRO check_name(t) AS lower(replace(replace(t, 'BLOB', 'VARBINARY'), 'FLOAT', 'REAL'));
        """;
}
