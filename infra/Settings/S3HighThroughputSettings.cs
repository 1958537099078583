namespace Fanout.Infra.Settings;

/// <summary>Settings of the workflow s3-high-throughput.</summary>
/// <param name="Prefix">How the keys of the objects begin; empty for the whole bucket.</param>
/// <param name="AttributeName">The name of the attribute that each object is given.</param>
/// <param name="AttributeValue">The attribute's value, a text.</param>
/// <param name="ObjectsPerChild">The most objects of a child execution.</param>
/// <param name="ObjectsPerLeaf">The most objects of a leaf, an execution that a child starts.</param>
/// <param name="ParentConcurrency">How many children run at the same time.</param>
/// <param name="LeafConcurrency">How many leaves of a child run at the same time.</param>
/// <param name="GroupConcurrency">How many groups of up to ten objects a leaf handles at the same time.</param>
/// <param name="ToleratedFailurePercentage">What share of its items may fail in a Map Run before it fails itself.</param>
/// <param name="ToleratedRejectedPercentage">What share of the objects may be rejected before the execution fails.</param>
/// <param name="SampleData">Whether example objects are put into the bucket.</param>
public sealed record S3HighThroughputSettings(
    string Prefix,
    string AttributeName,
    string AttributeValue,
    int ObjectsPerChild,
    int ObjectsPerLeaf,
    int ParentConcurrency,
    int LeafConcurrency,
    int GroupConcurrency,
    int ToleratedFailurePercentage,
    int ToleratedRejectedPercentage,
    bool SampleData)
{
    // A leaf's input, and its output where all are rejected, hold every key: of 1,024 bytes at most, of twice that in
    // JSON. With a hundred both stay under a payload's 262,144 bytes. A hundred objects, read ten groups of ten at a
    // time, take a leaf about a second; an Express execution may take five minutes.
    private const int MostObjectsPerLeaf = 100;
    private const int FewestObjectsPerLeaf = 10;

    // A child's input holds its objects' keys and sizes: 1,000 of up to 220 bytes each, and a batch of longer ones is
    // cut at 262,144 bytes by itself. A child reads the counts of its leaves as one payload: at 5,000 objects these are
    // up to 500 leaves of up to 250 bytes.
    private const int ObjectsOfChild = 1_000;
    private const int MostObjectsPerChild = 5_000;

    // Each child has a Map Run of its own beside the parent's; an account has 1,000 open Map Runs.
    private const int MostChildren = 999;

    // S3 serves 5,500 GETs a second for a prefix: 10 children of 5 leaves of 100 objects a second stay below that, and
    // below the 9,000 messages a second that SNS takes in most of the larger regions (300 in the smallest: lower
    // leafConcurrency there). They start 50 Express executions a second, where 1,000 are allowed.
    private const int Children = 10;
    private const int Leaves = 5;
    private const int Groups = 10;

    private const string SlashesOfPrefix = "a slash at its beginning, or two in a row, only where sampleData is false";

    /// <summary>Reads and checks the section <c>s3HighThroughput</c>.</summary>
    public static S3HighThroughputSettings Read(SettingsSection section)
    {
        var settings = new S3HighThroughputSettings(
            Prefix: section.Text(
                "prefix", "", TextRule.KeyPrefix, $"How the keys of the objects begin; empty for the whole bucket; {SlashesOfPrefix}"),
            AttributeName: section.Text(
                "attributeName", "processedBy", TextRule.JsonAttributeName,
                "The name of the attribute that each object is given"),
            AttributeValue: section.Text(
                "attributeValue", "s3-high-throughput", TextRule.JsonAttributeValue, "The attribute's value, a text"),
            ObjectsPerChild: section.Integer(
                "objectsPerChild", ObjectsOfChild, FewestObjectsPerLeaf, MostObjectsPerChild, "The most objects of a child execution, a Standard one"),
            ObjectsPerLeaf: section.Integer(
                "objectsPerLeaf", MostObjectsPerLeaf, FewestObjectsPerLeaf, MostObjectsPerLeaf,
                "The most objects of a leaf, an Express execution that a child starts"),
            ParentConcurrency: section.Integer(
                "parentConcurrency", Children, 1, MostChildren, "How many children run at the same time"),
            LeafConcurrency: section.Integer(
                "leafConcurrency", Leaves, 1, MapConcurrency.Distributed, "How many leaves of a child run at the same time"),
            GroupConcurrency: section.Integer(
                "groupConcurrency", Groups, 1, MapConcurrency.Inline,
                "How many groups of up to ten objects a leaf handles at the same time"),
            ToleratedFailurePercentage: section.Integer(
                "toleratedFailurePercentage", 0, 0, 100,
                "What share of its objects may fail in a child, and in the whole run, before it fails itself"),
            ToleratedRejectedPercentage: ToleratedRejections.Read(section, "objects"),
            SampleData: section.Boolean("sampleData", true, "Whether example objects are put into the bucket"));
        section.Require(
            settings.ObjectsPerLeaf <= settings.ObjectsPerChild,
            "objectsPerLeaf", $"{settings.ObjectsPerLeaf}", $"at most objectsPerChild, which is {settings.ObjectsPerChild}");

        // The provider drops such slashes from the key of what it uploads: the samples would lie elsewhere.
        section.Require(
            !settings.SampleData || !(settings.Prefix.StartsWith('/') || settings.Prefix.Contains("//", StringComparison.Ordinal)),
            "prefix", settings.Prefix, SlashesOfPrefix);
        section.RefuseUnknownKeys(OriginalNames.Of(WorkflowNames.S3HighThroughput));
        return settings;
    }
}
