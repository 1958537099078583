namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A table where a query names it.</summary>
/// <param name="Database">Its database, in lower case.</param>
/// <param name="Table">Its name, in lower case.</param>
/// <param name="Place">Where it is named.</param>
/// <param name="Filters">What is asked of its columns there; all must be met.</param>
internal sealed record TableReference(string Database, string Table, string Place, IReadOnlyList<ColumnFilter> Filters);
