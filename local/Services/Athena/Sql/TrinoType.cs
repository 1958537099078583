using System.Globalization;
using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A type of Trino's, and what it is cast to without being asked ("Data types", Trino documentation).</summary>
/// <param name="Name">Its name without what it is made of, such as <c>decimal</c>; of rows and maps, which are only passed on, DuckDB's.</param>
/// <param name="Precision">The digits of a decimal.</param>
/// <param name="Scale">Those of them that are behind the point.</param>
/// <param name="Element">The type of an array's elements.</param>
internal sealed record TrinoType(string Name, int Precision = 0, int Scale = 0, TrinoType? Element = null)
{
    /// <summary>The digits that a decimal has at most.</summary>
    public const int MaxPrecision = 38;

    // From the narrow to the wide; the digits are those of the decimal that an integer becomes beside one.
    private static readonly (string Name, string DuckDb, int Digits)[] Numbers =
        [("tinyint", "TINYINT", 3), ("smallint", "SMALLINT", 5), ("integer", "INTEGER", 10), ("bigint", "BIGINT", 19), ("real", "FLOAT", 0), ("double", "DOUBLE", 0)];

    private static readonly (string Name, string DuckDb)[] Times =
        [("date", "DATE"), ("timestamp", "TIMESTAMP"), ("timestamp with time zone", "TIMESTAMP WITH TIME ZONE")];

    private static readonly (string Name, string DuckDb)[] Others =
        [("boolean", "BOOLEAN"), ("varchar", "VARCHAR"), ("varbinary", "BLOB"), ("unknown", "\"NULL\"")];

    public static TrinoType Boolean { get; } = new("boolean");

    public static TrinoType Integer { get; } = new("integer");

    public static TrinoType Bigint { get; } = new("bigint");

    public static TrinoType Double { get; } = new("double");

    public static TrinoType Varchar { get; } = new("varchar");

    public static TrinoType Date { get; } = new("date");

    public static TrinoType Timestamp { get; } = new("timestamp");

    public static TrinoType TimestampWithZone { get; } = new("timestamp with time zone");

    /// <summary>The type of NULL.</summary>
    public static TrinoType Unknown { get; } = new("unknown");

    /// <summary>What is added to times; it is no column's type here.</summary>
    public static TrinoType Days { get; } = new("interval day to second");

    /// <summary>What is added to times, and not to dates.</summary>
    public static TrinoType Hours { get; } = Days with { Precision = 1 };

    /// <inheritdoc cref="Days"/>
    public static TrinoType Months { get; } = new("interval year to month");

    public bool IsInteger => NumberIndex is >= 0 and < 4;

    public bool IsDecimal => Name == "decimal";

    public bool IsDouble => NumberIndex >= 4;

    public bool IsNumber => IsDecimal || NumberIndex >= 0;

    public bool IsTime => Array.Exists(Times, time => time.Name == Name);

    public bool IsInterval => Name.StartsWith("interval ", StringComparison.Ordinal);

    public bool IsUnknown => this == Unknown;

