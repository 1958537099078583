using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>Answers one operation of a service that speaks JSON.</summary>
/// <returns>The members of the result.</returns>
/// <exception cref="ServiceException">The service refuses.</exception>
internal delegate Task<JsonObject> JsonOperation(ServiceCall call, CancellationToken cancellation);

/// <summary>A service whose operations X-Amz-Target names, with their arguments and results as JSON ("AWS JSON 1.0 protocol").</summary>
/// <param name="signingName">The name that its requests are signed for.</param>
/// <param name="isWhole">Whether what is not among its operations is refused; otherwise the emulator answers it.</param>
internal abstract class JsonService(string signingName, bool isWhole) : IService
{
    /// <summary>The operations, by name.</summary>
    protected abstract IReadOnlyDictionary<string, JsonOperation> Operations { get; }

    /// <summary>The code of the error that says that an argument is wrong.</summary>
    protected virtual string InvalidInput => "ValidationException";

    /// <inheritdoc />
    public bool Answers(AwsRequest request) =>
        request.Service == signingName && (isWhole || Operations.ContainsKey(request.Operation));

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        try
        {
            return Operations.TryGetValue(call.Request.Operation, out var operation)
                ? new AwsAnswer(200, JsonBodies.ContentType, (await operation(call, cancellation)).ToJsonString())
                : throw new ServiceException(
                    "UnknownOperationException",
                    $"The local cloud does not know {call.Request.Operation} of {signingName}; it knows: {string.Join(", ", Operations.Keys.Order(StringComparer.Ordinal))}.");
        }
        catch (ServiceException refusal)
        {
            return JsonBodies.Error(refusal.StatusCode, refusal.Code, refusal.Message);
        }
        catch (LocalException problem)
        {
            return JsonBodies.Error(StatusCodes.Status400BadRequest, InvalidInput, problem.Message);
        }
    }
}
