namespace Fanout.Infra.Settings;

/// <summary>One setting as it is documented.</summary>
/// <param name="Key">Its name within its section.</param>
/// <param name="Default">The value that holds where none is given.</param>
/// <param name="Allowed">The values that it may have.</param>
/// <param name="Description">What it is for.</param>
public sealed record Setting(string Key, string Default, string Allowed, string Description);
