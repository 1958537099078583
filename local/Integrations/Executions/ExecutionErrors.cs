using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Executions;

/// <summary>How refusals of the Step Functions API are named: by the optimized integration, or by that of the SDK.</summary>
internal sealed class ExecutionErrors(bool isOptimized)
{
    /// <summary>The failure of a task whose call was refused.</summary>
    /// <param name="code">The API's error code.</param>
    /// <param name="message">The API's message.</param>
    public TaskFailedException Refusal(string code, string message) => isOptimized
        ? new TaskFailedException(
            $"StepFunctions.{code}Exception",
            $"{message} (Service: AWSStepFunctions; Status Code: 400; Error Code: {code}; Request ID: {Guid.NewGuid()}; Proxy: null)")
        : new TaskFailedException(
            $"Sfn.{code}Exception", $"{message} (Service: Sfn, Status Code: 400, Request ID: {Guid.NewGuid()})");

    /// <summary>The refusal of a call that machines of one type do not answer.</summary>
    public TaskFailedException WrongType() =>
        Refusal("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");

    /// <summary>The refusal of a name that is taken.</summary>
    public TaskFailedException NameTaken(string executionArn) =>
        Refusal("ExecutionAlreadyExists", $"Execution Already Exists: '{executionArn}'");
}
