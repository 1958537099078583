using System.Text;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Requests;
using Fanout.Local.Services.Lambda;
using Fanout.Local.Services.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fanout.Bench;

/// <summary>A function's zip in processes of its own, beside a table that takes every item at once.</summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    private const string Region = "us-east-1";
    private const string Table = "/_table";

    private readonly LambdaService _lambda;
    private readonly Gateway _gateway;

    private FunctionHost(LambdaService lambda, Gateway gateway)
    {
        _lambda = lambda;
        _gateway = gateway;
    }

    /// <summary>Where the table is.</summary>
    public string TableEndpoint => Address(Table);

    /// <summary>Starts what the function's processes talk to.</summary>
    /// <param name="map">Adds what else answers them.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<FunctionHost> StartAsync(Action<WebApplication> map, CancellationToken cancellation)
    {
        var lambda = new LambdaService(new LogGroups());
        var gateway = await Gateway.StartAsync(
            new Uri("http://127.0.0.1:1"),
            port: 0,
            new RequestAuthorizer(new Authorizer(), new AwsAccount(Region)),
            application =>
            {
                lambda.Map(application);
                application.MapPost(Table, () => Results.Text("{\"UnprocessedItems\":{}}", "application/x-amz-json-1.0"));
                map(application);
            },
            cancellation);
        return new FunctionHost(lambda, gateway);
    }

    /// <summary>The address of something that answers the function.</summary>
    public string Address(string path) => new Uri(_gateway.Endpoint, path).AbsoluteUri;

    /// <summary>Deploys a function, whose first call starts its process.</summary>
    /// <returns>Its ARN.</returns>
    public string Deploy(
        string name, string project, string package, TimeSpan timeout, int memoryMegabytes, IReadOnlyDictionary<string, string> variables)
    {
        var arn = $"arn:aws:lambda:{Region}:{AwsAccount.Id}:function:{name}";
        _lambda.Deploy(new FunctionConfiguration(
            name,
            arn,
            package,
            $"{project}::Fanout.Functions.{project}.Function::Handle",
            timeout,
            memoryMegabytes,
            $"/aws/lambda/{name}",
            variables,
            Region,
            _gateway.Endpoint,
            _gateway.Register(Caller.Of(AwsAccount.Root))));
        return arn;
    }

    /// <summary>Calls a function.</summary>
    /// <returns>Its answer, as JSON.</returns>
    /// <exception cref="InvalidOperationException">The function failed.</exception>
    public async Task<string> CallAsync(string arn, byte[] input, CancellationToken cancellation)
    {
        var result = await _lambda.InvokeAsync(arn, input, cancellation);
        var text = Encoding.UTF8.GetString(result.Payload);
        return result.IsError ? throw new InvalidOperationException($"The function failed: {text}") : text;
    }

    public async ValueTask DisposeAsync()
    {
        await _lambda.DisposeAsync();
        await _gateway.DisposeAsync();
    }
}
