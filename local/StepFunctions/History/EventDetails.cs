using System.Text.Json;

namespace Fanout.Local.StepFunctions.History;

/// <summary>The details of an event; the properties of each kind are named as in GetExecutionHistory.</summary>
public abstract record EventDetails;

/// <summary>ExecutionStarted.</summary>
public sealed record ExecutionStartedEventDetails(
    JsonElement Input, string RoleArn, string? StateMachineVersionArn = null) : EventDetails;

/// <summary>ExecutionSucceeded.</summary>
public sealed record ExecutionSucceededEventDetails(JsonElement Output) : EventDetails;

/// <summary>ExecutionFailed, ExecutionTimedOut, ExecutionAborted, and the failures of functions.</summary>
public sealed record FailureEventDetails(string? Error, string? Cause) : EventDetails;

/// <summary>Any event of the form <c>...StateEntered</c>.</summary>
public sealed record StateEnteredEventDetails(string Name, JsonElement Input) : EventDetails;

/// <summary>Any event of the form <c>...StateExited</c>.</summary>
public sealed record StateExitedEventDetails(
    string Name, JsonElement Output, IReadOnlyDictionary<string, JsonElement>? AssignedVariables) : EventDetails;

/// <summary>EvaluationFailed.</summary>
public sealed record EvaluationFailedEventDetails(string Error, string Cause, string? Location, string State) : EventDetails;

/// <summary>TaskScheduled.</summary>
public sealed record TaskScheduledEventDetails(
    string ResourceType, string Resource, string Region, JsonElement Parameters,
    long? TimeoutInSeconds, long? HeartbeatInSeconds) : EventDetails;

/// <summary>TaskStarted.</summary>
public sealed record TaskStartedEventDetails(string ResourceType, string Resource) : EventDetails;

/// <summary>TaskSubmitted and TaskSucceeded.</summary>
public sealed record TaskOutputEventDetails(string ResourceType, string Resource, JsonElement Output) : EventDetails;

/// <summary>TaskFailed and TaskTimedOut.</summary>
public sealed record TaskFailedEventDetails(string ResourceType, string Resource, string? Error, string? Cause) : EventDetails;

/// <summary>LambdaFunctionScheduled.</summary>
public sealed record LambdaFunctionScheduledEventDetails(string Resource, JsonElement Input, long? TimeoutInSeconds) : EventDetails;

/// <summary>LambdaFunctionSucceeded.</summary>
public sealed record LambdaFunctionSucceededEventDetails(JsonElement Output) : EventDetails;

/// <summary>MapStateStarted.</summary>
public sealed record MapStateStartedEventDetails(int Length) : EventDetails;

/// <summary>Any event of the form <c>MapIteration...</c>.</summary>
public sealed record MapIterationEventDetails(string Name, int Index) : EventDetails;

/// <summary>MapRunStarted.</summary>
public sealed record MapRunStartedEventDetails(string MapRunArn) : EventDetails;

/// <summary>MapRunFailed.</summary>
public sealed record MapRunFailedEventDetails(string? Error, string? Cause) : EventDetails;
