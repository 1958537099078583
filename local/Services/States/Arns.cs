using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>The ARNs that requests name ("Resource types defined by AWS Step Functions").</summary>
internal static class Arns
{
    private const int Longest = 256;
    private const int LongestOfMapRun = 2_000;

    /// <summary>The ARN of a state machine, or of a version of one.</summary>
    /// <exception cref="ServiceException">It is the ARN of something else, or of a Map within a machine.</exception>
    public static string Machine(RequestMembers arguments, string member = "stateMachineArn", int longest = Longest)
    {
        var arn = OfType(arguments.RequiredText(member, shortest: 1, longest: longest), "stateMachine");
        return !arn.Contains('/')
            ? arn
            : throw Refusals.NotValid($"'{arn}' is a Map within a state machine; name the state machine.");
    }

    /// <summary>The ARN of an execution of a Standard machine.</summary>
    /// <exception cref="ServiceException">It is the ARN of something else.</exception>
    public static string Execution(RequestMembers arguments) => OfType(arguments.RequiredText("executionArn", shortest: 1, longest: Longest), "execution");

    /// <summary>The ARN of a Map Run.</summary>
    /// <exception cref="ServiceException">It is the ARN of something else.</exception>
    public static string MapRun(RequestMembers arguments) => OfType(arguments.RequiredText("mapRunArn", shortest: 1, longest: LongestOfMapRun), "mapRun");

    /// <summary>An ARN, checked.</summary>
    /// <exception cref="ServiceException">It is none of the service's, or of another type.</exception>
    public static string OfType(string arn, string type)
    {
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw Refusals.InvalidArn($"Invalid ARN prefix: {arn}");
        }

        if (arn.Split(':') is not [_, _, "states", _, _, var resource, { Length: > 0 }, ..])
        {
            throw Refusals.InvalidArn(arn);
        }

        return resource == type ? arn : throw Refusals.InvalidArn($"Resource type not valid in this context: {resource}");
    }
}
