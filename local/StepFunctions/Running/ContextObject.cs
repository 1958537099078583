using System.Text.Json;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>The value of <c>$states.context</c> ("Accessing execution data from the Context object").</summary>
internal static class ContextObject
{
    /// <param name="visit">The state.</param>
    /// <param name="enteredTime">When it was entered.</param>
    /// <param name="item">The item of the iteration.</param>
    /// <param name="withInput">Whether the execution's input is needed.</param>
    public static JsonElement Create(Visit visit, DateTimeOffset enteredTime, MapItem? item, bool withInput) => Json.Write(json =>
    {
        var execution = visit.Execution;
        json.WriteStartObject();
        json.WriteStartObject("Execution");
        json.WriteString("Id", execution.Arn);
        if (withInput)
        {
            json.WriteMember("Input", execution.Input);
        }
        json.WriteTime("StartTime", execution.StartTime);
        json.WriteString("Name", execution.Name);
        json.WriteString("RoleArn", execution.Machine.RoleArn);
        // Express executions cannot be redriven.
        if (execution.Machine.Type == StateMachineType.Standard)
        {
            json.WriteNumber("RedriveCount", 0);
        }
        json.WriteEndObject();
        json.WriteStartObject("StateMachine");
        json.WriteString("Id", execution.Machine.Arn);
        json.WriteString("Name", execution.Machine.Name);
        json.WriteEndObject();
        json.WriteStartObject("State");
        json.WriteString("Name", visit.State.Name);
        json.WriteTime("EnteredTime", enteredTime);
        if (visit.State is RetryingState)
        {
            json.WriteNumber("RetryCount", visit.RetryCount);
        }
        json.WriteEndObject();
        if (item is not null)
        {
            json.WriteStartObject("Map");
            json.WriteStartObject("Item");
            json.WriteNumber("Index", item.Index);
            if (item.Key is not null)
            {
                json.WriteString("Key", item.Key);
            }
            json.WriteMember("Value", item.Value);
            if (item.Source is not null)
            {
                json.WriteString("Source", item.Source);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        if (visit.TaskToken is { } token)
        {
            json.WriteStartObject("Task");
            json.WriteString("Token", token);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });
}