    /// <summary>The name of DuckDB's type.</summary>
    public string DuckDb =>
        IsDecimal ? string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Precision},{Scale})")
            : IsInterval ? "INTERVAL"
            : Element is not null ? $"{Element.DuckDb}[]"
            : SimpleDuckDb;

    /// <summary>Whether values of it can be compared; rows and maps are only passed on.</summary>
    public bool IsComparable => IsUnknown || IsNumber || IsTime || Name is "boolean" or "varchar" || Element?.IsComparable == true;

    /// <summary>Whether values of it have an order here.</summary>
    public bool IsOrderable => Element is null && IsComparable;

    private string SimpleDuckDb => Names.FirstOrDefault(name => name.Name == Name).DuckDb ?? Name;

    private int NumberIndex => Array.FindIndex(Numbers, number => number.Name == Name);

    /// <summary>The type of an array.</summary>
    public static TrinoType ArrayOf(TrinoType element) => new("array", Element: element);

    /// <summary>The type of a decimal; what has more digits than there are loses those of its whole part.</summary>
    public static TrinoType Decimal(int precision, int scale) => new("decimal", Math.Min(precision, MaxPrecision), Math.Min(scale, MaxPrecision));

    /// <summary>The type that a type of DuckDB's is.</summary>
    public static TrinoType OfDuckDb(string type) =>
        type.EndsWith("[]", StringComparison.Ordinal) ? ArrayOf(OfDuckDb(type[..^2]))
            : type.StartsWith("DECIMAL(", StringComparison.Ordinal) && type[8..^1].Split(',') is [var precision, var scale]
                ? Decimal(int.Parse(precision, CultureInfo.InvariantCulture), int.Parse(scale, CultureInfo.InvariantCulture))
            : new TrinoType(Names.FirstOrDefault(name => name.DuckDb == type).Name ?? type);

    /// <summary>The type that a node of a cast or a literal names; null of one that Trino has not or that is not used here.</summary>
    public static TrinoType? Of(JsonNode type)
    {
        var id = type.AsObject().Text("id");
        var info = type["type_info"];
        return id == "DECIMAL"
            ? info is null ? Decimal(MaxPrecision, 0) : Decimal(info["width"]!.GetValue<int>(), info["scale"]!.GetValue<int>())
            : id == "NULL" ? Unknown
            : Names.FirstOrDefault(name => name.DuckDb == id).Name is { } name ? new TrinoType(name) : null;
    }

    /// <summary>The type that a signature names.</summary>
    public static TrinoType Parse(string name) => name.StartsWith("array(", StringComparison.Ordinal) ? ArrayOf(Parse(name[6..^1])) : new TrinoType(name);

    /// <summary>The type as a cast of DuckDB's names it.</summary>
    public JsonObject ToDuckDb() =>
        IsDecimal ? Described("DECIMAL", "DECIMAL_TYPE_INFO", ("width", Precision), ("scale", Scale))
            : Element is not null ? Described("LIST", "LIST_TYPE_INFO", ("child_type", Element.ToDuckDb()))
            : new JsonObject { ["id"] = SimpleDuckDb, ["type_info"] = null };

    /// <summary>The type that values of both become where they meet; null where they may not.</summary>
    public static TrinoType? Common(TrinoType left, TrinoType right)
    {
        if (left == right || right.IsUnknown)
        {
            return left;
        }
        if (left.IsUnknown)
        {
            return right;
        }
        if (left.Element is not null && right.Element is not null)
        {
            return Common(left.Element, right.Element) is { } element ? ArrayOf(element) : null;
        }
        if (left.IsTime && right.IsTime)
        {
            return Wider(Array.ConvertAll(Times, time => time.Name), left, right);
        }
        if (!left.IsNumber || !right.IsNumber)
        {
            return null;
        }
        if ((left.IsDecimal || right.IsDecimal) && !left.IsDouble && !right.IsDouble)
        {
            var (a, b) = (left.AsDecimal(), right.AsDecimal());
            var scale = Math.Max(a.Scale, b.Scale);
            return Decimal(Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale, scale);
        }
        return Wider(Array.ConvertAll(Numbers, number => number.Name), left, right);
    }

    /// <summary>The decimal that an integer becomes beside one.</summary>
    public TrinoType AsDecimal() => IsDecimal ? this : Decimal(Numbers[NumberIndex].Digits, 0);

    /// <inheritdoc />
    public override string ToString() =>
        IsDecimal ? string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})") : Element is null ? Name : $"array({Element})";

    private static IEnumerable<(string Name, string DuckDb)> Names => [.. Numbers.Select(number => (number.Name, number.DuckDb)), .. Times, .. Others];

    private static TrinoType Wider(string[] names, TrinoType left, TrinoType right) =>
        Array.IndexOf(names, left.Name) > Array.IndexOf(names, right.Name) ? left : right;

    private static JsonObject Described(string id, string kind, params (string Name, JsonNode Value)[] parts)
    {
        var info = new JsonObject { ["type"] = kind, ["alias"] = "", ["extension_info"] = null };
        foreach (var (name, value) in parts)
        {
            info[name] = value;
        }
        return new JsonObject { ["id"] = id, ["type_info"] = info };
    }
}
