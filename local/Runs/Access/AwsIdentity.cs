using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace Fanout.Local.Runs.Access;

/// <summary>Who calls an account, and where it answers, found as the SDK and the AWS CLI find it.</summary>
internal static class AwsIdentity
{
    /// <summary>The credentials of a profile, or those of the environment.</summary>
    /// <param name="profile">The profile; null for what the environment says.</param>
    /// <exception cref="LocalException">There are none.</exception>
    public static AWSCredentials CredentialsOf(string? profile)
    {
        try
        {
            return profile is null ? DefaultAWSCredentialsIdentityResolver.GetCredentials()
                : new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials) ? credentials
                : throw new LocalException(
                    $"There is no profile \"{profile}\" with credentials in the AWS configuration files; see: aws configure list-profiles. "
                        + "Where the AWS CLI finds them in another way: eval \"$(aws configure export-credentials --format env)\"");
        }
        catch (AmazonClientException problem)
        {
            throw new LocalException(
                $"No credentials of AWS are found: {problem.Message.TrimEnd('.')}. Name a profile with --profile, or let the AWS CLI export them: "
                    + "eval \"$(aws configure export-credentials --format env)\"",
                problem);
        }
    }

    /// <summary>The endpoint that the environment or a profile names for all services, AWS_ENDPOINT_URL; null for AWS's own.</summary>
    public static Uri? EndpointOf(string? profile) =>
        new AmazonDynamoDBConfig { Profile = profile is null ? null : new Profile(profile) }.ServiceURL is { Length: > 0 } address ? new Uri(address) : null;
}
