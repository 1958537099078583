using Fanout.Local.Aws;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Cloud;

/// <summary>What the emulator could not answer: a page of HTML, which no service speaks, becomes the service's error.</summary>
internal static class EmulatorFailure
{
    private static readonly string[] OfForms = ["sns", "iam", "sts"];

    /// <summary>The error in an answer's place; null where the emulator answered.</summary>
    /// <param name="service">The service's signing name.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="answer">What the emulator answered.</param>
    public static AwsAnswer? Of(string service, string operation, HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode < StatusCodes.Status500InternalServerError || answer.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return null;
        }

        // Its DynamoDB breaks at requests that the service refuses: keys, values and expressions that are none.
        if (service == "dynamodb")
        {
            return JsonBodies.Error(
                StatusCodes.Status400BadRequest,
                "com.amazon.coral.validate#ValidationException",
                $"The request cannot be used: a member that {operation} needs is missing, or a key, an attribute value, an expression or one of its placeholders is none.");
        }

        // As does its S3 at configurations that are no XML, or another's.
        if (service == "s3" && operation != "PutObject" && operation.StartsWith("Put", StringComparison.Ordinal))
        {
            return AwsAnswer.S3Error(
                StatusCodes.Status400BadRequest,
                "MalformedXML",
                $"The XML you provided was not well-formed or did not validate against our published schema: {operation} cannot read it.");
        }

        var message = $"The emulator failed at {operation} of {service}.";
        return service == "s3" ? AwsAnswer.S3Error(StatusCodes.Status500InternalServerError, "InternalError", message)
            : OfForms.Contains(service) ? new AwsAnswer(
                StatusCodes.Status500InternalServerError,
                "text/xml",
                $"<ErrorResponse><Error><Type>Receiver</Type><Code>InternalFailure</Code><Message>{message}</Message></Error><RequestId>local</RequestId></ErrorResponse>")
            : JsonBodies.Error(StatusCodes.Status500InternalServerError, "InternalFailure", message);
    }
}
