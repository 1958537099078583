namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A column of a result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, such as <c>varchar</c>.</param>
internal sealed record ResultColumn(string Name, string Type);
