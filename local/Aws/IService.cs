namespace Fanout.Local.Aws;

/// <summary>A service of the account that runs here, or that acts upon what the emulator is told.</summary>
public interface IService
{
    /// <summary>Whether the service answers a request; what no service answers goes to the emulator.</summary>
    bool Answers(AwsRequest request);

    /// <summary>Answers a request of a caller that may make it.</summary>
    /// <param name="call">The request, and the emulator to ask.</param>
    /// <param name="cancellation">Ends the call, when the caller gives it up.</param>
    Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation);
}
