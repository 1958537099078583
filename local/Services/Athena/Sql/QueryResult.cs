
namespace Fanout.Local.Services.Athena.Sql;

/// <summary>What a query left in its folder.</summary>
/// <param name="Columns">The columns of its result.</param>
/// <param name="Files">The files.</param>
internal sealed record QueryResult(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<ResultFile> Files);

/// <summary>A file of a result.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Partition">The folder that it belongs to, such as <c>day=1</c>; empty where the result has no partitions.</param>
/// <param name="Extension">What its name ends with, such as <c>.gz</c>.</param>
internal sealed record ResultFile(string Path, string Partition = "", string Extension = "");
