namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A query failed.</summary>
/// <param name="name">The error's name, such as <c>COLUMN_NOT_FOUND</c>.</param>
/// <param name="message">What was wrong, and where.</param>
/// <param name="isMalformed">Whether the statement cannot even be parsed: then no execution is started.</param>
public sealed class QueryFailedException(string name, string message, bool isMalformed = false) : Exception(message)
{
    /// <summary>The error's name.</summary>
    public string Name => name;

    /// <summary>Whether the statement cannot be parsed.</summary>
    public bool IsMalformed => isMalformed;

    /// <summary>Name and message, as a query's StateChangeReason has them.</summary>
    public string Reason => $"{Name}: {Message}";
}
