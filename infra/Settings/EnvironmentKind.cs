namespace Fanout.Infra.Settings;

/// <summary>What a stack is for.</summary>
public enum EnvironmentKind
{
    /// <summary>May be destroyed with everything in it.</summary>
    Dev,

    /// <summary>Stores are protected from deletion, and execution data stays out of the logs.</summary>
    Prod,
}
