using Fanout.Infra.Settings;

namespace Fanout.Tests.Infra.Settings;

public class StackNamesTests
{
    private const string Words = "lower-case letters, digits and single hyphens between them";

    [TestCase("fanout", "dev")]
    [TestCase("a", "1")]
    [TestCase("data-platform-2", "pr-117")]
    [TestCase("fifteen-letters", "and-14-of-them")]
    public void Names_of_lower_case_letters_digits_and_hyphens_are_taken(string project, string stack) =>
        Assert.That(Problems(project, stack), Is.Empty);

    [TestCase("Fanout")]
    [TestCase("fan_out")]
    [TestCase("fan.out")]
    [TestCase("fan--out")]
    [TestCase("-fanout")]
    [TestCase("fanout-")]
    [TestCase("2fanout")]
    [TestCase("fänout")]
    [TestCase("fanout\n")]
    [TestCase("")]
    public void A_project_that_AWS_would_refuse_is_refused(string project) => Assert.That(Problems(project, "dev"), Is.EqualTo(new[]
    {
        $"The project's name is \"{project}\" and begins every resource's name; allowed: {Words}, beginning with a letter. Change it in Pulumi.yaml.",
    }));

    [TestCase("Dev")]
    [TestCase("dev_2")]
    [TestCase("a.b")]
    [TestCase("dev--2")]
    [TestCase("-dev")]
    [TestCase("dev-")]
    [TestCase("org/fanout/dev")]
    [TestCase("ı")]
    [TestCase("")]
    public void A_stack_that_AWS_would_refuse_or_take_for_another_is_refused(string stack) => Assert.That(Problems("fanout", stack), Is.EqualTo(new[]
    {
        $"The stack's name is \"{stack}\" and becomes part of every resource's name; allowed: {Words}.",
    }));

    [TestCase("fanout", "a-name-that-is-far-too-lo", 31)]
    [TestCase("a-project-whose-name-is-very-long", "dev", 42)]
    [TestCase("fifteen-letters", "and-15-of-these", 31)]
    public void Names_that_are_too_long_together_are_refused(string project, string stack, int length) =>
        Assert.That(Problems(project, stack), Is.EqualTo(new[]
        {
            $"The project's name \"{project}\" and the stack's, \"{stack}\", have {length} characters, a hyphen of the project counting twice; allowed: up to 30 together, "
                + "which the names of roles and buckets leave. Take a shorter stack's name.",
        }));

    [TestCase("sthree", "dev", "sthree-")]
    [TestCase("sthree-data", "dev", "sthree-")]
    [TestCase("amzn", "s3-demo", "amzn-s3-demo-")]
    [TestCase("xn-data", "dev", "xn--")]
    public void Names_that_S3_reserves_are_refused(string project, string stack, string reserved) => Assert.That(Problems(project, stack), Is.EqualTo(new[]
    {
        $"The names of buckets would begin with {new StackNames(project, stack).Of("")}; allowed: none that begins with {reserved}, which S3 reserves. Change the project's name in Pulumi.yaml.",
    }));

    [TestCase("aws")]
    [TestCase("pulumi")]
    public void A_project_whose_settings_would_be_another_s_is_refused(string project) => Assert.That(Problems(project, "dev"), Is.EqualTo(new[]
    {
        $"The project's name is \"{project}\", whose settings {project}:... are not this program's; allowed: any other. Change it in Pulumi.yaml.",
    }));

    [Test]
    public void No_two_pairs_of_project_and_stack_make_the_same_names()
    {
        string[] words = ["a", "b", "a-b", "b-c", "a-b-c", "b-c-d", "c", "d", "c-d"];
        var names = (
            from project in words
            from stack in words
            select new StackNames(project, stack)).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(names.SelectMany(one => one.Problems()), Is.Empty);
            Assert.That(names.Select(one => one.Of("x")), Is.Unique);
            Assert.That(names.Select(one => one.OfDatabase("x")), Is.Unique);
        }
    }

    [Test]
    public void All_problems_are_reported_together_with_those_of_the_settings() => Assert.That(
        Assert.Throws<SettingsException>(() =>
            EnvironmentSettings.Read("Fanout", "Dev", new Dictionary<string, string> { ["logLevel"] = "all" }))!.Problems,
        Has.Count.EqualTo(3));

    private static IReadOnlyList<string> Problems(string project, string stack)
    {
        try
        {
            EnvironmentSettings.Read(project, stack, new Dictionary<string, string>());
            return [];
        }
        catch (SettingsException problem)
        {
            return problem.Problems;
        }
    }
}
