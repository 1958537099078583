namespace Fanout.Infra.StatesLanguage;

/// <summary>Passes its input on, or what Output makes of it.</summary>
public sealed record PassState : TransitionState
{
    private protected override string Type => "Pass";

    private protected override void Write(JsonFields fields) => WriteTransition(fields);
}
