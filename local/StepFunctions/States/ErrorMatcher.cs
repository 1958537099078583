using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;

namespace Fanout.Local.StepFunctions.States;

/// <summary>The ErrorEquals of a retrier or a catcher.</summary>
internal sealed class ErrorMatcher(IReadOnlyList<string> names)
{
    public static ErrorMatcher Read(FieldReader fields)
    {
        var names = fields.Items("ErrorEquals", required: true).Select(item => item.Value).ToArray();
        if (names.Length == 0 || names.Any(name => name.ValueKind != JsonValueKind.String))
        {
            fields.Problem("'ErrorEquals' must be a list of error names that is not empty.");
        }
        return new([.. names.Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]);
    }

    public bool Match(StateException failure) => names.Any(name => name switch
    {
        ErrorNames.All => true,
        ErrorNames.TaskFailed => failure.Error != ErrorNames.Timeout,
        _ => name == failure.Error || name == failure.AlsoKnownAs,
    });
}
