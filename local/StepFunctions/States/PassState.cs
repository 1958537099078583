using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Passes its input on, or what its Output makes of it ("Pass workflow state").</summary>
internal sealed class PassState(string name, Exit exit) : State(name, "Pass")
{
    public static PassState Read(FieldReader reader) => new(reader.Name, Exit.Read(reader, reader.Text("Next")));

    public override Task<Completion> EvaluateAsync(Visit visit) => exit.LeaveAsync(visit, visit.Input);
}
