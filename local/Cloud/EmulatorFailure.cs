using Fanout.Local.Aws;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Cloud;

/// <summary>
/// What the emulator could not answer: a page of HTML, which no service speaks, becomes the service's refusal. It has the same page
/// for an operation that it lacks and for arguments that break it, and would have it again: nobody is to try once more.
/// </summary>
internal static class EmulatorFailure
{
    /// <summary>The error in an answer's place; null where the emulator answered.</summary>
    /// <param name="request">The request.</param>
    /// <param name="asked">What the request says of itself.</param>
    /// <param name="answer">What the emulator answered.</param>
    public static AwsAnswer? Of(HttpRequest request, AwsRequest asked, HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode < StatusCodes.Status500InternalServerError || answer.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return null;
        }

        var message = $"The local cloud does not answer {asked.Operation} of {asked.Service}, or not with these arguments.";
        return asked.Service switch
        {
            // Its DynamoDB breaks at requests that the service refuses: keys, values and expressions that are none.
            "dynamodb" => JsonBodies.Error(
                StatusCodes.Status400BadRequest,
                "com.amazon.coral.validate#ValidationException",
                $"The request cannot be used: a member that {asked.Operation} needs is missing, or a key, an attribute value, an expression or one of its placeholders is none."),

            // As does its S3 at configurations that are no XML, or another's.
            "s3" when asked.Operation == "CompleteMultipartUpload" || (asked.Operation != "PutObject" && asked.Operation.StartsWith("Put", StringComparison.Ordinal)) => ErrorAnswer.Of(
                request,
                StatusCodes.Status400BadRequest,
                "MalformedXML",
                $"The XML you provided was not well-formed or did not validate against our published schema: {asked.Operation} cannot read it."),
            "s3" => ErrorAnswer.Of(request, StatusCodes.Status501NotImplemented, "NotImplemented", message),
            _ => ErrorAnswer.Of(request, StatusCodes.Status400BadRequest, "InvalidAction", message),
        };
    }
}
