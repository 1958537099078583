using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Services.CloudWatch;

/// <summary>Tells the topics of an alarm that its state has changed.</summary>
/// <param name="sns">Calls topics.</param>
/// <param name="root">The credentials that CloudWatch publishes with, where the topic's policy lets it.</param>
/// <param name="iam">The policies.</param>
/// <param name="account">The account.</param>
/// <param name="notices">Told what could not be sent, and why.</param>
internal sealed class AlarmActions(SnsClient sns, Func<AwsCredentials> root, Authorizer iam, AwsAccount account, TextWriter notices)
{
    private const string Service = "cloudwatch.amazonaws.com";

    /// <summary>Sends the messages of a change.</summary>
    /// <param name="alarm">The alarm as it was.</param>
    /// <param name="state">Its new state.</param>
    /// <param name="reason">Why it is in that state.</param>
    /// <param name="now">When it changed.</param>
    /// <param name="cancellation">Ends the calls.</param>
    public async Task SendAsync(Alarm alarm, string state, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var action in alarm.ActionsOf(state))
        {
            if (await ProblemAsync(action, alarm, state, reason, now, cancellation) is { } problem)
            {
                await notices.WriteLineAsync($"The alarm {alarm.Name} is {state}, and {action} was not told: {problem}");
            }
        }
    }

    private async Task<string?> ProblemAsync(
        string action, Alarm alarm, string state, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        if (action.Split(':') is not ["arn", _, "sns", _, _, _])
        {
            return "the local cloud tells topics only.";
        }

        // A topic without a policy of its own has the one that SNS gives it, which lets its account publish.
        var publish = new RequestedAction("sns:Publish", action)
            .With(ConditionKeys.SourceArn, alarm.Arn)
            .With(ConditionKeys.SourceAccount, AwsAccount.Id);
        if (iam.HasResourcePolicy(action) && iam.Decide(Caller.OfService(Service), publish).Denial is { } denial)
        {
            return denial.Message;
        }

        try
        {
            await sns.CallAsync("Publish", JsonSerializer.SerializeToElement(new
            {
                TopicArn = action,
                Subject = AlarmMessage.Subject(alarm, state, account),
                Message = AlarmMessage.Of(alarm, state, reason, account, now),
            }), root(), cancellation);
            return null;
        }
        catch (Exception problem) when (problem is AwsErrorException or HttpRequestException)
        {
            return problem.Message;
        }
    }
}
