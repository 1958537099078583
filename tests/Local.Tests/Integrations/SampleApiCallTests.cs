using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Time;
using Fanout.Samples.StreamAggregator;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Integrations;

/// <summary>Machines that call the sample API over its connection, with Retry and Catch.</summary>
public sealed class SampleApiCallTests
{
    private const string Key = "Bearer s3cret";

    private SampleApi _api = null!;
    private string _host = null!;
    private string _connection = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _api = await SampleApi.StartAsync(new SampleLocations(2, 5), () => [new("Authorization", Key)], CancellationToken.None);
        _host = $"https://api-{Guid.NewGuid():N}.example.com";
        SharedCloud.Cloud.Apis.Map(_host, _api.Endpoint);
        _connection = await ConnectAsync(Key);
    }

    [TearDown]
    public ValueTask StopAsync() => _api.DisposeAsync();

    [Test]
    public async Task A_call_that_fails_twice_is_retried_without_taking_real_time()
    {
        _api.Inject(new ApiFault(call => call.Number <= 2, HttpStatusCode.InternalServerError));

        var outcome = await RunAsync("/location-0001/get-summary", "States.Http.StatusCode.500");

        Assert.That(outcome.Output!.Value.GetRawText(), Is.EqualTo("""{"failed":5,"rejected":5}"""));
        Assert.That(_api.Calls, Has.Count.EqualTo(3));
        Assert.That(outcome.StopTime - outcome.StartTime, Is.EqualTo(TimeSpan.FromSeconds(100 + 200)));
    }

    [Test]
    public async Task A_wrong_key_is_an_error_that_does_not_show_it()
    {
        _connection = await ConnectAsync("Bearer wr0ng");

        var outcome = await RunAsync("/location-0001/get-summary", "States.Http.StatusCode.500");

        Assert.That(outcome.Error, Is.EqualTo("States.Http.StatusCode.401"));
        Assert.That(JsonSerializer.Serialize(outcome.History.Select(item => (object?)item.Details)), Does.Not.Contain("wr0ng"));
        Assert.That(_api.Calls, Has.Count.EqualTo(1));
    }

    private async Task<ExecutionOutcome> RunAsync(string path, string retried)
    {
        var engine = await SharedEngine.GetAsync();
        var definition = await Definition.LoadAsync(
            TestMachine.Definition($$$"""
                {"Get": {
                  "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "End": true,
                  "Arguments": {
                    "ApiEndpoint": "{% '{{{_host}}}' & $states.input.path %}", "Method": "GET",
                    "InvocationConfig": {"ConnectionArn": "{{{_connection}}}"}
                  },
                  "Retry": [{"ErrorEquals": ["{{{retried}}}"], "IntervalSeconds": 100, "BackoffRate": 2, "MaxAttempts": 3}],
                  "Output": "{% $states.result.ResponseBody.states %}"
                }}
                """),
            SharedCloud.Catalog,
            engine);
        var machine = new StateMachine(definition, "get", TestMachines.Arn("get"), SharedCloud.Role);
        using var loop = new EventLoop(TestMachine.Start);
        return await new Interpreter(engine, loop, () => 0.5)
            .RunAsync(machine, JsonSerializer.SerializeToElement(new { path }), "run", CancellationToken.None);
    }

    private static async Task<string> ConnectAsync(string key)
    {
        var apiKey = ImmutableDictionary<string, object>.Empty.Add("key", "Authorization").Add("value", key);
        var resource = CloudResource.Of(
            SharedCloud.Cloud.Account,
            "aws:cloudwatch/eventConnection:EventConnection",
            $"sample-{Guid.NewGuid():N}",
            ImmutableDictionary<string, object>.Empty
                .Add("authorizationType", "API_KEY")
                .Add("authParameters", ImmutableDictionary<string, object>.Empty.Add("apiKey", apiKey)));
        return (await new Provisioner(SharedCloud.Cloud, CancellationToken.None).CreateAsync(resource)).Arn;
    }
}
