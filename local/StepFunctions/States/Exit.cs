using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>
/// A way out of a state: what it assigns, what it puts out, and where it leads. Assign and Output are evaluated from
/// the same values, those at the state's entry.
/// </summary>
internal sealed class Exit
{
    private readonly Fields _fields;
    private readonly string _prefix;
    private readonly string? _next;

    private Exit(Fields fields, string prefix, string? next)
    {
        _fields = fields;
        _prefix = prefix;
        _next = next;
    }

    /// <summary>Reads Assign and Output; the prefix is for the causes of errors.</summary>
    public static Exit Read(FieldReader reader, string? next, string prefix = "", bool assigns = true) =>
        new(Fields.Read(reader, prefix, assigns ? ["Assign", "Output"] : ["Output"]), prefix, next);

    /// <summary>Leaves the state.</summary>
    /// <param name="visit">The state.</param>
    /// <param name="otherwise">The output where there is no Output field.</param>
    /// <param name="extra">One more member of <c>$states</c>.</param>
    public async Task<Completion> LeaveAsync(Visit visit, JsonElement otherwise, (string Name, JsonElement Value)? extra = null)
    {
        var values = await _fields.EvaluateAsync(visit, extra);
        var output = values.Get(_prefix + "Output") ?? otherwise;
        if (JsonText.Size(output) > Quotas.Payload)
        {
            throw Oversized(visit.State.Name);
        }
        var assigned = values.Get(_prefix + "Assign")?.EnumerateObject()
            .ToDictionary(variable => variable.Name, variable => variable.Value);
        if (assigned is not null && visit.Branch.Scope.Refusal(assigned) is { } refusal)
        {
            throw new StateException(ErrorNames.DataLimitExceeded, refusal);
        }
        return new Completion(_next, output, assigned);
    }

    /// <summary>The failure of a state or a task whose result is larger than a payload may be.</summary>
    public static StateException Oversized(string name) => new(
        ErrorNames.DataLimitExceeded,
        $"The state/task '{name}' returned a result with a size exceeding the maximum number of bytes service limit.");
}
