using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Fails with the Error and the Cause that it names ("Fail workflow state").</summary>
internal sealed class FailState(string name, Fields fields) : State(name, "Fail")
{
    public static FailState Read(FieldReader reader) => new(reader.Name, Fields.Read(reader, "", "Error", "Cause"));

    public override async Task<Completion> EvaluateAsync(Visit visit)
    {
        var values = await fields.EvaluateAsync(visit);
        throw new StateException(values.Text("Error"), values.Text("Cause"));
    }
}
