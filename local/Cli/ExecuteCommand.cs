using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fanout.Infra.StatesLanguage;
using Fanout.Local.Cloud;
using Fanout.Local.Integrations;
using Fanout.Local.Jsonata;
using Fanout.Local.Runs;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Local.Cli;

/// <summary>The command <c>execute</c>: runs any definition.</summary>
internal static class ExecuteCommand
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(CommonOptions common)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The definition, JSON in the Amazon States Language" };
        var input = new Option<string>("--input")
        {
            Description = "The execution's input: JSON, or @FILE",
            DefaultValueFactory = _ => "{}",
            HelpName = "JSON|@FILE",
        };
        var type = new Option<string>("--type")
        {
            Description = "The type of the state machine",
            DefaultValueFactory = _ => "STANDARD",
        };
        type.AcceptOnlyFromAmong("STANDARD", "EXPRESS");
        var json = new Option<bool>("--json") { Description = "Print one object: status, output, error and cause" };
        var command = new Command("execute", "Run a definition; one that calls no service starts no server") { file, input, type, json };
        command.SetAction(async (arguments, cancellation) =>
        {
            var config = await common.ConfigAsync(arguments, cancellation);
            var account = new AwsAccount(config.Region);
            await using var cloud = new DeploymentOnDemand(config, common.Cloud(arguments, config));
            await using var engine = await Engine.StartAsync(Console.Error, cancellation);
            using var loop = new EventLoop(realTime: common.RealTime(arguments));
            StateMachine machine;
            JsonElement data;
            try
            {
                var path = arguments.GetRequiredValue(file);
                var machineType = arguments.GetRequiredValue(type) == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard;
                var definition = await Definition.LoadAsync(
                    await ReadAsync(path.FullName, cancellation), new IntegrationCatalog(cloud.GetAsync), engine, machineType);
                var name = Path.GetFileNameWithoutExtension(path.Name);
                machine = new StateMachine(
                    definition, name, account.Arn("states", $"stateMachine:{name}"), AwsAccount.Root, machineType);
                data = await InputAsync(arguments.GetRequiredValue(input), cancellation);
            }
            catch (Exception problem) when (problem is DefinitionException or LocalException)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return ExitCode.Usage;
            }

            var outcome = await new Interpreter(engine, loop).RunAsync(machine, data, $"{Guid.NewGuid()}", cancellation);
            cancellation.ThrowIfCancellationRequested();
            Print(outcome, arguments.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<JsonElement> InputAsync(string input, CancellationToken cancellation)
    {
        var text = input.StartsWith('@') ? await ReadAsync(input[1..], cancellation) : input;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException problem)
        {
            throw new LocalException($"--input is not JSON: {problem.Message}", problem);
        }
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LocalException($"{path} cannot be read: {problem.Message}", problem);
        }
    }

    private static void Print(ExecutionOutcome outcome, bool asJson)
    {
        var status = StatusNames.Of(outcome.Status);
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new { status, output = outcome.Output, error = outcome.Error, cause = outcome.Cause }, Format));
            return;
        }

        Console.WriteLine(
            $"{status} after {(outcome.StopTime - outcome.StartTime).TotalSeconds:0.0} s and {outcome.Counts.StateTransitions} state transitions");
        if (outcome.Status == ExecutionStatus.Succeeded)
        {
            Console.WriteLine(JsonSerializer.Serialize(outcome.Output, Format));
            return;
        }

        Console.WriteLine($"state:  {outcome.FailedState?.Name}");
        Console.WriteLine($"input:  {outcome.FailedState?.Input.GetRawText()}");
        Console.WriteLine($"error:  {outcome.Error}");
        Console.WriteLine($"cause:  {outcome.Cause}");
    }
}
