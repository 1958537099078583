namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Pieces of SQL.</summary>
internal static class SqlText
{
    /// <summary>An identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A string.</summary>
    public static string Literal(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
