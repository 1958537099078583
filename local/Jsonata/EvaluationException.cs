namespace Fanout.Local.Jsonata;

/// <summary>Why an expression has no usable result.</summary>
public enum EvaluationFailure
{
    /// <summary>The result was undefined.</summary>
    Undefined,

    /// <summary>The result is no JSON value, for example a function.</summary>
    Unsupported,

    /// <summary>The expression threw, or took longer than a second.</summary>
    Error,
}

/// <summary>An expression has no usable result.</summary>
public sealed class EvaluationException(EvaluationFailure kind, string location, string expression, string? error)
    : Exception(Describe(kind, location, expression, error))
{
    /// <summary>Why there is no result.</summary>
    public EvaluationFailure Kind { get; } = kind;

    /// <summary>The field that holds the expression, for example <c>Output/total</c>.</summary>
    public string Location { get; } = location;

    private static string Describe(EvaluationFailure kind, string location, string expression, string? error) =>
        $"The JSONata expression '{expression}' specified for the field '{location}' " + kind switch
        {
            EvaluationFailure.Undefined => "returned nothing (undefined).",
            EvaluationFailure.Unsupported => "returned an unsupported result type.",
            _ => $"threw an error during evaluation{error}",
        };
}
