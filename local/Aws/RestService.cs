using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>An operation of a service whose operations are methods and paths.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, a pattern whose named groups are the operation's parameters.</param>
/// <param name="AnswerAsync">Answers it, with the parameters decoded.</param>
internal sealed record RestOperation(
    string Method, Regex Path, Func<ServiceCall, IReadOnlyDictionary<string, string>, CancellationToken, Task<AwsAnswer>> AnswerAsync)
{
    /// <summary>An answer with a body of JSON.</summary>
    public static AwsAnswer Result(JsonObject members, int statusCode = 200) => new(statusCode, "application/json", members.ToJsonString());

    /// <summary>An answer without a body.</summary>
    public static AwsAnswer Nothing { get; } = new(204, "application/json", "");
}

/// <summary>A service whose operations are methods and paths, with JSON bodies ("AWS restJson1 protocol").</summary>
/// <param name="signingName">The name that its requests are signed for.</param>
/// <param name="isWhole">Whether what is not among its operations is refused; otherwise the emulator answers it.</param>
internal abstract class RestService(string signingName, bool isWhole) : IService
{
    /// <summary>The operations; the first that matches answers.</summary>
    protected abstract IReadOnlyList<RestOperation> Operations { get; }

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == signingName && (isWhole || Find(request) is not null);

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        try
        {
            if (Find(call.Request) is not var (operation, match))
            {
                throw new ServiceException("UnknownOperationException", $"The local cloud does not know {call.Method} {call.Request.Path} of {signingName}.", 404);
            }

            var parameters = match.Groups.Values
                .Where(group => group.Success)
                .ToDictionary(group => group.Name, group => Uri.UnescapeDataString(group.Value));
            return await operation.AnswerAsync(call, parameters, cancellation);
        }
        catch (ServiceException refusal)
        {
            return ErrorAnswer.Rest(refusal.StatusCode, refusal.Code, refusal.Message);
        }
        catch (LocalException problem)
        {
            return ErrorAnswer.Rest(StatusCodes.Status400BadRequest, "ValidationException", problem.Message);
        }
    }

    // Of such a service the operation that a request tells is its method.
    private (RestOperation Operation, Match Match)? Find(AwsRequest request)
    {
        foreach (var operation in Operations.Where(operation => operation.Method == request.Operation))
        {
            if (operation.Path.Match(request.Path) is { Success: true } match)
            {
                return (operation, match);
            }
        }

        return null;
    }
}
