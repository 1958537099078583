using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Glue.Catalog;

/// <summary>The values of a projected partition key ("Supported types for partition projection").</summary>
public abstract class ProjectedColumn
{
    /// <summary>Whether a query must say which values it wants, by <c>=</c> or <c>IN</c>.</summary>
    public virtual bool NeedsValues => false;

    /// <summary>A regular expression that a value in a key matches; most have no slash.</summary>
    public virtual string Pattern => "[^/]+";

    /// <summary>Whether a partition with this value exists.</summary>
    /// <param name="value">The value as it stands in a key.</param>
    /// <param name="now">The time of the query.</param>
    public abstract bool Contains(string value, DateTimeOffset now);

    /// <summary>Reads the parameters <c>projection.COLUMN.*</c>.</summary>
    /// <exception cref="LocalException">They are not those of a projection.</exception>
    internal static ProjectedColumn Of(string table, string column, IReadOnlyDictionary<string, string> parameters)
    {
        string? Optional(string name) => parameters.GetValueOrDefault($"projection.{column}.{name}");
        string Required(string name) => Optional(name)
            ?? throw new LocalException($"The table {table} needs the parameter projection.{column}.{name}.");
        try
        {
            return Required("type").ToLowerInvariant() switch
            {
                "enum" => new ProjectedEnum([.. Required("values").Split(',', StringSplitOptions.TrimEntries)]),
                "integer" => new ProjectedInteger(Required("range"), Optional("interval"), Optional("digits")),
                "date" => new ProjectedDate(Required("range"), Required("format"), Optional("interval"), Optional("interval.unit")),
                "injected" => new InjectedValues(),
                var other => throw new FormatException($"the type '{other}' is none of enum, integer, date, injected"),
            };
        }
        catch (FormatException problem)
        {
            throw new LocalException($"The table {table}, projection.{column}: {problem.Message}.", problem);
        }
    }

    private sealed class ProjectedEnum(HashSet<string> values) : ProjectedColumn
    {
        public override string Pattern => string.Join('|', values.OrderByDescending(value => value.Length).Select(Regex.Escape));

        public override bool Contains(string value, DateTimeOffset now) => values.Contains(value);
    }

    private sealed class InjectedValues : ProjectedColumn
    {
        public override bool NeedsValues => true;

        public override bool Contains(string value, DateTimeOffset now) => true;
    }

    private sealed class ProjectedInteger : ProjectedColumn
    {
        private readonly long _first;
        private readonly long _last;
        private readonly long _interval;
        private readonly int _digits;

        public ProjectedInteger(string range, string? interval, string? digits)
        {
            if (range.Split(',', StringSplitOptions.TrimEntries) is not [var first, var last])
            {
                throw new FormatException($"the range '{range}' is not of the form 0,100");
            }
            _first = long.Parse(first, CultureInfo.InvariantCulture);
            _last = long.Parse(last, CultureInfo.InvariantCulture);
            _interval = interval is null ? 1 : long.Parse(interval, CultureInfo.InvariantCulture);
            _digits = digits is null ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
        }

        public override bool Contains(string value, DateTimeOffset now) =>
            long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= _first && number <= _last && (number - _first) % _interval == 0
            && value == number.ToString(_digits == 0 ? "D" : $"D{_digits}", CultureInfo.InvariantCulture);
    }
}
