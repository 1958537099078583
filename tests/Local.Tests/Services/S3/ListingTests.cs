using Amazon.S3;
using Amazon.S3.Model;

namespace Fanout.Tests.Local.Services.S3;

/// <summary>Listings of buckets, a page at a time ("ListObjectsV2").</summary>
public sealed class ListingTests
{
    private static readonly string[] Keys = ["b/2", "a", "b/10", "b/1", "c", "\U0001F600", "b/3", "ü"];

    private readonly string _bucket = DataServices.NewName();
    private AmazonS3Client _s3 = null!;

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        _s3 = (await DataServices.CloudAsync()).S3();
        await _s3.PutBucketAsync(_bucket);
        await _s3.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = _bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } });
        foreach (var key in Keys.Concat(["b/deleted", "gone/1", "b/3"]))
        {
            await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, ContentBody = key });
        }

        await _s3.DeleteObjectAsync(_bucket, "b/deleted");
        await _s3.DeleteObjectAsync(_bucket, "gone/1");
    }

    [OneTimeTearDown]
    public void Disconnect() => _s3.Dispose();

    [TestCase(null, null, null, "a b/1 b/10 b/2 b/3 c ü \U0001F600")]
    [TestCase("b/", null, null, "b/1 b/10 b/2 b/3")]
    [TestCase("b/1", null, null, "b/1 b/10")]
    [TestCase("b/deleted", null, null, "")]
    [TestCase(null, "b/10", null, "b/2 b/3 c ü \U0001F600")]
    [TestCase(null, "b/11", null, "b/2 b/3 c ü \U0001F600")]
    [TestCase("b/", "c", null, "")]
    [TestCase(null, null, "/", "a c ü \U0001F600; b/")]
    [TestCase(null, "a", "/", "c ü \U0001F600; b/")]
    [TestCase(null, "b/2", "/", "c ü \U0001F600; b/")]
    [TestCase(null, "b/3", "/", "c ü \U0001F600")]
    [TestCase("b/", null, "/", "b/1 b/10 b/2 b/3")]
    [TestCase("b", null, "/", "; b/")]
    [TestCase(null, null, "/1", "a b/2 b/3 c ü \U0001F600; b/1")]
    public async Task Keys_come_in_order_however_many_a_page_has(string? prefix, string? after, string? delimiter, string expected)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var size in new[] { 1, 2, 3, 4, 8, 1000, 5000 })
            {
                var (keys, folders) = (new List<string>(), new List<string>());
                var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix, StartAfter = after, Delimiter = delimiter, MaxKeys = size };
                await foreach (var page in _s3.Paginators.ListObjectsV2(request).Responses)
                {
                    Assert.That((page.S3Objects?.Count ?? 0) + (page.CommonPrefixes?.Count ?? 0), Is.LessThanOrEqualTo(size));
                    keys.AddRange(page.S3Objects?.Select(item => item.Key) ?? []);
                    folders.AddRange(page.CommonPrefixes ?? []);
                }

                Assert.That(string.Join(' ', keys) + (folders.Count > 0 ? $"; {string.Join(' ', folders)}" : ""), Is.EqualTo(expected), $"{size} a page");
            }
        }
    }

    [Test]
    public async Task A_token_that_nobody_gave_is_refused()
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, ContinuationToken = "nobody" };

        Assert.That(() => _s3.ListObjectsV2Async(request), Throws.InstanceOf<AmazonS3Exception>());
        Assert.That((await _s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, MaxKeys = 0 })).KeyCount, Is.Zero);
    }
}
