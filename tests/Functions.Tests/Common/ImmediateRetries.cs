using Amazon.Runtime.Internal;

namespace Fanout.Tests.Functions.Common;

/// <summary>Takes the waits out of the retries of every client of AWS.</summary>
internal sealed class ImmediateRetries : IRuntimePipelineCustomizer
{
    public string UniqueName => nameof(ImmediateRetries);

    public void Customize(Type type, RuntimePipeline pipeline)
    {
        var policy = pipeline.Handlers.OfType<RetryHandler>().Single().RetryPolicy;
        Assert.That(policy, Is.InstanceOf<StandardRetryPolicy>());
        ((StandardRetryPolicy)policy).MaxBackoffInMilliseconds = 0;
    }
}
