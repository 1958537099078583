using System.CommandLine;
using Amazon.Runtime;
using Fanout.Infra.StatesLanguage;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Cli;
using Fanout.Local.Jsonata;
using Fanout.Samples;
using Fanout.Samples.Cli;
using Fanout.Stacks;
using Pulumi;

var common = new CommonOptions();
var root = new RootCommand("Runs the stack's workflows on this machine, in a local cloud; all of them where no command is given.")
{
    RunCommand.Create(common),
    VerifyCommand.Create(common),
    ServeCommand.Create(common),
    OutputsCommand.Create(common),
    PreviewCommand.Create(common),
    ExecuteCommand.Create(common),
    DiagramCommand.Create(common),
    SettingsCommand.Create(),
    PricesCommand.Create(),
};
common.AddTo(root);
root.SetAction((arguments, cancellation) => RunCommand.RunAllAsync(common, arguments, cancellation));

var help = new CommandHelp("dotnet run --project local --");
help.AddTo(root);
var usage = new WrongUsage(help);

// An argument that begins with @ is an input's file, no response file.
var arguments = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (usage.Find(arguments) is { } wrong)
{
    await Console.Error.WriteLineAsync(wrong);
    return ExitCode.Usage;
}

try
{
    return await arguments.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,

        // After Ctrl-C there are processes to end, and data to delete that was loaded.
        ProcessTerminationTimeout = TimeSpan.FromMinutes(2),
    });
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted.");
    return ExitCode.Interrupted;
}
catch (UnusableArgumentException problem)
{
    await Console.Error.WriteLineAsync(usage.Text(arguments, problem.Message));
    return ExitCode.Usage;
}
catch (Exception problem) when (problem
    is LocalException or StackFileException or RunException or SampleException or EngineException
    or DefinitionException or AmazonServiceException or AmazonClientException or AwsErrorException or HttpRequestException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return ExitCode.Failure;
}
