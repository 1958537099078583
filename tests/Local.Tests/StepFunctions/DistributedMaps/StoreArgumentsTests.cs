using System.Text.Json;
using Fanout.Local.StepFunctions.DistributedMaps;

namespace Fanout.Tests.Local.StepFunctions.DistributedMaps;

public class StoreArgumentsTests
{
    [Test]
    public void An_earlier_version_of_a_Parquet_file_is_refused_where_an_expression_names_it() =>
        Assert.That(
            () => StoreArguments.Parquet.Text(JsonElement.Parse("""{"Bucket": "b", "Key": "k", "VersionId": "v"}"""), "Bucket", Failure),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "The Map has VersionId in the Arguments of its ItemReader, which is not acted upon here; allowed for s3:getObject with "
                    + "PARQUET: Bucket, Key, ExpectedBucketOwner."));

    [TestCase("{}")]
    [TestCase("1")]
    [TestCase("""{"Bucket": null}""")]
    public void A_bucket_must_be_a_text(string arguments) =>
        Assert.That(
            () => StoreArguments.Results.RequiredText(JsonElement.Parse(arguments), "Bucket", Failure),
            Throws.InvalidOperationException.With.Message.EqualTo("The argument Bucket of the ResultWriter must be a string."));

    private static InvalidOperationException Failure(string sentence) => new(sentence);
}
