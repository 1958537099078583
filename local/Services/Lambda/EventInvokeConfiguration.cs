using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda;

/// <summary>What becomes of events that a function fails on ("Configuring error handling settings for asynchronous invocations").</summary>
/// <param name="MaximumRetries">How often an event is tried again.</param>
/// <param name="OnFailure">The queue or topic that gets a record of each event that was given up.</param>
public sealed record EventInvokeConfiguration(int MaximumRetries, string? OnFailure)
{
    private const int MostRetries = 2;
    private const int LeastAge = 60;
    private const int GreatestAge = 21_600;

    private static readonly string[] Known = ["DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts"];

    /// <summary>What holds where nothing is configured.</summary>
    public static EventInvokeConfiguration Default { get; } = new(MostRetries, OnFailure: null);

    /// <summary>The longest that an event waits, in seconds; null where it is not said. Here none waits for long.</summary>
    public int? MaximumAge { get; init; }

    /// <summary>When it was said.</summary>
    public DateTimeOffset LastModified { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>Reads the members of PutFunctionEventInvokeConfig.</summary>
    /// <param name="request">The members.</param>
    /// <param name="before">What holds where a member is not given.</param>
    /// <exception cref="ServiceException">A member is none that Lambda takes, or that is acted upon here.</exception>
    internal static EventInvokeConfiguration Of(RequestMembers request, EventInvokeConfiguration before)
    {
        if (request.Beside(Known).FirstOrDefault() is { } other)
        {
            throw new ServiceException(FunctionRequest.Invalid, $"{other} is not supported by the local cloud; leave it out.");
        }

        var destinations = request.Structure("DestinationConfig");
        return new EventInvokeConfiguration(
            (int?)request.Number("MaximumRetryAttempts", 0, MostRetries) ?? before.MaximumRetries,
            destinations is null ? before.OnFailure : OnFailureIn(destinations))
        {
            MaximumAge = (int?)request.Number("MaximumEventAgeInSeconds", LeastAge, GreatestAge) ?? before.MaximumAge,
        };
    }

    private static string? OnFailureIn(RequestMembers destinations)
    {
        if (destinations.Structure("OnSuccess")?.Text("Destination") is { Length: > 0 })
        {
            throw new ServiceException(
                FunctionRequest.Invalid, "DestinationConfig.OnSuccess is not supported; the local cloud keeps records of failures only.");
        }

        return destinations.Structure("OnFailure")?.Text("Destination") is { Length: > 0 } target
            ? FunctionRequest.CheckedTarget("DestinationConfig.OnFailure.Destination", target)
            : null;
    }
}
