using System.Text;
using Fanout.Local.Aws;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Services.S3;

/// <summary>Refuses keys that no object can have ("Naming Amazon S3 objects").</summary>
internal sealed class KeyLengths : IService
{
    // In UTF-8.
    private const int Longest = 1024;

    /// <inheritdoc />
    public bool Answers(AwsRequest request) =>
        request.Service == "s3" && request.Path.Length > Longest && Encoding.UTF8.GetByteCount(S3Address.Of(request.Path).Key) > Longest;

    /// <inheritdoc />
    public Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) =>
        Task.FromResult(AwsAnswer.S3Error(StatusCodes.Status400BadRequest, "KeyTooLongError", "Your key is too long"));
}
