using System.Diagnostics;
using System.Text;
using Fanout.Local.Cloud;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Requests;
using Fanout.Local.Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fanout.Bench.SensorFunction;

/// <summary>The function's zip in processes of its own, and a table that takes every item at once.</summary>
internal sealed class DeployedFunction : IAsyncDisposable
{
    private const string Table = "/_table";

    private readonly LambdaService _lambda;
    private readonly Gateway _gateway;
    private readonly string _package;
    private int _deployed;

    private DeployedFunction(LambdaService lambda, Gateway gateway, string package)
    {
        _lambda = lambda;
        _gateway = gateway;
        _package = package;
    }

    /// <summary>Starts what the function's processes talk to.</summary>
    public static async Task<DeployedFunction> StartAsync(string package, CancellationToken cancellation)
    {
        var lambda = new LambdaService(new LogGroups());
        var gateway = await Gateway.StartAsync(
            new Uri("http://127.0.0.1:1"),
            port: 0,
            new RequestAuthorizer(new Authorizer(), new AwsAccount("us-east-1")),
            application =>
            {
                lambda.Map(application);
                application.MapPost(Table, () => Results.Text("{\"UnprocessedItems\":{}}", "application/x-amz-json-1.0"));
            },
            cancellation);
        return new DeployedFunction(lambda, gateway, package);
    }

    /// <summary>Calls the function in a process that does not run yet, and once more when it does.</summary>
    /// <returns>The times from the call to the answer.</returns>
    public async Task<(TimeSpan First, TimeSpan Second)> CallTwiceAsync(byte[] input, CancellationToken cancellation)
    {
        var arn = $"arn:aws:lambda:us-east-1:{AwsAccount.Id}:function:sensor-{_deployed++}";
        _lambda.Deploy(new FunctionConfiguration(
            "sensor-analytics",
            arn,
            _package,
            "SensorAnalytics::Fanout.Functions.SensorAnalytics.Function::Handle",
            TimeSpan.FromSeconds(60),
            512,
            "/aws/lambda/sensor-analytics",
            new Dictionary<string, string>
            {
                ["TABLE_NAME"] = "readings",
                ["TEMPERATURE_MIN"] = "-10",
                ["TEMPERATURE_MAX"] = "35",
                ["HUMIDITY_MIN"] = "5",
                ["HUMIDITY_MAX"] = "95",
                ["BATTERY_MIN"] = "20",
                ["AWS_ENDPOINT_URL_DYNAMODB"] = new Uri(_gateway.Endpoint, Table).AbsoluteUri,
            },
            "us-east-1",
            _gateway.Endpoint,
            AwsCredentials.Of(Caller.Of(AwsAccount.Root))));
        return (await TimeAsync(arn, input, cancellation), await TimeAsync(arn, input, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _lambda.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    private async Task<TimeSpan> TimeAsync(string arn, byte[] input, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await _lambda.InvokeAsync(arn, input, cancellation);
        var time = Stopwatch.GetElapsedTime(start);
        return result.IsError
            ? throw new InvalidOperationException($"The function failed: {Encoding.UTF8.GetString(result.Payload)}")
            : time;
    }
}
