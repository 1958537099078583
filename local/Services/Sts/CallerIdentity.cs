using Fanout.Local.Aws;

namespace Fanout.Local.Services.Sts;

/// <summary>
/// Who a request's credentials stand for ("GetCallerIdentity", AWS Security Token Service API Reference); others than those that
/// the cloud has given out there are none: an emulator's would be refused at the next request.
/// </summary>
internal sealed class CallerIdentity : IService
{
    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "sts";

    /// <inheritdoc />
    public Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) => Task.FromResult(call.Request.Operation != "GetCallerIdentity"
        ? ErrorAnswer.Query(403, "AccessDenied", $"The local cloud gives no credentials by {call.Request.Operation}: roles are assumed by the services that they are for.")
        : new AwsAnswer(200, "text/xml", $"""
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult><Arn>{call.Caller.User}</Arn><UserId>{(call.Caller.IsRoot ? AwsAccount.Id : call.Request.AccessKeyId)}</UserId><Account>{AwsAccount.Id}</Account></GetCallerIdentityResult>
          <ResponseMetadata><RequestId>local</RequestId></ResponseMetadata>
        </GetCallerIdentityResponse>
        """));
}
