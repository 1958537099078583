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

    public static ErrorHandling Read(StateReader reader)
    {
        var retriers = reader.Items("Retry").Select(item => Retrier.Read(reader.Inside(item.Place, item.Value))).ToArray();
        var catchers = reader.Items("Catch").Select(item =>
        {
            var fields = reader.Inside(item.Place, item.Value);
            var errors = ErrorMatcher.Read(fields);
            var next = fields.Text("Next", required: true) is { } name ? reader.Target(name) : null;
            var exit = Exit.Read(fields, next, item.Place + "/");
            fields.Ignore("Comment");
            fields.RefuseOthers();
            return (errors, exit);
        }).ToArray();
        return new(retriers, catchers);
    }

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
