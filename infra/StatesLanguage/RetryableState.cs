namespace Fanout.Infra.StatesLanguage;

/// <summary>A state whose errors can be retried and caught.</summary>
public abstract record RetryableState : TransitionState
{
    /// <summary>Retriers, the first that matches an error is used.</summary>
    public IReadOnlyList<Retrier> Retry { get; init; } = [];

    /// <summary>Catchers, tried when no retrier is left.</summary>
    public IReadOnlyList<Catcher> Catch { get; init; } = [];

    private protected void WriteErrorHandling(JsonFields fields) => fields
        .AddAll(nameof(Retry), Retry.Select(retrier => retrier.ToJson()))
        .AddAll(nameof(Catch), Catch.Select(catcher => catcher.ToJson()));
}
