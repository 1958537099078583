using System.CommandLine;
using System.Text.Json;
using Fanout.Infra.StatesLanguage;
using Fanout.Local.Aws;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.Jsonata;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Time;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The command <c>execute</c>: runs any definition.</summary>
internal static class ExecuteCommand
{
    private static readonly string[] Types = ["STANDARD", "EXPRESS"];

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
            DefaultValueFactory = _ => Types[0],
            HelpName = string.Join('|', Types),
        };
        Choice.Of(type, "type of state machine", Types);
        var values = PairsOption.Create(
            "--set", "NAME=VALUE", "A value for the placeholder ${NAME} of the definition; once for each");
        var mocks = PairsOption.Create(
            "--mock", "STATE=JSON", "An answer for the Task of that name, in the place of the service; once for each");
        var json = new Option<bool>("--json") { Description = "Print one object: status, output, error and cause" };
        var command = new ExampleCommand(
            "execute",
            "Run a definition, what of the Amazon States Language local/FEATURES.md lists; one that calls no service starts no server",
            """execute machine.json --input '{"n": 21}'""",
            "execute machine.json --input @input.json --type EXPRESS --json",
            """execute machine.json --set Table=orders --mock 'Charge={"paid": true}'""")
        {
            file, input, type, values, mocks, json,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var config = await common.ConfigAsync(arguments, cancellation);
            await using var engine = await Engine.StartAsync(Console.Error, cancellation);
            using var loop = new EventLoop(realTime: common.RealTime(arguments));
            await using var cloud = new DeploymentOnDemand(config, common.Cloud(arguments, config, Console.Error));
            var catalog = new MockedTasks(new IntegrationCatalog(cloud.GetAsync), Answers(arguments.GetValue(mocks) ?? []));
            await using var host = new MachineHost(cloud.GetAsync, catalog, engine, loop);
            cloud.Open = host.Open;
            try
            {
                var machine = await LoadAsync(
                    arguments.GetRequiredValue(file),
                    arguments.GetValue(values) ?? [],
                    arguments.GetRequiredValue(type) == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard,
                    new AwsAccount(config.LocalRegion),
                    catalog,
                    engine,
                    cancellation);
                var data = await InputAsync(arguments.GetRequiredValue(input), cancellation);
                var outcome = await NeededParts.DoAsync(
                    Task.WhenAny(engine.Lost, cloud.Lost).Unwrap(),
                    token => host.Interpreter.RunAsync(machine, data, $"{Guid.NewGuid()}", token),
                    cancellation);
                cancellation.ThrowIfCancellationRequested();
                Print(outcome, arguments.GetValue(json));
                foreach (var failure in await cloud.DrainAsync(cancellation))
                {
                    await Console.Error.WriteLineAsync(failure);
                }

                return ExitCode.Success;
            }
            catch (DefinitionException problem)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static async Task<StateMachine> LoadAsync(
        FileInfo file,
        IReadOnlyDictionary<string, string> values,
        StateMachineType type,
        AwsAccount account,
        MockedTasks catalog,
        Engine engine,
        CancellationToken cancellation)
    {
        var text = Substitutions.Fill(await ReadAsync(file.FullName, cancellation), values);
        var definition = await Definition.LoadAsync(text, catalog, engine, type);
        if (catalog.Unused.FirstOrDefault() is { } unknown)
        {
            throw new UnusableArgumentException($"--mock answers \"{unknown}\", but no Task of the definition has that name.");
        }

        var name = Path.GetFileNameWithoutExtension(file.Name);
        return new StateMachine(definition, name, account.Arn("states", $"stateMachine:{name}"), AwsAccount.Root, type);
    }

    private static Dictionary<string, JsonElement> Answers(Dictionary<string, string> mocks)
    {
        try
        {
            return mocks.ToDictionary(mock => mock.Key, mock => InputFile.Parse(mock.Value, $"The answer of --mock {mock.Key}"));
        }
        catch (UnusableFileException problem)
        {
            throw new UnusableArgumentException(problem.Message, problem);
        }
    }

    private static async Task<JsonElement> InputAsync(string input, CancellationToken cancellation)
    {
        try
        {
            var data = InputFile.Parse(input.StartsWith('@') ? await InputFile.ReadAsync(input[1..], cancellation) : input, "--input");
            return Interpreter.IsTooLarge(data)
                ? throw new UnusableArgumentException("--input is larger than the input of an execution may be, 262,144 bytes.")
                : data;
        }
        catch (UnusableFileException problem)
        {
            throw new UnusableArgumentException(problem.Message, problem);
        }
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await InputFile.ReadAsync(path, cancellation);
        }
        catch (UnusableFileException problem)
        {
            throw new UnusableArgumentException(problem.Message, problem);
        }
    }

    private static void Print(ExecutionOutcome outcome, bool asJson)
    {
        var status = StatusNames.Of(outcome.Status);
        if (asJson)
        {
            Console.WriteLine(JsonText.Of(new { status, output = outcome.Output, error = outcome.Error, cause = outcome.Cause }));
            return;
        }

        Console.WriteLine(
            $"{status} after {(outcome.StopTime - outcome.StartTime).TotalSeconds:0.0} s and {outcome.Counts.StateTransitions} state transitions");
        if (outcome.Status == ExecutionStatus.Succeeded)
        {
            Console.WriteLine(JsonText.Of(outcome.Output));
            return;
        }

        Console.WriteLine($"state:  {outcome.FailedState?.Name}");
        Console.WriteLine($"input:  {outcome.FailedState?.Input.GetRawText()}");
        Console.WriteLine($"error:  {outcome.Error}");
        Console.WriteLine($"cause:  {outcome.Cause}");
    }
}
