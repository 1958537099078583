using Fanout.Local.Checks;
using Fanout.Stacks;
using Pulumi;
using Pulumi.Aws.S3;

namespace Fanout.Tests.Local.Checks;

/// <summary>The types that rules list, beside those of the provider that the program may use.</summary>
public class ResourceTypesTests
{
    private static readonly string Usable =
        File.ReadAllText(Path.Combine(RepositoryPaths.Root, "offline", "generate", "resources.json"));

    [Test]
    public void Every_type_that_has_tags_must_be_tagged() => Assert.That(
        Tags.Types.Append("aws:s3/bucketObjectv2:BucketObjectv2"), Is.EquivalentTo(TypesWith("Tags")));

    [Test]
    public void Every_type_that_has_a_name_must_carry_whose_it_is() => Assert.That(
        Names.Inputs.Where(entry => entry.Value == "name").Select(entry => entry.Key).Union(Names.Scoped.Keys),
        Is.EquivalentTo(TypesWith("Name")));

    [Test]
    public void Every_type_that_has_a_name_has_a_form_of_it() =>
        Assert.That(NameForms.Forms.Keys, Is.EquivalentTo(Names.Inputs.Keys));

    // A token is made of the names of the class and of its namespace.
    private static IEnumerable<string> TypesWith(string property) =>
        from type in typeof(Bucket).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(ResourceArgs)) && type.GetProperty(property) is not null
        let module = type.Namespace!.Split('.')[^1].ToLowerInvariant()
        let name = type.Name[..^"Args".Length]
        let token = $"aws:{module}/{char.ToLowerInvariant(name[0])}{name[1..]}:{name}"
        where Usable.Contains(token)
        select token;
}
