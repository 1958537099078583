using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>The settings that CreateStateMachine and UpdateStateMachine have in common; null for what is not given.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="RoleArn">The role.</param>
/// <param name="Logging">What is logged.</param>
/// <param name="IsTraced">Whether executions are traced.</param>
/// <param name="Publishes">Whether the revision becomes a version.</param>
/// <param name="VersionDescription">What the version is.</param>
internal sealed record MachineSettings(
    string? Definition, string? RoleArn, LoggingSettings? Logging, bool? IsTraced, bool Publishes, string? VersionDescription)
{
    /// <summary>The encryption that there is.</summary>
    public const string OwnKey = "AWS_OWNED_KEY";

    private const string CustomersKey = "CUSTOMER_MANAGED_KMS_KEY";
    private const int LongestDefinition = 1 << 20;
    private const int LongestArn = 256;
    private const int LongestDescription = 256;

    /// <summary>Whether anything of the machine is given.</summary>
    public bool ChangesAnything => (Definition, RoleArn, Logging, IsTraced) is not (null, null, null, null);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ServiceException">One is not valid.</exception>
    public static MachineSettings Of(RequestMembers arguments, Func<string, bool> isLogGroup)
    {
        var definition = arguments.Text("definition", longest: LongestDefinition, shortest: 1);
        var role = arguments.Text("roleArn", longest: LongestArn, shortest: 1);
        var publishes = arguments.Flag("publish");
        var description = arguments.Text("versionDescription", longest: LongestDescription);
        if (role?.StartsWith("arn:", StringComparison.Ordinal) == false)
        {
            throw Refusals.InvalidArn($"Invalid ARN prefix: {role}");
        }

        if (role is not null && (role.Split(':') is not ["arn", _, "iam", "", _, var resource] || !resource.StartsWith("role/", StringComparison.Ordinal)))
        {
            throw Refusals.InvalidArn(role);
        }

        if (description is not null && !publishes)
        {
            throw Refusals.NotValid("Version description can only be set when publish is true");
        }

        if (arguments.Structure("encryptionConfiguration") is { } encryption)
        {
            CheckEncryption(encryption);
        }

        return new MachineSettings(
            definition,
            role,
            LoggingSettings.Of(arguments, isLogGroup),
            arguments.Structure("tracingConfiguration")?.Flag("enabled"),
            publishes,
            description);
    }

    private static void CheckEncryption(RequestMembers encryption)
    {
        if ((encryption.Choice("type", OwnKey, CustomersKey) ?? throw encryption.Missing("type")) != OwnKey)
        {
            throw new ServiceException(
                "InvalidEncryptionConfiguration",
                $"Invalid Encryption Configuration: the local cloud encrypts no state machine with a key of the account; leave it out, or choose {OwnKey}.");
        }
    }
}
