using Fanout.Local.Lambda;

namespace Fanout.Local.Cloud;

/// <summary>Configures what starts functions.</summary>
/// <param name="cloud">The cloud.</param>
internal sealed class EventsProvisioner(LocalCloud cloud)
{
    public void ConfigureInvocations(CloudResource configuration)
    {
        try
        {
            var function = cloud.Lambda.Configuration(FunctionArn(configuration.RequiredText("functionName")));
            var invocations = EventInvokeConfiguration.Of(configuration);
            if (invocations.OnFailure is { } target)
            {
                cloud.ServiceRoles.CheckDestination(function, target);
            }

            cloud.Invocations.Configure(function.Arn, invocations);
        }
        catch (LambdaException refusal)
        {
            throw new LocalException(refusal.Message, refusal);
        }
    }

    private string FunctionArn(string function) =>
        function.StartsWith("arn:", StringComparison.Ordinal) ? function : cloud.Account.Arn("lambda", $"function:{function}");
}
