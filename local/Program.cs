using System.CommandLine;
using Amazon.Runtime;
using Fanout.Infra.StatesLanguage;
using Fanout.Local;
using Fanout.Local.Cli;
using Fanout.Local.Jsonata;
using Fanout.Samples;
using Fanout.Stacks;
using Pulumi;

var common = new CommonOptions();
var root = new RootCommand("Runs the stack's workflows on this machine, in a local cloud.")
{
    RunCommand.Create(common),
    PreviewCommand.Create(common),
    ExecuteCommand.Create(common),
};
common.AddTo(root);
root.SetAction((arguments, cancellation) => RunCommand.RunAllAsync(common, arguments, cancellation));

// An argument that begins with @ is an input's file, no response file.
var arguments = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
try
{
    var exitCode = await arguments.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,

        // After Ctrl-C there are processes to end.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
    });
    return arguments.Errors.Count > 0 ? ExitCode.Usage : exitCode;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted.");
    return ExitCode.Interrupted;
}
catch (Exception problem) when (problem
    is LocalException or StackFileException or RunException or SampleException or EngineException
    or DefinitionException or AmazonServiceException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return ExitCode.Failure;
}
