using System.Text;
using Fanout.Local.Cloud;
using Fanout.Local.Integrations;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.Integrations;

public class S3ObjectStoreTests
{
    private static readonly string Role = AwsAccount.IamArn("role/reader");

    private LocalCloud _cloud = null!;
    private IObjectStore _objects = null!;
    private string _bucket = null!;

    [SetUp]
    public async Task CreateBucketAsync()
    {
        _cloud = await SharedCloud.GetAsync();
        _objects = new IntegrationCatalog(_ => Task.FromResult(_cloud)).Objects;
        _bucket = SharedCloud.NewName("objects");
        using var s3 = _cloud.S3();
        await s3.PutBucketAsync(_bucket);
    }

    [Test]
    public async Task A_listing_goes_over_all_pages_in_the_order_of_keys_and_keeps_to_the_prefix()
    {
        const int count = 1006;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
            await PutAsync($"in/{number:D4}", "x"));
        await PutAsync("other/1", "x");

        var listed = await ListAsync("in/");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Select(found => found.Key), Is.EqualTo(Enumerable.Range(0, count).Select(number => $"in/{number:D4}")));
            Assert.That(listed.Select(found => found.Size).Distinct(), Is.EqualTo(new[] { 1L }));
            Assert.That(listed[0].ETag, Is.EqualTo("\"9dd4e461268c8034f5c8564e155c67a6\""));
            Assert.That(listed[0].StorageClass, Is.EqualTo("STANDARD"));
            Assert.That(listed[0].LastModified, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
        }
    }

    [TestCase("a b")]
    [TestCase("a+b%20c&d=é")]
    [TestCase("control\u0001character")]
    [TestCase("x/../y")]
    public async Task A_key_is_written_listed_and_read_as_it_stands(string key)
    {
        await PutAsync(key, "content");

        var listed = await ListAsync(null);
        await using var stream = await _objects.OpenAsync(_bucket, key, null, Role, CancellationToken.None);
        using var reader = new StreamReader(stream);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Select(found => found.Key), Is.EqualTo(new[] { key }));
            Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("content"));
        }
    }

    [Test]
    public async Task An_empty_bucket_has_an_empty_listing()
    {
        Assert.That(await ListAsync(null), Is.Empty);
    }

    [Test]
    public async Task A_busy_store_is_asked_once_and_named_by_its_general_error()
    {
        var calls = 0;
        using var fault = _cloud.Gateway.Intercept(request =>
        {
            if (!request.Path.StartsWith($"/{_bucket}", StringComparison.Ordinal))
            {
                return null;
            }

            Interlocked.Increment(ref calls);
            return AwsAnswer.S3Error(503, "SlowDown", "Please reduce your request rate.");
        });

        var failure = Assert.ThrowsAsync<TaskFailedException>(() =>
            _objects.OpenAsync(_bucket, "k", null, Role, CancellationToken.None))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo("S3.S3Exception"));
            Assert.That(calls, Is.EqualTo(1));
        }
    }

    [Test]
    public void What_is_missing_has_the_errors_of_the_sdk()
    {
        var key = Assert.ThrowsAsync<TaskFailedException>(() =>
            _objects.OpenAsync(_bucket, "missing", null, Role, CancellationToken.None))!;
        var bucket = Assert.ThrowsAsync<TaskFailedException>(async () =>
            await _objects.ListAsync(SharedCloud.NewName("missing"), null, Role, CancellationToken.None).FirstOrDefaultAsync())!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(key.Error, Is.EqualTo("S3.NoSuchKeyException"));
            Assert.That(bucket.Error, Is.EqualTo("S3.NoSuchBucketException"));
        }
    }

    private async Task PutAsync(string key, string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await _objects.PutAsync(_bucket, key, stream, "text/plain", Role, CancellationToken.None);
    }

    private async Task<ListedObject[]> ListAsync(string? prefix) =>
        await _objects.ListAsync(_bucket, prefix, Role, CancellationToken.None).ToArrayAsync();
}
