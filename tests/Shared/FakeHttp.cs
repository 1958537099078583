using Amazon.Runtime;

namespace Fanout.Tests;

/// <summary>Makes clients of AWS send their requests to a handler.</summary>
/// <param name="handler">What answers.</param>
internal sealed class FakeHttp(HttpMessageHandler handler) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);
}
