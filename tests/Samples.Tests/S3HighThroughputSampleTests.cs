using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Fanout.Samples;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fanout.Tests.Samples;

public sealed class S3HighThroughputSampleTests
{
    [Test]
    public void The_same_seed_gives_the_same_objects()
    {
        var text = string.Concat(S3HighThroughputSample.Generate(1_000).Select(sample => sample.Key + sample.Body));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(S3HighThroughputSample.Generate(2_000).Take(1_000), Is.EqualTo(S3HighThroughputSample.Generate(1_000)));
            Assert.That(S3HighThroughputSample.Generate(10, seed: 2), Is.Not.EqualTo(S3HighThroughputSample.Generate(10)));
            Assert.That(
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16], Is.EqualTo("d85d1dd476398c81"));
        }
    }

    [Test]
    public void Objects_are_JSON_objects_each_with_a_key_and_an_id_of_its_own()
    {
        var samples = S3HighThroughputSample.Generate(1_000).ToArray();
        var documents = samples.Select(sample => JsonElement.Parse(sample.Body)).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(samples.Select(sample => sample.Key), Is.Unique);
            Assert.That(documents.Select(document => document.GetProperty("id").GetString()), Is.Unique);
            Assert.That(documents.Select(document => document.EnumerateObject().Count()).Distinct().Count(), Is.GreaterThan(1));
            Assert.That(samples.Max(sample => sample.Body.Length), Is.LessThan(4_000));
            Assert.That(samples.Count(sample => sample.Body.Contains("0,", StringComparison.Ordinal)), Is.Positive);
        }
    }

    [Test]
    public async Task Every_object_is_uploaded_as_it_was_generated_with_no_more_at_a_time_than_allowed()
    {
        await using var store = await Store.StartAsync();
        var reported = new ConcurrentBag<int>();

        await S3HighThroughputSample.LoadAsync(
            store.Client, "data", "in/", 200, concurrency: 4, new Progress(reported.Add), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(store.Objects, Is.EquivalentTo(S3HighThroughputSample.Generate(200).ToDictionary(
                sample => $"/data/in/{sample.Key}", sample => sample.Body)));
            Assert.That(store.MostAtATime, Is.EqualTo(4));
            Assert.That(reported.Order(), Is.EqualTo(Enumerable.Range(1, 200)));
        }
    }

    [Test]
    public async Task A_refusal_names_the_bucket()
    {
        await using var store = await Store.StartAsync();

        Assert.That(
            () => S3HighThroughputSample.LoadAsync(store.Client, "missing", "", 10, 2, progress: null, CancellationToken.None),
            Throws.TypeOf<SampleException>().With.Message.StartsWith("Not all objects were uploaded to the bucket missing: "));
    }

    private sealed class Progress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }

    /// <summary>What S3 does with PUT, in memory: every bucket but <c>missing</c> exists.</summary>
    private sealed class Store : IAsyncDisposable
    {
        private readonly WebApplication _server;
        private readonly TaskCompletionSource _four = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _atATime;
        private int _most;

        private Store(WebApplication server) => _server = server;

        public ConcurrentDictionary<string, string> Objects { get; } = [];

        public int MostAtATime => _most;

        public AmazonS3Client Client { get; private set; } = null!;

        public static async Task<Store> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var server = builder.Build();
            server.Urls.Add("http://127.0.0.1:0");
            var store = new Store(server);
            server.Run(store.PutAsync);
            await server.StartAsync();
            store.Client = new AmazonS3Client(new BasicAWSCredentials("key", "secret"), new AmazonS3Config
            {
                ServiceURL = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(),
                ForcePathStyle = true,
                AuthenticationRegion = "us-east-1",
            });
            return store;
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await _server.DisposeAsync();
        }

        private async Task PutAsync(HttpContext context)
        {
            if (context.Request.Path.StartsWithSegments("/missing"))
            {
                context.Response.StatusCode = 404;
                await context.Response.WriteAsync("<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>");
                return;
            }

            await CountAsync();
            Objects[context.Request.Path.Value!] = await new StreamReader(context.Request.Body).ReadToEndAsync();
            Interlocked.Decrement(ref _atATime);
        }

        // Nothing is answered before four have arrived.
        private async Task CountAsync()
        {
            var now = Interlocked.Increment(ref _atATime);
            lock (_four)
            {
                _most = Math.Max(_most, now);
            }

            if (now == 4)
            {
                _four.TrySetResult();
            }

            await _four.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }
}
