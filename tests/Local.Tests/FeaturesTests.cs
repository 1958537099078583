using System.Reflection;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.StepFunctions;
using Fanout.Stacks;

namespace Fanout.Tests.Local;

public class FeaturesTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "local", "FEATURES.md"));

    [Test]
    public void Each_tick_names_tests_that_exist() =>
        Assert.That(FeatureList.Problems(Page, FeatureList.ExistingTests()), Is.Empty);

    [Test]
    public void Every_integration_of_the_local_cloud_is_ticked()
    {
        var catalog = new IntegrationCatalog(_ => throw new InvalidOperationException("No test of names calls a service."));
        var names = catalog.Supported.Split("one of ")[1].Split(", ").Where(name => name.Contains(':') && !name.Contains(":*"));

        Assert.That(names, Is.Not.Empty);
        Assert.That(names.Where(name => !Ticked().Contains($"`{name}`")), Is.Empty);
    }

    [Test]
    public void Every_error_of_the_interpreter_is_ticked()
    {
        var names = typeof(ErrorNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.That(names.Where(name => !Ticked().Contains($"`{name}`")), Is.Empty);
    }

    [TestCase("- [x] a <!-- Tests.One -->")]
    [TestCase("- [x] a <!-- Tests.One; file: a case, with more -->")]
    [TestCase("- [ ] a")]
    [TestCase("- no item of the list")]
    public void A_page_that_is_right_has_no_problems(string page) => Assert.That(Problems(page), Is.Empty);

    [TestCase("- [x] a", "\"a\" is ticked and names no test")]
    [TestCase("- [ ] a <!-- Tests.One -->", "\"a\" is not ticked and names a test")]
    [TestCase("- [x] a <!-- Tests.One; Tests.Two -->", "\"a\" names the test \"Tests.Two\", which does not exist")]
    [TestCase("- [x] a <!-- file: another case -->", "\"a\" names the test \"file: another case\", which does not exist")]
    public void A_page_that_is_wrong_is_told_so(string page, string problem) =>
        Assert.That(Problems($"# Title\n\n{page}\n"), Is.EqualTo(new[] { problem }));

    [TestCase("FeaturesTests.A_page_that_is_wrong_is_told_so", true)]
    [TestCase("FeaturesTests.Each_tick_names_tests_that_exist", true)]
    [TestCase("CorpusTests.The_outcome_is_as_expected", true)]
    [TestCase("FeaturesTests.Problems", false)]
    [TestCase("DynamoDbTests.CreateAsync", false)]
    [TestCase("pass: states follow Next", true)]
    public void Only_tests_are_found(string name, bool isTest) => Assert.That(FeatureList.ExistingTests().Contains(name), Is.EqualTo(isTest));

    private static string Ticked() => string.Join('\n', FeatureList.Items(Page).Where(item => item.IsTicked).Select(item => item.Text));

    private static IEnumerable<string> Problems(string page) =>
        FeatureList.Problems(page, new HashSet<string> { "Tests.One", "file: a case, with more" });
}
