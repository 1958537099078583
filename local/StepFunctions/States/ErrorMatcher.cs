using Fanout.Local.StepFunctions.Definitions;

namespace Fanout.Local.StepFunctions.States;

/// <summary>The ErrorEquals of a retrier or a catcher.</summary>
internal sealed class ErrorMatcher(IReadOnlyList<string> names)
{
    public static ErrorMatcher Read(FieldReader fields) =>
        new([.. fields.Get("ErrorEquals")!.Value.EnumerateArray().Select(name => name.GetString()!)]);

    public bool Match(StateException failure) => names.Any(name => name switch
    {
        ErrorNames.All => true,
        ErrorNames.TaskFailed => failure.Error != ErrorNames.Timeout,
        _ => name == failure.Error || name == failure.AlsoKnownAs,
    });
}
