namespace Fanout.Local.Iam;

/// <summary>Permissions that only AWS itself exercises, so that no run here uses them.</summary>
public static class ExercisedByAws
{
    // An action, and why it is needed: the title of the page that asks for it.
    private static readonly Dictionary<string, string> Actions = new()
    {
    };

    /// <summary>Whether it is no wonder that a permission was not used.</summary>
    public static bool Holds(UnusedPermission permission) => permission.Action is { } action && Actions.ContainsKey(action);
}
