using Fanout.Local.Cloud;

namespace Fanout.Local.Services.Sts;

/// <summary>GetCallerIdentity ("AWS Security Token Service API Reference"): who a request's credentials stand for.</summary>
internal sealed class CallerIdentity : IService
{
    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request is { Service: "sts", Operation: "GetCallerIdentity" };

    /// <inheritdoc />
    public Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) => Task.FromResult(new AwsAnswer(200, "text/xml", $"""
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult><Arn>{call.Caller.User}</Arn><UserId>{(call.Caller.IsRoot ? AwsAccount.Id : call.Request.AccessKeyId)}</UserId><Account>{AwsAccount.Id}</Account></GetCallerIdentityResult>
          <ResponseMetadata><RequestId>local</RequestId></ResponseMetadata>
        </GetCallerIdentityResponse>
        """));
}
