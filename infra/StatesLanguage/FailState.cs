namespace Fanout.Infra.StatesLanguage;

/// <summary>Ends its machine with an error.</summary>
public sealed record FailState : State
{
    /// <summary>The error's name; a text or an expression.</summary>
    public string? Error { get; init; }

    /// <summary>What happened, for a person; a text or an expression.</summary>
    public string? Cause { get; init; }

    private protected override string Type => "Fail";

    private protected override void Write(JsonFields fields) => fields
        .Add(nameof(Error), Error)
        .Add(nameof(Cause), Cause);
}
