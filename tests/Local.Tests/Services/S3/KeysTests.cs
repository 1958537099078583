using Amazon.S3;
using Amazon.S3.Model;

namespace Fanout.Tests.Local.Services.S3;

/// <summary>Keys of objects ("Naming Amazon S3 objects").</summary>
public sealed class KeysTests
{
    private readonly string _bucket = DataServices.NewName();
    private AmazonS3Client _s3 = null!;

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        _s3 = (await DataServices.CloudAsync()).S3();
        await _s3.PutBucketAsync(_bucket);
    }

    [OneTimeTearDown]
    public void Disconnect() => _s3.Dispose();

    [TestCase("a\nb")]
    [TestCase("\n")]
    [TestCase("a\n")]
    [TestCase("\na")]
    [TestCase("a\r\nb")]
    [TestCase("a\rb")]
    [TestCase("a\u0001b")]
    [TestCase("a\tb")]
    [TestCase("a\u000Bb")]
    [TestCase("a\u001Fb")]
    [TestCase("a\u007Fb")]
    [TestCase("a\u0085b")]
    [TestCase("a\u2028b")]
    public async Task A_key_may_have_any_character(string key)
    {
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, ContentBody = "x" });
        await _s3.CopyObjectAsync(_bucket, key, _bucket, $"{key}2");
        using var got = await _s3.GetObjectAsync(_bucket, $"{key}2");
        var head = await _s3.GetObjectMetadataAsync(_bucket, key);
        var listed = await KeysAsync();
        await _s3.DeleteObjectAsync(_bucket, key);
        await _s3.DeleteObjectAsync(_bucket, $"{key}2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new StreamReader(got.ResponseStream).ReadToEnd(), Is.EqualTo("x"));
            Assert.That(head.ContentLength, Is.EqualTo(1));
            Assert.That(listed, Is.EqualTo(new[] { key, $"{key}2" }));
            Assert.That(await KeysAsync(), Is.Empty);
        }
    }

    [TestCase("k", 1024)]
    [TestCase("ü", 512)]
    public async Task A_key_may_have_1024_bytes_and_no_more(string character, int longest)
    {
        var (key, tooLong) = (string.Concat(Enumerable.Repeat(character, longest)), string.Concat(Enumerable.Repeat(character, longest + 1)));
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, ContentBody = "x" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = tooLong, ContentBody = "x" }), IsTooLong);
            Assert.That(() => _s3.CopyObjectAsync(_bucket, key, _bucket, tooLong), IsTooLong);
            Assert.That(() => _s3.InitiateMultipartUploadAsync(_bucket, tooLong), IsTooLong);
            Assert.That(() => _s3.GetObjectAsync(_bucket, tooLong), IsTooLong);
        }

        await _s3.DeleteObjectAsync(_bucket, key);
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint IsTooLong => Throws.TypeOf<AmazonS3Exception>()
        .With.Property(nameof(AmazonS3Exception.ErrorCode)).EqualTo("KeyTooLongError").And.Message.EqualTo("Your key is too long");

    private async Task<string[]> KeysAsync() => [.. ((await _s3.ListObjectsV2Async(
        new ListObjectsV2Request { BucketName = _bucket, Encoding = EncodingType.Url })).S3Objects ?? []).Select(item => Uri.UnescapeDataString(item.Key))];
}
