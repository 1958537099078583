using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;

namespace Fanout.Tests.Local.Services;

/// <summary>Signed requests to the door, as the AWS CLI makes them.</summary>
internal static class Requests
{
    /// <summary>A request of a service whose operations are methods and paths.</summary>
    public static async Task<ServiceAnswer> RestAsync(
        this SignedHttp http,
        string service,
        AwsCredentials caller,
        string method,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(http.Endpoint, path));
        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await AnswerAsync(http, service, caller, request);
    }

    /// <summary>A request of a service whose operations X-Amz-Target names.</summary>
    public static async Task<ServiceAnswer> JsonAsync(this SignedHttp http, string service, AwsCredentials caller, string target, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, http.Endpoint)
        {
            Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/x-amz-json-1.1"),
        };
        request.Headers.Add("X-Amz-Target", target);
        return await AnswerAsync(http, service, caller, request);
    }

    private static async Task<ServiceAnswer> AnswerAsync(SignedHttp http, string service, AwsCredentials caller, HttpRequestMessage request)
    {
        using var answer = await http.SendAsync(request, service, caller, CancellationToken.None);
        return new ServiceAnswer(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }
}
