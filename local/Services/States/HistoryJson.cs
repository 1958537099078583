using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.Services.States;

/// <summary>Events as GetExecutionHistory gives them ("HistoryEvent").</summary>
internal static class HistoryJson
{
    /// <summary>One event.</summary>
    /// <param name="item">The event.</param>
    /// <param name="includesData">Whether with inputs, outputs and parameters.</param>
    public static JsonObject Of(HistoryEvent item, bool includesData)
    {
        var json = new JsonObject
        {
            ["timestamp"] = Epoch.Seconds(item.Timestamp),
            ["type"] = item.Type,
            ["id"] = item.Id,
            ["previousEventId"] = item.PreviousEventId,
        };
        if (item.Details is { } details)
        {
            json[NameOf(item.Type, details)] = DetailsOf(details, includesData);
        }

        return json;
    }

    private static string NameOf(string type, EventDetails details) => details switch
    {
        StateEnteredEventDetails => "stateEnteredEventDetails",
        StateExitedEventDetails => "stateExitedEventDetails",
        _ => $"{char.ToLowerInvariant(type[0])}{type[1..]}EventDetails",
    };

    /// <summary>The details of an event.</summary>
    /// <param name="details">The details.</param>
    /// <param name="includesData">Whether with inputs, outputs and parameters.</param>
    public static JsonObject DetailsOf(EventDetails details, bool includesData)
    {
        var json = new JsonObject();
        switch (details)
        {
            case ExecutionStartedEventDetails started:
                AddData("input", started.Input);
                json["roleArn"] = started.RoleArn;
                AddText("stateMachineVersionArn", started.StateMachineVersionArn);
                break;
            case ExecutionSucceededEventDetails succeeded:
                AddData("output", succeeded.Output);
                break;
            case FailureEventDetails failure:
                AddText("error", failure.Error);
                AddText("cause", failure.Cause);
                break;
            case StateEnteredEventDetails entered:
                json["name"] = entered.Name;
                AddData("input", entered.Input);
                break;
            case StateExitedEventDetails exited:
                json["name"] = exited.Name;
                AddData("output", exited.Output);
                AddVariables(exited.AssignedVariables);
                break;
            case EvaluationFailedEventDetails failed:
                json["error"] = failed.Error;
                json["cause"] = failed.Cause;
                AddText("location", failed.Location);
                json["state"] = failed.State;
                break;
            case TaskScheduledEventDetails scheduled:
                AddTask(scheduled.ResourceType, scheduled.Resource);
                json["region"] = scheduled.Region;
                if (includesData)
                {
                    json["parameters"] = scheduled.Parameters.GetRawText();
                }

                AddNumber("timeoutInSeconds", scheduled.TimeoutInSeconds);
                AddNumber("heartbeatInSeconds", scheduled.HeartbeatInSeconds);
                break;
            case TaskStartedEventDetails started:
                AddTask(started.ResourceType, started.Resource);
                break;
            case TaskOutputEventDetails output:
                AddTask(output.ResourceType, output.Resource);
                AddData("output", output.Output);
                break;
            case TaskFailedEventDetails failed:
                AddTask(failed.ResourceType, failed.Resource);
                AddText("error", failed.Error);
                AddText("cause", failed.Cause);
                break;
            case LambdaFunctionScheduledEventDetails scheduled:
                json["resource"] = scheduled.Resource;
                AddData("input", scheduled.Input);
                AddNumber("timeoutInSeconds", scheduled.TimeoutInSeconds);
                break;
            case LambdaFunctionSucceededEventDetails succeeded:
                AddData("output", succeeded.Output);
                break;
            case MapStateStartedEventDetails started:
                json["length"] = started.Length;
                break;
            case MapIterationEventDetails iteration:
                json["name"] = iteration.Name;
                json["index"] = iteration.Index;
                break;
            case MapRunStartedEventDetails started:
                json["mapRunArn"] = started.MapRunArn;
                break;
            case MapRunFailedEventDetails failed:
                AddText("error", failed.Error);
                AddText("cause", failed.Cause);
                break;
            default:
                throw new ArgumentException($"The details of {details.GetType().Name} have no form here.", nameof(details));
        }

        return json;

        void AddTask(string type, string resource)
        {
            json["resourceType"] = type;
            json["resource"] = resource;
        }

        void AddText(string name, string? text)
        {
            if (text is not null)
            {
                json[name] = text;
            }
        }

        void AddNumber(string name, long? number)
        {
            if (number is { } value)
            {
                json[name] = value;
            }
        }

        void AddData(string name, JsonElement data)
        {
            if (includesData)
            {
                json[name] = data.GetRawText();
                json[$"{name}Details"] = Whole();
            }
        }

        void AddVariables(IReadOnlyDictionary<string, JsonElement>? variables)
        {
            if (includesData && variables is not null)
            {
                json["assignedVariables"] = new JsonObject(
                    variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value.GetRawText())));
                json["assignedVariablesDetails"] = Whole();
            }
        }
    }

    // Nothing is cut here: no payload is larger than what AWS shows.
    private static JsonObject Whole() => new() { ["truncated"] = false };
}
