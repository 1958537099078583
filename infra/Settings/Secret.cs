using Pulumi;

namespace Fanout.Infra.Settings;

/// <summary>A text that is handed on as a Pulumi secret only, and shows itself nowhere.</summary>
public sealed class Secret(string value)
{
    /// <summary>The text, a secret: encrypted in the stack's state and masked in all that Pulumi prints.</summary>
    public Output<string> Value => Output.CreateSecret(value);

    /// <inheritdoc />
    public override string ToString() => "[secret]";
}
