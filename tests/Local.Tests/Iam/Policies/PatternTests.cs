using Fanout.Local.Iam.Policies;

namespace Fanout.Tests.Local.Iam.Policies;

public class PatternTests
{
    [TestCase("s3:GetObject", "s3:GetObject", true)]
    [TestCase("S3:getobject", "s3:GetObject", true)]
    [TestCase("s3:Get*", "s3:GetObject", true)]
    [TestCase("s3:get*", "s3:GetObject", true)]
    [TestCase("s3:*Object", "s3:GetObject", true)]
    [TestCase("s3:*Object", "s3:GetObjectTagging", false)]
    [TestCase("s3:?etObject", "s3:GetObject", true)]
    [TestCase("s3:?GetObject", "s3:GetObject", false)]
    [TestCase("s3:Get", "s3:GetObject", false)]
    [TestCase("*", "s3:GetObject", true)]
    [TestCase("sns:*", "s3:GetObject", false)]
    public void An_action_matches_in_any_case(string pattern, string action, bool matches) =>
        Assert.That(Pattern.OfAction(pattern).Matches(action), Is.EqualTo(matches));

    [TestCase("*", "arn:aws:s3:::b/k", true)]
    [TestCase("arn:aws:s3:::b/*", "arn:aws:s3:::b/k", true)]
    [TestCase("arn:aws:s3:::b/*", "arn:aws:s3:::b/", true)]
    [TestCase("arn:aws:s3:::b/*", "arn:aws:s3:::b", false)]
    [TestCase("arn:aws:s3:::b/*", "arn:aws:s3:::B/k", false)]
    [TestCase("arn:aws:s3:::b/p/*", "arn:aws:s3:::b/p/q/r", true)]
    [TestCase("arn:aws:s3:::b/*/r", "arn:aws:s3:::b/p/q/r", true)]
    [TestCase("arn:aws:s3:::b/*.json", "arn:aws:s3:::b/2026-01-01T00:00:00Z.json", true)]
    [TestCase("arn:aws:s3:::b/?.json", "arn:aws:s3:::b/1.json", true)]
    [TestCase("arn:aws:s3:::b/?.json", "arn:aws:s3:::b/12.json", false)]
    [TestCase("arn:aws:s3:::b/a\n*", "arn:aws:s3:::b/a\nb\nc", true)]
    [TestCase("arn:aws:s3:::b.c/k", "arn:aws:s3:::bxc/k", false)]
    [TestCase("arn:aws:states:*:123456789012:execution:m:*", "arn:aws:states:us-east-1:123456789012:execution:m:1", true)]
    [TestCase("arn:aws:states:us-east-1:123456789012:execution:m:*", "arn:aws:states:us-east-1:123456789012:execution:m/l:1", false)]
    [TestCase("arn:aws:states:us-*-1:123456789012:execution:m", "arn:aws:states:us-east-1:123456789012:execution:m", true)]
    [TestCase("arn:aws:states:u*1:execution:m", "arn:aws:states:us-east-1:123456789012:execution:m", false)]
    [TestCase("arn:aws:states:us-east-1:*", "arn:aws:states:us-east-1:123456789012:execution:m", true)]
    [TestCase("arn:aws:states:us?east-1:123456789012:m", "arn:aws:states:us:east-1:123456789012:m", false)]
    public void A_resource_matches_in_its_case_and_part_by_part(string pattern, string arn, bool matches) =>
        Assert.That(Pattern.OfResource(pattern).Matches(arn), Is.EqualTo(matches));

    [TestCase("arn:aws:s3:::*", "arn:aws:s3:::b", true)]
    [TestCase("arn:aws:states:*:123456789012:stateMachine:m", "arn:aws:states:us-east-1:123456789012:stateMachine:m", true)]
    [TestCase("arn:aws:states:*:stateMachine:m", "arn:aws:states:us-east-1:123456789012:stateMachine:m", false)]
    [TestCase("arn:aws:*:::b", "arn:aws:s3:::b", true)]
    public void Each_part_of_an_arn_in_a_condition_is_compared_by_itself(string pattern, string arn, bool matches) =>
        Assert.That(Pattern.OfArn(pattern).Matches(arn), Is.EqualTo(matches));
}
