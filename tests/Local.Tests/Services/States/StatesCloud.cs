using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.Services.States;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Time;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.States;

/// <summary>
/// A local cloud whose door leads to Step Functions, for all tests of the API; each test has machines of its own. Its
/// time is real, so that what waits for an hour runs as long as a test wants.
/// </summary>
public abstract class StatesCloud
{
    public const string Role = "arn:aws:iam::123456789012:role/machine";
    public const string Account = "arn:aws:states:us-east-1:123456789012";

    /// <summary>Ends at once, with its input under "got".</summary>
    public const string Echo = """{"Out": {"Type": "Pass", "Output": {"got": "{% $states.input %}"}, "End": true}}""";

    /// <summary>Waits for an hour.</summary>
    public const string Hour = """{"Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}""";

    private static EventLoop? _loop;
    private static MachineHost? _host;
    private static LocalCloud? _cloud;

    internal static LocalCloud Cloud => _cloud!;

    internal static Interpreter Interpreter => _host!.Interpreter;

    internal static DeployedMachines Machines => _host!.Machines;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cloud = await TestCloud.StartAsync();
        _cloud.Iam.AddRole(Role, Documents.Trust("states.amazonaws.com"));
        _cloud.Iam.AllowAll(Role);
        _cloud.Logs.Create("/machines");
        var engine = await SharedEngine.GetAsync();
        _loop = new EventLoop(realTime: true);
        _host = new MachineHost(_ => Task.FromResult(Cloud), new IntegrationCatalog(_ => Task.FromResult(Cloud)), engine, _loop);
        _host.Open(_cloud);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
        _loop?.Dispose();
        await (_cloud?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Calls an operation as the account's root.</summary>
    internal static Task<JsonElement> CallAsync(string operation, object arguments) => CallAsync(operation, arguments, Cloud.Root);

    /// <summary>Calls an operation.</summary>
    internal static Task<JsonElement> CallAsync(string operation, object arguments, AwsCredentials caller) => Cloud.Json.CallAsync(
        "states",
        $"AWSStepFunctions.{operation}",
        arguments as JsonElement? ?? JsonSerializer.SerializeToElement(arguments),
        caller,
        CancellationToken.None);

    /// <summary>The error of a call that is refused.</summary>
    internal static async Task<(string Code, string Message)> RefusalAsync(string operation, object arguments)
    {
        var error = (await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync(operation, arguments)))!;
        return (error.Code, error.Message);
    }

    /// <summary>The code of the error of a call that is refused.</summary>
    internal static async Task<string> CodeAsync(string operation, object arguments) => (await RefusalAsync(operation, arguments)).Code;

    internal static string MachineArn(string name) => $"{Account}:stateMachine:{name}";

    /// <summary>A definition of the given states, of which the first is the start.</summary>
    internal static string Definition(string states) => StepFunctions.TestMachine.Definition(states);

    /// <summary>A name that no other test has.</summary>
    internal static string NewName() => $"m-{Guid.NewGuid():N}";

    /// <summary>Creates a state machine and gives its ARN.</summary>
    internal static async Task<string> CreateAsync(string states, string type = "STANDARD") => Text(
        await CallAsync("CreateStateMachine", new { name = NewName(), definition = Definition(states), roleArn = Role, type }), "stateMachineArn");

    /// <summary>Starts an execution and gives its ARN.</summary>
    internal static async Task<string> StartAsync(string machineArn, string input = "{}") =>
        Text(await CallAsync("StartExecution", new { stateMachineArn = machineArn, input }), "executionArn");

    /// <summary>Starts an execution, waits for its end, and gives its ARN.</summary>
    internal static async Task<string> RunAsync(string machineArn, string input = "{}")
    {
        var arn = await StartAsync(machineArn, input);
        await (await Interpreter.Loop.InvokeAsync(() => Task.FromResult(Interpreter.Executions.Find(arn)!.Ended)));
        return arn;
    }

    internal static Task<JsonElement> DescribeAsync(string executionArn) => CallAsync("DescribeExecution", new { executionArn });

    internal static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    /// <summary>The texts that one member has in the items of a list.</summary>
    internal static string[] Texts(JsonElement answer, string list, string member) =>
        [.. answer.GetProperty(list).EnumerateArray().Select(item => Text(item, member))];

    internal static JsonObject Without(JsonElement element, params string[] members)
    {
        var json = JsonObject.Create(element)!;
        foreach (var member in members)
        {
            Assert.That(json.Remove(member), Is.True, member);
        }
        return json;
    }
}
