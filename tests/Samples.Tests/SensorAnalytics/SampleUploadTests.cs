using System.Collections.Concurrent;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Fanout.Samples;
using Fanout.Samples.SensorAnalytics;

namespace Fanout.Tests.Samples.SensorAnalytics;

public class SampleUploadTests
{
    private static readonly SensorFleet Fleet = new(Devices: 110, new DateOnly(2026, 2, 28), Days: 2, ReadingsPerDay: 100);

    [Test]
    public async Task Readings_are_uploaded_by_day_in_files_without_a_header()
    {
        using var bucket = new FakeBucket();
        using var s3 = bucket.CreateClient();
        var progress = new Counter();

        await SensorAnalyticsSample.LoadAsync(s3, "data", Fleet, concurrency: 3, progress, CancellationToken.None);

        string[] paths = [.. bucket.Objects.Keys.Order(StringComparer.Ordinal)];
        var expected = SensorAnalyticsSample.Generate(Fleet).Select(reading => reading.ToCsv() + "\n");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(paths, Is.EqualTo(new[]
            {
                "/data/readings/day=2026-02-28/part-0000.csv",
                "/data/readings/day=2026-02-28/part-0001.csv",
                "/data/readings/day=2026-03-01/part-0000.csv",
                "/data/readings/day=2026-03-01/part-0001.csv",
            }));
            Assert.That(string.Concat(paths.Select(path => bucket.Objects[path])), Is.EqualTo(string.Concat(expected)));
            Assert.That(progress.Highest, Is.EqualTo(22_000));
        }
    }

    [Test]
    public void A_bucket_that_refuses_is_named()
    {
        using var bucket = new FakeBucket { Status = HttpStatusCode.NotFound };
        using var s3 = bucket.CreateClient();

        Assert.That(
            () => SensorAnalyticsSample.LoadAsync(s3, "data", Fleet, 3, progress: null, CancellationToken.None),
            Throws.TypeOf<SampleException>().With.Message.StartsWith("Not all readings were uploaded to the bucket data: "));
    }

    private sealed class FakeBucket : HttpMessageHandler
    {
        public ConcurrentDictionary<string, string> Objects { get; } = new();

        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public AmazonS3Client CreateClient() => new(new BasicAWSCredentials("a", "b"), new AmazonS3Config
        {
            ServiceURL = "http://s3.test/",
            AuthenticationRegion = "eu-west-1",
            ForcePathStyle = true,
            HttpClientFactory = new FakeHttp(this),
        });

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Objects[Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)] = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(Status) { Content = new ByteArrayContent([]) };
        }
    }

    private sealed class Counter : IProgress<int>
    {
        private int _highest;

        public int Highest => _highest;

        public void Report(int value)
        {
            lock (this)
            {
                _highest = Math.Max(_highest, value);
            }
        }
    }
}
