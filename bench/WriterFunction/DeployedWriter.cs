using System.Text;
using Fanout.Local.Cloud;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Requests;
using Fanout.Local.Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fanout.Bench.WriterFunction;

/// <summary>The function's zip in a process of its own, an object of any length, and a table that takes every item at once.</summary>
internal sealed class DeployedWriter : IAsyncDisposable
{
    private const string Arn = $"arn:aws:lambda:us-east-1:{AwsAccount.Id}:function:meter-analytics";
    private const string Bucket = "/_s3";
    private const string Table = "/_table";

    private readonly LambdaService _lambda;
    private readonly Gateway _gateway;

    private DeployedWriter(LambdaService lambda, Gateway gateway)
    {
        _lambda = lambda;
        _gateway = gateway;
    }

    /// <summary>Starts what the function talks to, and deploys it.</summary>
    /// <param name="package">The zip.</param>
    /// <param name="lines">The lines of the file that it will read.</param>
    /// <param name="heapLimit">The most bytes that its heap may have.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<DeployedWriter> StartAsync(
        string package, int lines, long heapLimit, CancellationToken cancellation)
    {
        var lambda = new LambdaService(new LogGroups());
        var gateway = await Gateway.StartAsync(
            new Uri("http://127.0.0.1:1"),
            port: 0,
            new RequestAuthorizer(new Authorizer(), new AwsAccount("us-east-1")),
            application =>
            {
                lambda.Map(application);
                application.MapGet($"{Bucket}/{{**path}}", () =>
                    Results.Stream(target => ResultFile.WriteAsync(target, lines, cancellation), "text/csv"));
                application.MapPost(Table, () => Results.Text("{\"UnprocessedItems\":{}}", "application/x-amz-json-1.0"));
            },
            cancellation);
        lambda.Deploy(new FunctionConfiguration(
            "meter-analytics",
            Arn,
            package,
            "MeterAnalytics::Fanout.Functions.MeterAnalytics.Function::Handle",
            TimeSpan.FromMinutes(15),
            256,
            "/aws/lambda/meter-analytics",
            new Dictionary<string, string>
            {
                ["TABLE_NAME"] = "amounts",
                ["REJECTED_LINES_QUEUE_URL"] = $"https://sqs.us-east-1.amazonaws.com/{AwsAccount.Id}/rejected-lines",
                ["RESULTS_PREFIX"] = "electricity_by_period/",
                ["AWS_ENDPOINT_URL_DYNAMODB"] = new Uri(gateway.Endpoint, Table).AbsoluteUri,
                ["AWS_ENDPOINT_URL_S3"] = new Uri(gateway.Endpoint, Bucket).AbsoluteUri,
                ["DOTNET_GCHeapHardLimit"] = $"0x{heapLimit:X}",
            },
            "us-east-1",
            gateway.Endpoint,
            AwsCredentials.Of(Caller.Of(AwsAccount.Root))));
        return new DeployedWriter(lambda, gateway);
    }

    /// <summary>Calls the function with a notification of the file.</summary>
    /// <returns>Its report, as JSON.</returns>
    public async Task<string> CallAsync(CancellationToken cancellation)
    {
        var result = await _lambda.InvokeAsync(
            Arn,
            """
            {"Records":[{"eventName":"ObjectCreated:Put",
              "s3":{"bucket":{"name":"results"},"object":{"key":"electricity_by_period/query.csv"}}}]}
            """u8.ToArray(),
            cancellation);
        var text = Encoding.UTF8.GetString(result.Payload);
        return result.IsError ? throw new InvalidOperationException($"The function failed: {text}") : text;
    }

    public async ValueTask DisposeAsync()
    {
        await _lambda.DisposeAsync();
        await _gateway.DisposeAsync();
    }
}
