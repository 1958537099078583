using Fanout.Local.Lambda;
using Fanout.Local.Schedules;

namespace Fanout.Local.Cloud;

/// <summary>Makes what starts functions and state machines: permissions, notifications, schedules.</summary>
/// <param name="cloud">The cloud.</param>
internal sealed class EventsProvisioner(LocalCloud cloud)
{
    public void Permit(CloudResource permission)
    {
        try
        {
            cloud.Lambda.Permit(FunctionArn(permission.RequiredText("function")), FunctionPermission.Of(permission));
        }
        catch (LambdaException refusal)
        {
            throw new LocalException(refusal.Message, refusal);
        }
    }

    public void ConfigureInvocations(CloudResource configuration)
    {
        try
        {
            var function = cloud.Lambda.Configuration(FunctionArn(configuration.RequiredText("functionName")));
            cloud.Invocations.Configure(function.Arn, EventInvokeConfiguration.Of(configuration));
        }
        catch (LambdaException refusal)
        {
            throw new LocalException(refusal.Message, refusal);
        }
    }

    public void Schedule(CloudResource schedule) =>
        cloud.Schedules[schedule.Name] = Schedules.Schedule.Of(schedule, cloud.TrustPolicies.Trusts);

    private string FunctionArn(string function) =>
        function.StartsWith("arn:", StringComparison.Ordinal) ? function : cloud.Account.Arn("lambda", $"function:{function}");
}
