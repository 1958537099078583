namespace Fanout.Local.Checks;

/// <summary>Functions cannot use up the account, lose no event, and trace.</summary>
public sealed class FunctionSafety() : Rule("function-safety")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        foreach (var function in graph.OfType(AwsType.Function))
        {
            if (graph.Settings.ReserveConcurrency && function.Number("reservedConcurrentExecutions") is null or < 1)
            {
                yield return Broken(
                    function, function.Shown("reservedConcurrentExecutions"), "1 or more, unless the setting reserveConcurrency is false",
                    "give the DotNetFunction its Concurrency");
            }

            if (function.At("deadLetterConfig.targetArn") is null && !graph.OfType(AwsType.EventInvokeConfig).Any(config =>
                config.Text("functionName") == function.Text("name") && config.At("destinationConfig.onFailure.destination") is not null))
            {
                yield return Broken(
                    function, "events that it fails on are lost", "a queue for them", "give the DotNetFunction its FailedEvents");
            }

            if (function.Text("tracingConfig.mode") != "Active")
            {
                yield return Broken(function, function.Shown("tracingConfig.mode"), "\"Active\"", "set it");
            }
        }
    }
}
