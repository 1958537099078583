using System.Text;
using System.Text.Json;

namespace Fanout.Local.LambdaHost;

/// <summary>The function's side of the Lambda runtime API ("Using the Lambda runtime API for custom runtimes").</summary>
/// <param name="api">Host, port and path prefix, as AWS_LAMBDA_RUNTIME_API gives it.</param>
internal sealed class RuntimeApiClient(string api) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly string _runtime = $"http://{api}/2018-06-01/runtime";

    /// <summary>Waits for the next invocation.</summary>
    public async Task<(string RequestId, Stream Input)> NextAsync()
    {
        var response = await _http.GetAsync(new Uri($"{_runtime}/invocation/next"));
        response.EnsureSuccessStatusCode();
        return (
            response.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single(),
            await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Answers an invocation with the function's result.</summary>
    public Task PostResponseAsync(string requestId, Stream output) =>
        PostAsync($"{_runtime}/invocation/{requestId}/response", new StreamContent(output));

    /// <summary>Answers an invocation with the exception that the function threw.</summary>
    public Task PostErrorAsync(string requestId, Exception error) =>
        PostAsync($"{_runtime}/invocation/{requestId}/error", Describe(error));

    /// <summary>Reports that the function cannot be started.</summary>
    public Task PostInitErrorAsync(Exception error) => PostAsync($"{_runtime}/init/error", Describe(error));

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string address, HttpContent content)
    {
        using (content)
        using (var response = await _http.PostAsync(new Uri(address), content))
        {
            response.EnsureSuccessStatusCode();
        }
    }

    // "Lambda function errors in C#": the exception's type without its namespace, message and stack.
    private static StringContent Describe(Exception error)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorType", error.GetType().Name);
            json.WriteString("errorMessage", error.Message);
            json.WriteStartArray("stackTrace");
            foreach (var line in (error.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new StringContent(Encoding.UTF8.GetString(buffer.ToArray()), Encoding.UTF8, "application/json");
    }
}
