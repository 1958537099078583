using System.Text.Json;
using System.Xml.Linq;
using Fanout.Local.Aws;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Iam.Requests;

/// <summary>Denials as each service answers them.</summary>
internal static class DenialAnswer
{
    private const string Json = "application/x-amz-json-1.0";
    private const string SnsNamespace = "http://sns.amazonaws.com/doc/2010-03-31/";

    /// <summary>The answer to a request.</summary>
    public static AwsAnswer Of(AwsRequest request, Denial denial) => request.Service switch
    {
        // An answer to HEAD has no body.
        "s3" when request.Operation.StartsWith("Head", StringComparison.Ordinal) => new AwsAnswer(StatusCodes.Status403Forbidden, "application/xml", ""),
        "s3" => AwsAnswer.S3Error(StatusCodes.Status403Forbidden, "AccessDenied", Escape(denial.Message)),
        "sns" => new AwsAnswer(StatusCodes.Status403Forbidden, "text/xml", QueryError("AuthorizationError", denial.Message)),
        "sqs" => new AwsAnswer(StatusCodes.Status403Forbidden, Json, JsonError("com.amazon.coral.service#AccessDeniedException", denial.Message)),
        _ when request.Form.Count > 0 => ErrorAnswer.Query(StatusCodes.Status403Forbidden, "AccessDenied", denial.Message),
        "lambda" => new AwsAnswer(StatusCodes.Status403Forbidden, "application/json", JsonError("AccessDeniedException", denial.Message)),
        "dynamodb" => new AwsAnswer(StatusCodes.Status400BadRequest, Json, JsonError("com.amazon.coral.service#AccessDeniedException", denial.Message)),
        _ => new AwsAnswer(StatusCodes.Status400BadRequest, "application/x-amz-json-1.1", JsonError("AccessDeniedException", denial.Message)),
    };

    private static string JsonError(string type, string message) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["__type"] = type, ["Message"] = message });

    private static string Escape(string text) => new XText(text).ToString();

    // "AWS Query protocol": the request is at fault.
    private static string QueryError(string code, string message)
    {
        XNamespace sns = SnsNamespace;
        return new XElement(
            sns + "ErrorResponse",
            new XElement(sns + "Error", new XElement(sns + "Type", "Sender"), new XElement(sns + "Code", code), new XElement(sns + "Message", message)),
            new XElement(sns + "RequestId", "local")).ToString(SaveOptions.DisableFormatting);
    }
}
