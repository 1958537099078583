using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local.Cloud;

namespace Fanout.Tests.Local.Services.S3;

public class NewBucketsTests
{
    private LocalCloud _cloud = null!;
    private AmazonS3Client _s3 = null!;
    private string _bucket = "";

    [SetUp]
    public async Task CreateAsync()
    {
        _cloud = await DataServices.CloudAsync();
        _s3 = _cloud.S3();
        _bucket = DataServices.NewName();
        await _s3.PutBucketAsync(_bucket);
    }

    [TearDown]
    public void Dispose() => _s3.Dispose();

    [Test]
    public async Task A_new_bucket_is_encrypted_private_and_its_owners()
    {
        var block = (await _s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = _bucket })).PublicAccessBlockConfiguration;
        var put = await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "k", ContentBody = "a" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await AlgorithmAsync(), Is.EqualTo(ServerSideEncryptionMethod.AES256));
            Assert.That(await OwnershipAsync(_bucket), Is.EqualTo(ObjectOwnership.BucketOwnerEnforced));
            Assert.That(new[] { block.BlockPublicAcls, block.BlockPublicPolicy, block.IgnorePublicAcls, block.RestrictPublicBuckets }, Is.All.True);
            Assert.That(put.ServerSideEncryptionMethod, Is.EqualTo(ServerSideEncryptionMethod.AES256));
        }
    }

    [Test]
    public async Task Encryption_that_is_taken_away_is_that_of_the_beginning()
    {
        await _s3.PutBucketEncryptionAsync(new PutBucketEncryptionRequest
        {
            BucketName = _bucket,
            ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
            {
                ServerSideEncryptionRules =
                [
                    new ServerSideEncryptionRule
                    {
                        ServerSideEncryptionByDefault = new ServerSideEncryptionByDefault { ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AWSKMS },
                    },
                ],
            },
        });
        var before = await AlgorithmAsync();

        await _s3.DeleteBucketEncryptionAsync(new DeleteBucketEncryptionRequest { BucketName = _bucket });

        Assert.That((before, await AlgorithmAsync()), Is.EqualTo((ServerSideEncryptionMethod.AWSKMS, ServerSideEncryptionMethod.AES256)));
    }

    [Test]
    public async Task A_bucket_that_is_made_again_keeps_what_it_has()
    {
        await _s3.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { BucketName = _bucket });

        await _s3.PutBucketAsync(_bucket);

        Assert.That(
            (await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = _bucket })))!.ErrorCode,
            Is.EqualTo("NoSuchPublicAccessBlockConfiguration"));
    }

    [Test]
    public async Task Acls_are_refused_where_the_owner_is_enforced()
    {
        var refusals = new[]
        {
            await CodeAsync(() => _s3.PutBucketAclAsync(new PutBucketAclRequest { BucketName = _bucket, ACL = S3CannedACL.Private })),
            await CodeAsync(() => _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "k", ContentBody = "a", CannedACL = S3CannedACL.PublicRead })),
            await CodeAsync(() => _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "k", ContentBody = "a", CannedACL = S3CannedACL.Private })),
            await CodeAsync(() => _s3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = _bucket, Key = "k", CannedACL = S3CannedACL.PublicRead })),
        };
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "own", ContentBody = "a", CannedACL = S3CannedACL.BucketOwnerFullControl });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusals, Is.All.EqualTo("AccessControlListNotSupported"));
            Assert.That(
                await CodeAsync(() => _s3.PutObjectAclAsync(new PutObjectAclRequest { BucketName = _bucket, Key = "own", ACL = S3CannedACL.PublicRead })),
                Is.EqualTo("AccessControlListNotSupported"));
            Assert.That((await _s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket })).S3Objects.Select(item => item.Key), Is.EqualTo(new[] { "own" }));
        }
    }

    [Test]
    public async Task Acls_are_taken_where_the_owner_is_not_enforced()
    {
        await _s3.PutBucketOwnershipControlsAsync(new PutBucketOwnershipControlsRequest
        {
            BucketName = _bucket,
            OwnershipControls = new OwnershipControls { Rules = [new OwnershipControlsRule { ObjectOwnership = ObjectOwnership.ObjectWriter }] },
        });

        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "k", ContentBody = "a", CannedACL = S3CannedACL.PublicRead });
        await _s3.DeleteBucketOwnershipControlsAsync(new DeleteBucketOwnershipControlsRequest { BucketName = _bucket });
        await _s3.PutObjectAclAsync(new PutObjectAclRequest { BucketName = _bucket, Key = "k", ACL = S3CannedACL.Private });

        Assert.That(await CodeAsync(() => OwnershipAsync(_bucket)), Is.EqualTo("OwnershipControlsNotFoundError"));
    }

    [Test]
    public async Task A_bucket_may_be_made_with_acls()
    {
        var other = DataServices.NewName();

        var refused = await CodeAsync(() => _s3.PutBucketAsync(new PutBucketRequest { BucketName = other, CannedACL = S3CannedACL.PublicRead }));
        await _s3.PutBucketAsync(new PutBucketRequest { BucketName = other, CannedACL = S3CannedACL.PublicRead, ObjectOwnership = ObjectOwnership.BucketOwnerPreferred });
        await _s3.PutBucketAsync(new PutBucketRequest { BucketName = $"{other}2", CannedACL = S3CannedACL.Private });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Is.EqualTo("InvalidBucketAclWithObjectOwnership"));
            Assert.That(await OwnershipAsync(other), Is.EqualTo(ObjectOwnership.BucketOwnerPreferred));
            Assert.That(await OwnershipAsync($"{other}2"), Is.EqualTo(ObjectOwnership.BucketOwnerEnforced));
        }
    }

    [Test]
    public async Task An_upload_that_is_not_there_is_told()
    {
        using var part = new MemoryStream("a"u8.ToArray());
        var refusals = new[]
        {
            await ErrorAsync(() => _s3.UploadPartAsync(new UploadPartRequest { BucketName = _bucket, Key = "k", UploadId = "none", PartNumber = 1, InputStream = part })),
            await ErrorAsync(() => _s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = _bucket, Key = "k", UploadId = "none", PartETags = [new PartETag(1, "e")] })),
            await ErrorAsync(() => _s3.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _bucket, Key = "k", UploadId = "none" })),
            await ErrorAsync(() => _s3.ListPartsAsync(new ListPartsRequest { BucketName = _bucket, Key = "k", UploadId = "none" })),
        };

        Assert.That(refusals, Is.All.EqualTo("404 NoSuchUpload"));
    }

    [Test]
    public async Task An_upload_is_completed_by_what_is_xml()
    {
        var upload = await _s3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = _bucket, Key = "k" });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_cloud.Gateway.Endpoint, $"/{_bucket}/k?uploadId={upload.UploadId}"))
        {
            Content = new StringContent("no XML", Encoding.UTF8, "application/xml"),
        };

        using var answer = await _cloud.Http.SendAsync(request, "s3", _cloud.Root, CancellationToken.None);

        Assert.That(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((400, "")).Using<(int Status, string Body)>(
            (actual, expected) => actual.Status == expected.Status && actual.Body.Contains("<Code>MalformedXML</Code>", StringComparison.Ordinal)));
    }

    private async Task<ServerSideEncryptionMethod> AlgorithmAsync() =>
        (await _s3.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = _bucket }))
            .ServerSideEncryptionConfiguration.ServerSideEncryptionRules.Single().ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm;

    private async Task<ObjectOwnership> OwnershipAsync(string bucket) =>
        (await _s3.GetBucketOwnershipControlsAsync(new GetBucketOwnershipControlsRequest { BucketName = bucket })).OwnershipControls.Rules.Single().ObjectOwnership;

    private static async Task<string> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<AmazonS3Exception>(() => call()))!.ErrorCode;

    private static async Task<string> ErrorAsync(Func<Task> call)
    {
        var refusal = (await Assert.CatchAsync<AmazonS3Exception>(() => call()))!;
        return $"{(int)refusal.StatusCode} {refusal.ErrorCode}";
    }
}
