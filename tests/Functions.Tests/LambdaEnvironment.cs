using Amazon.Runtime.Internal;
using Fanout.Tests.Functions.Common;

namespace Fanout.Tests.Functions;

/// <summary>The variables that Lambda gives a function, in place of those of whoever runs the tests.</summary>
[SetUpFixture]
public class LambdaEnvironment
{
    [OneTimeSetUp]
    public void Enter()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)))
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        Environment.SetEnvironmentVariable("AWS_REGION", "eu-west-1");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATEST");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", "token");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", "none");
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", "none");
        RuntimePipelineCustomizerRegistry.Instance.Register(new ImmediateRetries());
    }
}
