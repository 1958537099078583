using Fanout.Local.StepFunctions.Definitions;

namespace Fanout.Local.StepFunctions.States;

/// <summary>The Retry and Catch of a state.</summary>
internal sealed class ErrorHandling
{
    private readonly IReadOnlyList<(ErrorMatcher Errors, Exit Exit)> _catchers;

    private ErrorHandling(IReadOnlyList<Retrier> retriers, IReadOnlyList<(ErrorMatcher Errors, Exit Exit)> catchers)
    {
        Retriers = retriers;
        _catchers = catchers;
    }

    public IReadOnlyList<Retrier> Retriers { get; }

    public static ErrorHandling Read(FieldReader reader) => new(
        [.. reader.Items("Retry").Select(item => Retrier.Read(item.Fields))],
        [.. reader.Items("Catch").Select(item =>
            (ErrorMatcher.Read(item.Fields), Exit.Read(item.Fields, item.Fields.Text("Next"), item.Place)))]);

    /// <summary>How long to wait before the next attempt; null where no retrier applies or its attempts are used up.</summary>
    public TimeSpan? Retry(StateException failure, int[] attempts, Func<double> random)
    {
        for (var i = 0; i < Retriers.Count; i++)
        {
            if (Retriers[i].Errors.Match(failure))
            {
                return attempts[i] < Retriers[i].MaxAttempts ? Retriers[i].Delay(attempts[i]++, random) : null;
            }
        }
        return null;
    }

    /// <summary>The way out that a catcher gives, or null.</summary>
    public Exit? Catch(StateException failure) => _catchers.FirstOrDefault(catcher => catcher.Errors.Match(failure)).Exit;
}
