namespace Fanout.Infra.Settings;

/// <summary>How much a Map state runs at once, at most.</summary>
internal static class MapConcurrency
{
    /// <summary>Iterations of an inline Map ("Using Map state in Inline mode").</summary>
    public const int Inline = 40;

    /// <summary>Child executions of a Map Run ("Step Functions service quotas").</summary>
    public const int Distributed = 10_000;
}
