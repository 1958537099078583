namespace Fanout.Local.Stacks;

/// <summary>What a resource is told by within its stack: names are unique by type.</summary>
/// <param name="Type">Its type token, such as <c>aws:s3/bucket:Bucket</c>.</param>
/// <param name="Name">Its name in the program, its logical name.</param>
public sealed record ResourceId(string Type, string Name);
