using System.CommandLine;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Fanout.Stacks;

namespace Fanout.Samples.Cli;

/// <summary>The options that say where a command's data goes: the stack, and another region, profile or endpoint.</summary>
internal sealed class AwsOptions
{
    private readonly Option<string> _stack;
    private readonly Option<string?> _region = new("--region") { Description = "Another region than the stack's; where neither says one, AWS_REGION or the profile does", HelpName = "REGION" };
    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "A profile of the AWS configuration files; by default credentials are found as the AWS CLI finds them",
        HelpName = "PROFILE",
    };
    private readonly Option<Uri?> _endpoint = EndpointOption.Create("Another endpoint than AWS, such as http://127.0.0.1:4566");

    /// <param name="stackDescription">What of the stack the command uses.</param>
    public AwsOptions(string stackDescription)
    {
        _stack = new Option<string>("--stack")
        {
            Description = $"{stackDescription}, in Pulumi.NAME.yaml",
            DefaultValueFactory = _ => "dev",
            HelpName = "NAME",
        };
    }

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_stack);
        command.Options.Add(_region);
        command.Options.Add(_profile);
        command.Options.Add(_endpoint);
    }

    /// <summary>Reads the stack that was chosen.</summary>
    /// <exception cref="StackFileException">The stack has no file, or one that cannot be read.</exception>
    public Task<StackConfig> ReadStackAsync(ParseResult arguments, CancellationToken cancellation) =>
        StackFiles.ReadAsync(RepositoryPaths.Root, arguments.GetRequiredValue(_stack), cancellation);

    /// <summary>Whether another endpoint than AWS was given.</summary>
    public bool HasEndpoint(ParseResult arguments) => arguments.GetValue(_endpoint) is not null;

    /// <summary>Sets the region, the endpoint and the profile of a client.</summary>
    /// <exception cref="SampleException">There is no such profile, nothing says which region, or there are no credentials.</exception>
    public T Configure<T>(T config, ParseResult arguments, StackConfig stack)
        where T : ClientConfig
    {
        if (arguments.GetValue(_profile) is { } profile)
        {
            config.Profile = new CredentialProfileStoreChain().TryGetProfile(profile, out _)
                ? new Profile(profile)
                : throw new SampleException(
                    $"There is no profile \"{profile}\" in the AWS configuration files; see: aws configure list-profiles.");
        }

        var region = arguments.GetValue(_region) ?? stack.Region;
        if (arguments.GetValue(_endpoint) is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = region ?? stack.LocalRegion;
        }
        else if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        // The SDK looks where Pulumi does: in the environment, then in the profile.
        else if (config.RegionEndpoint is null)
        {
            throw new SampleException(
                "No region is set; give --region, or set aws:region in the stack's file, AWS_REGION, or the region of the profile.");
        }

        RequireCredentials(config);
        return config;
    }

    // The SDK finds out with the first request only, and then tells of each place where it looked.
    private static void RequireCredentials(ClientConfig config)
    {
        try
        {
            DefaultAWSCredentialsIdentityResolver.GetCredentials(config);
        }
        catch (AmazonClientException problem)
        {
            throw new SampleException(
                "There are no AWS credentials; give --profile, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY "
                    + "(those of a local cloud are what dotnet run --project local -- serve prints).",
                problem);
        }
    }
}
