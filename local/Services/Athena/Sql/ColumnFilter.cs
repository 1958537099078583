using System.Globalization;
using System.Text;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>What a query asks of a column: a comparison with literals.</summary>
/// <param name="Column">The column, in lower case.</param>
/// <param name="Operator"><c>=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> or <c>in</c>.</param>
/// <param name="Values">The literals.</param>
internal sealed record ColumnFilter(string Column, string Operator, IReadOnlyList<(string Text, bool IsNumber)> Values)
{
    private static readonly string[] Integers = ["tinyint", "smallint", "int", "integer", "bigint"];

    /// <summary>The values that rows may have, where the filter names them; otherwise null.</summary>
    public IEnumerable<string>? Wanted => Operator is "=" or "in" ? Values.Select(value => value.Text) : null;

    /// <summary>Whether rows of a partition may meet the filter; true where that is not certain.</summary>
    /// <param name="value">The partition's value.</param>
    /// <param name="type">The column's type.</param>
    public bool MayHold(string value, string type) => Operator switch
    {
        "in" => Values.Any(wanted => Compare(value, wanted, type) is null or 0),
        "=" => Compare(value, Values[0], type) is null or 0,
        "<" => Compare(value, Values[0], type) is null or < 0,
        "<=" => Compare(value, Values[0], type) is null or <= 0,
        ">" => Compare(value, Values[0], type) is null or > 0,
        _ => Compare(value, Values[0], type) is null or >= 0,
    };

    private static int? Compare(string value, (string Text, bool IsNumber) wanted, string type)
    {
        if (Integers.Contains(type))
        {
            return wanted.IsNumber && long.TryParse(value, CultureInfo.InvariantCulture, out var number)
                ? number.CompareTo(long.Parse(wanted.Text, CultureInfo.InvariantCulture))
                : null;
        }
        // As the engine compares texts: by their bytes in UTF-8.
        return type == "string" && !wanted.IsNumber
            ? Encoding.UTF8.GetBytes(value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(wanted.Text))
            : null;
    }
}
