using Fanout.Functions.Common;

namespace Fanout.Functions.MeterAnalytics;

/// <summary>What the function's environment variables say.</summary>
/// <param name="TableName">The table of the amounts.</param>
/// <param name="RejectedLinesQueueUrl">The queue of the lines that cannot be written.</param>
/// <param name="ResultsPrefix">What the keys of result files begin with.</param>
internal sealed record FunctionSettings(string TableName, string RejectedLinesQueueUrl, string ResultsPrefix)
{
    /// <summary>Reads the settings.</summary>
    /// <param name="variables">Gives the value of an environment variable, null where it is not set.</param>
    /// <exception cref="SettingException">A variable is missing or not allowed.</exception>
    public static FunctionSettings Read(Func<string, string?> variables) => new(
        EnvironmentVariable.Required(variables, "TABLE_NAME"),
        QueueUrl(EnvironmentVariable.Required(variables, "REJECTED_LINES_QUEUE_URL")),
        EnvironmentVariable.Required(variables, "RESULTS_PREFIX"));

    private static string QueueUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            ? value
            : throw new SettingException(
                $"The environment variable REJECTED_LINES_QUEUE_URL is \"{value}\"; "
                    + "it must be a queue's address such as https://sqs.us-east-1.amazonaws.com/123456789012/rejected-lines.");
}
