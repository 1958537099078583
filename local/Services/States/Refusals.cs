using Fanout.Infra.StatesLanguage;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>The errors of the API, as AWS words them.</summary>
internal static class Refusals
{
    public static ServiceException InvalidArn(string problem) => new("InvalidArn", $"Invalid Arn: '{problem}'");

    public static ServiceException InvalidName(string name) => new("InvalidName", $"Invalid Name: '{name}'");

    public static ServiceException InvalidInput(string problem) =>
        new("InvalidExecutionInput", $"Invalid State Machine Execution Input: '{problem}'");

    public static ServiceException InvalidToken() => new("InvalidToken", "Invalid Token: 'Invalid token'");

    public static ServiceException InvalidOutput(string problem) => new("InvalidOutput", $"Invalid Output: '{problem}'");

    public static ServiceException NoTask() => new("TaskDoesNotExist", "Task does not exist: 'The token is none of this account'");

    public static ServiceException TaskClosed() => new("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");

    public static ServiceException InvalidDefinition(DefinitionException problem) => new(
        "InvalidDefinition", $"Invalid State Machine Definition: '{DefinitionDiagnostics.CodeOf(problem)}: {string.Join(' ', problem.Problems)}'");

    public static ServiceException NoMachine(string arn) => new("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{arn}'");

    public static ServiceException MachineDeleting(string arn) => new("StateMachineDeleting", $"State Machine is being deleted: '{arn}'");

    public static ServiceException MachineExists(string arn) =>
        new("StateMachineAlreadyExists", $"State Machine Already Exists: '{arn}'");

    public static ServiceException WrongType() =>
        new("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");

    public static ServiceException NoExecution(string arn) => new("ExecutionDoesNotExist", $"Execution Does Not Exist: '{arn}'");

    public static ServiceException ExecutionExists(string arn) => new("ExecutionAlreadyExists", $"Execution Already Exists: '{arn}'");

    public static ServiceException NoResource(string arn) => new("ResourceNotFound", $"Resource not found: '{arn}'");

    public static ServiceException NotValid(string problem) => new("ValidationException", problem);
}
