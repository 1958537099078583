using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Ends its machine, branch or iteration successfully ("Succeed workflow state").</summary>
internal sealed class SucceedState(string name, Exit exit) : State(name, "Succeed")
{
    public static SucceedState Read(FieldReader reader) => new(reader.Name, Exit.Read(reader, next: null, assigns: false));

    public override Task<Completion> EvaluateAsync(Visit visit) => exit.LeaveAsync(visit, visit.Input);
}
