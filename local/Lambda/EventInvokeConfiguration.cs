using System.Collections.Immutable;
using Fanout.Local.Cloud;

namespace Fanout.Local.Lambda;

/// <summary>What becomes of events that a function fails on ("Configuring error handling settings for asynchronous invocations").</summary>
/// <param name="MaximumRetries">How often an event is tried again.</param>
/// <param name="OnFailure">The queue or topic that gets a record of each event that was given up.</param>
public sealed record EventInvokeConfiguration(int MaximumRetries, string? OnFailure)
{
    private const int MostRetries = 2;

    /// <summary>What holds where nothing is configured.</summary>
    public static EventInvokeConfiguration Default { get; } = new(MostRetries, OnFailure: null);

    /// <summary>Reads the inputs of <c>aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig</c>.</summary>
    /// <exception cref="LocalException">An input is none that Lambda takes, or that is acted upon here.</exception>
    public static EventInvokeConfiguration Of(CloudResource resource)
    {
        var retries = (int)(double)resource.Inputs.GetValueOrDefault("maximumRetryAttempts", (double)MostRetries);
        if (retries is < 0 or > MostRetries)
        {
            throw new LocalException($"maximumRetryAttempts is {retries}; allowed: a whole number from 0 to {MostRetries}.");
        }

        var destinations = resource.Map("destinationConfig") ?? [];
        if (destinations.ContainsKey("onSuccess"))
        {
            throw new LocalException("destinationConfig.onSuccess is not supported; the local cloud keeps records of failures only.");
        }

        var onFailure = (destinations.GetValueOrDefault("onFailure") as ImmutableDictionary<string, object>)
            ?.GetValueOrDefault("destination") as string;
        return new EventInvokeConfiguration(
            retries, onFailure is null ? null : MessageSender.Checked("destinationConfig.onFailure.destination", onFailure));
    }
}
