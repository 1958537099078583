using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>When a function may be called.</summary>
internal enum FunctionKind
{
    /// <summary>On one row's values.</summary>
    Scalar,

    /// <summary>On a group of rows, or on a window.</summary>
    Aggregate,

    /// <summary>On a window.</summary>
    Window,
}

/// <summary>A call whose arguments have the types of one of its function's signatures.</summary>
/// <param name="Node">The call.</param>
/// <param name="Arguments">Its arguments, taken out of it.</param>
/// <param name="Types">Their types.</param>
internal sealed record BoundCall(JsonObject Node, JsonNode[] Arguments, TrinoType[] Types)
{
    /// <summary>The text of an argument that must be a literal.</summary>
    /// <exception cref="QueryFailedException">It is none.</exception>
    public string Literal(int index, string what) => Arguments[index].Literal() ?? throw new QueryFailedException(
        "NOT_SUPPORTED", $"the local Athena takes {what} only as a string literal");
}

/// <summary>A function that is known to answer as Trino's does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">When it may be called.</param>
/// <param name="Signatures">What it is called with; the first that fits is taken.</param>
/// <param name="Translate">Its call as one of DuckDB's.</param>
internal sealed record Function(string Name, FunctionKind Kind, IReadOnlyList<Signature> Signatures, Func<BoundCall, JsonNode> Translate)
{
    /// <summary>The signature that arguments fit.</summary>
    /// <exception cref="QueryFailedException">There is none.</exception>
    public (TrinoType[] Parameters, TrinoType Result) Bind(TrinoType[] arguments)
    {
        foreach (var signature in Signatures)
        {
            if (signature.Bind(arguments) is { } bound)
            {
                return bound;
            }
        }
        var types = string.Join(", ", arguments.Select(type => type.ToString()));
        var known = string.Join(", ", Signatures.Select(signature => signature.Call));
        if (arguments.Any(type => type.IsDecimal) && Signatures.Any(signature => signature.IsNear(arguments)))
        {
            throw new QueryFailedException(
                "NOT_SUPPORTED", $"the local Athena does not keep the scale of a decimal in {Name}; cast to double");
        }
        throw Signatures.Any(signature => signature.IsNear(arguments))
            ? new QueryFailedException("NOT_SUPPORTED", $"the local Athena does not run {Name}({types}), but {known}")
            : new QueryFailedException("TYPE_MISMATCH", $"Unexpected parameters ({types}) for function {Name}. Expected: {known}");
    }
}
