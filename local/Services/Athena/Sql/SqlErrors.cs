using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>What DuckDB says of a query, in the words of Athena where there are such.</summary>
internal static partial class SqlErrors
{
    /// <summary>A column that is none.</summary>
    public static QueryFailedException NoColumn(string place, string column) => new(
        "COLUMN_NOT_FOUND", $"{place}: Column '{column}' cannot be resolved or requester is not authorized to access requested resources");

    /// <summary>The failure of a query.</summary>
    /// <param name="problem">What DuckDB says.</param>
    /// <param name="tree">The query; null where it is none of a statement's.</param>
    public static QueryFailedException Failure(DuckDBException problem, QueryTree? tree)
    {
        var text = problem.Message;
        if (Match(UnknownColumn(), text) is { } unknown)
        {
            return NoColumn(PlaceOf(tree, unknown["column"].Value), unknown["column"].Value.ToLowerInvariant());
        }
        if (Match(UnknownMember(), text) is { } member)
        {
            return NoColumn(
                PlaceOf(tree, member["column"].Value), $"{member["table"].Value}.{member["column"].Value}".ToLowerInvariant());
        }
        if (Match(AmbiguousColumn(), text) is { } ambiguous)
        {
            return new("AMBIGUOUS_NAME", $"{PlaceOf(tree, ambiguous["column"].Value)}: Column '{ambiguous["column"].Value.ToLowerInvariant()}' is ambiguous");
        }
        if (Match(NotAggregated(), text) is { } column)
        {
            return new(
                "EXPRESSION_NOT_AGGREGATE",
                $"{PlaceOf(tree, column["column"].Value)}: '{column["column"].Value}' must be an aggregate expression or appear in GROUP BY clause");
        }
        if (Match(OwnError(), text) is { } own)
        {
            return new(own["name"].Value, own["message"].Value);
        }
        if (Match(FailedCast(), text) is { } cast)
        {
            return new("INVALID_CAST_ARGUMENT", $"Cannot cast '{cast["value"].Value}' to {cast["type"].Value}");
        }
        if (Match(NoMemory(), text) is { } memory)
        {
            return new("EXCEEDED_LOCAL_MEMORY_LIMIT", memory["message"].Value);
        }
        if (Match(NoDay(), text) is { } day)
        {
            return new("INVALID_CAST_ARGUMENT", $"Value cannot be cast to {day["type"].Value}: {day["value"].Value}");
        }
        if (Match(OutOfRange(), text) is { } range)
        {
            return new("NUMERIC_VALUE_OUT_OF_RANGE", FirstLine(range["message"].Value));
        }
        if (text.Contains("More than one row returned by a subquery", StringComparison.Ordinal))
        {
            return new("SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows");
        }
        if (Match(NoArgument(), text) is { } argument)
        {
            return new("INVALID_FUNCTION_ARGUMENT", FirstLine(argument["message"].Value));
        }
        return Match(Refused(), text) is { } refused
            ? new("SYNTAX_ERROR", $"line 1:1: {FirstLine(refused["message"].Value)}")
            : new("GENERIC_INTERNAL_ERROR", FirstLine(text));
    }

    private static GroupCollection? Match(Regex pattern, string text) => pattern.Match(text) is { Success: true, Groups: var groups } ? groups : null;

    private static string FirstLine(string message) => message.Split('\n')[0];

    private static string PlaceOf(QueryTree? tree, string column)
    {
        var node = SqlNode.All(tree?.Root).FirstOrDefault(node =>
            node.Class() == "COLUMN_REF" && node.ColumnNames()[^1].Equals(column, StringComparison.OrdinalIgnoreCase));
        return node is null ? "line 1:1" : tree!.PlaceOf(node);
    }

    [GeneratedRegex(@"Referenced column ""(?<column>[^""]+)"" (was )?not found")]
    private static partial Regex UnknownColumn();

    [GeneratedRegex(@"""(?<table>[^""]+)"" does not have a column named ""(?<column>[^""]+)""")]
    private static partial Regex UnknownMember();

    [GeneratedRegex(@"Ambiguous reference to column name ""(?<column>[^""]+)""")]
    private static partial Regex AmbiguousColumn();

    [GeneratedRegex(@"column ""?(?<column>[^""\s]+)""? must appear in the GROUP BY clause")]
    private static partial Regex NotAggregated();

    // What a view of a table or a macro says.
    [GeneratedRegex(
        @"^(Invalid Input Error: (?<name>[A-Z][A-Z_]+): (?<message>.*)$|Conversion Error: Could not convert string '(?<name>[A-Z][A-Z_]+): (?<message>.*)' to INT64)",
        RegexOptions.Singleline)]
    private static partial Regex OwnError();

    [GeneratedRegex(@"^Conversion Error: Could not convert string ['""](?<value>[^'""]*)['""] to (?<type>\w+(\(\d+,\d+\))?)")]
    private static partial Regex FailedCast();

    [GeneratedRegex(@"^Conversion Error: (?<type>date|timestamp) field value out of range: ""(?<value>[^""]*)""")]
    private static partial Regex NoDay();

    [GeneratedRegex(@"^(Out of Range Error: |Conversion Error: (?=.*(out of range(?!: \d+-)|does not fit|cast decimal value|[Cc]ould not cast value|NaN)))(?<message>.*)$", RegexOptions.Singleline)]
    private static partial Regex OutOfRange();

    [GeneratedRegex(@"^(Invalid Input Error|Conversion Error): (?<message>.*)$", RegexOptions.Singleline)]
    private static partial Regex NoArgument();

    [GeneratedRegex(@"^Out of Memory Error: (?<message>.*)$", RegexOptions.Singleline)]
    private static partial Regex NoMemory();

    [GeneratedRegex(@"^(Binder|Catalog|Parser) Error: (?<message>.*)$", RegexOptions.Singleline)]
    private static partial Regex Refused();
}
