using System.Text.Json;
using Amazon.Runtime;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Stacks;

namespace Fanout.Bench;

/// <summary>The Step Functions engine of moto, which it has where its configuration asks for it.</summary>
internal sealed class MotoEngine : IAsyncDisposable
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(200);
    private static readonly AWSCredentials Credentials = new BasicAWSCredentials("bench", "bench");

    private readonly MotoServer _server;
    private readonly SignedHttp _http;
    private readonly AwsJsonClient _client;

    private MotoEngine(MotoServer server)
    {
        _server = server;
        _http = new SignedHttp(server.Endpoint, "us-east-1");
        _client = new AwsJsonClient(_http);
    }

    /// <summary>Starts a server.</summary>
    public static async Task<MotoEngine> StartAsync(CancellationToken cancellation)
    {
        var command = await PythonEnvironment.FindMotoServerAsync(
            RepositoryPaths.Root, Environment.GetEnvironmentVariable("PATH") ?? "", Console.Error, cancellation);
        var engine = new MotoEngine(await MotoServer.StartAsync(command, [], cancellation));
        try
        {
            await engine.PostAsync("config", """{"stepfunctions": {"execute_state_machine": true}}""", cancellation);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one execution of a Standard machine to its end.</summary>
    /// <returns>The time from its start to its end, as the engine tells it.</returns>
    /// <exception cref="InvalidOperationException">It did not succeed.</exception>
    public async Task<TimeSpan> RunAsync(string definition, CancellationToken cancellation)
    {
        // It fails to start an execution while it keeps an earlier one.
        await PostAsync("reset", "", cancellation);
        var machine = await CallAsync(
            "CreateStateMachine", new { name = "bench", definition, roleArn = "arn:aws:iam::123456789012:role/bench" }, cancellation);
        var execution = await CallAsync("StartExecution", new { stateMachineArn = machine.GetProperty("stateMachineArn"), input = "{}" }, cancellation);
        JsonElement answer;
        do
        {
            await Task.Delay(BetweenQuestions, cancellation);
            answer = await CallAsync("DescribeExecution", new { executionArn = execution.GetProperty("executionArn") }, cancellation);
        }
        while (answer.GetProperty("status").ValueEquals("RUNNING"));

        return answer.GetProperty("status").ValueEquals("SUCCEEDED")
            ? TimeSpan.FromSeconds(answer.GetProperty("stopDate").GetDouble() - answer.GetProperty("startDate").GetDouble())
            : throw new InvalidOperationException($"The execution did not succeed: {answer}");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server.DisposeAsync();
    }

    private async Task PostAsync(string path, string content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Endpoint, $"/moto-api/{path}"))
        {
            Content = new StringContent(content),
        };
        using var answer = await _http.SendAsync(request, "states", Credentials, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private Task<JsonElement> CallAsync(string operation, object arguments, CancellationToken cancellation) => _client.CallAsync(
        "states", $"AWSStepFunctions.{operation}", JsonSerializer.SerializeToElement(arguments), Credentials, cancellation);
}
