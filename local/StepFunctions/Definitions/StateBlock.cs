using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>States that refer to each other: a machine's, a Parallel branch's, or an ItemProcessor's.</summary>
internal sealed record StateBlock(string StartAt, IReadOnlyDictionary<string, State> States);
