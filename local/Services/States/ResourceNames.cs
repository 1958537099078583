using System.Buffers;

namespace Fanout.Local.Services.States;

/// <summary>Names of state machines and executions ("StartExecution", "CreateStateMachine").</summary>
internal static class ResourceNames
{
    /// <summary>How long a name may be.</summary>
    public const int Longest = 80;

    private static readonly SearchValues<char> NotAllowed = SearchValues.Create("<>{}[]?*\"#%\\^|~`$&,;:/");

    /// <summary>Whether a text can be a name.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= Longest
        && !name.AsSpan().ContainsAny(NotAllowed)
        && !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is >= '\uD800' and <= '\uDFFF' or >= '\uFFFE');
}
