using System.Collections.Immutable;
using System.Reflection;
using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Inputs;
using Pulumi.Utilities;
using CloudWatch = Pulumi.Aws.CloudWatch;
using Iam = Pulumi.Aws.Iam;
using Lambda = Pulumi.Aws.Lambda;
using S3 = Pulumi.Aws.S3;

namespace Fanout.Tests.Offline;

public sealed class AwsTests
{
    [Test]
    public async Task Names_that_C_sharp_changes_stay_on_the_wire()
    {
        var mocks = new Recorder();
        S3.Bucket? bucket = null;
        await mocks.RunAsync(() => bucket = new S3.Bucket("bucket", new() { BucketName = "b", ForceDestroy = true }));

        Assert.That(mocks["bucket"].Type, Is.EqualTo("aws:s3/bucket:Bucket"));
        Assert.That(
            mocks["bucket"].Inputs,
            Is.EquivalentTo(new Dictionary<string, object> { ["bucket"] = "b", ["forceDestroy"] = true }));
        Assert.That(await OutputUtilities.GetValueAsync(bucket!.BucketName), Is.EqualTo("b"));
    }

    [Test]
    public async Task A_policy_is_a_text_or_a_typed_document()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
        {
            _ = new Iam.Role("text", new() { AssumeRolePolicy = Output.Create("{}") });
            _ = new Iam.Role("typed", new()
            {
                AssumeRolePolicy = new Iam.Inputs.PolicyDocumentArgs
                {
                    Version = Iam.PolicyDocumentVersion.PolicyDocumentVersion_2012_10_17,
                    Statement = { new Iam.Inputs.PolicyStatementArgs { Effect = Iam.PolicyStatementEffect.ALLOW } },
                },
            });
        });

        var document = (ImmutableDictionary<string, object?>)mocks["typed"].Inputs["assumeRolePolicy"];
        Assert.That(mocks["text"].Inputs["assumeRolePolicy"], Is.EqualTo("{}"));
        Assert.That(document["Version"], Is.EqualTo("2012-10-17"));
    }

    [Test]
    public async Task Numbers_are_integers_but_for_those_of_the_table()
    {
        var mocks = new Recorder();
        Lambda.Function? function = null;
        await mocks.RunAsync(() =>
        {
            function = new Lambda.Function("function", new() { Role = "r", Timeout = 30, Code = new FileArchive("f.zip") });
            _ = new CloudWatch.MetricAlarm("alarm", new() { Threshold = 0.5, Period = 60 });
        });

        Assert.That(await OutputUtilities.GetValueAsync(function!.Timeout), Is.EqualTo(30));
        Assert.That(mocks["function"].Inputs["code"], Is.TypeOf<FileArchive>());
        Assert.That(mocks["alarm"].Inputs["threshold"], Is.EqualTo(0.5));
    }

    [Test]
    public async Task A_providers_structured_settings_travel_as_text()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() => _ = new Provider("own", new()
        {
            Region = "eu-west-1",
            DefaultTags = new ProviderDefaultTagsArgs { Tags = { ["project"] = "demo" } },
        }));

        Assert.That(mocks["own"].Type, Is.EqualTo("pulumi:providers:aws"));
        Assert.That(mocks["own"].Inputs["region"], Is.EqualTo("eu-west-1"));
        Assert.That(mocks["own"].Inputs["defaultTags"], Is.EqualTo("""{ "tags": { "project": "demo" } }"""));
    }

    [Test]
    public void Deprecated_inputs_are_obsolete()
    {
        var obsolete = typeof(S3.BucketArgs).GetProperties()
            .Where(property => property.IsDefined(typeof(ObsoleteAttribute))).Select(property => property.Name);

        Assert.That(obsolete, Is.SupersetOf(new[] { "Versioning", "LifecycleRules", "Policy", "Acl" }));
        Assert.That(obsolete, Does.Not.Contain("BucketName").And.Not.Contain("ForceDestroy"));
    }

    [Test]
    public void A_missing_required_argument_is_named()
        => Assert.That(
            () => new Recorder().RunAsync(() => _ = new S3.BucketPolicy("policy", new() { Bucket = "b" })),
            Throws.TypeOf<RunException>().With.Message.Contains("BucketPolicyArgs.Policy is required but was not given a value"));

    [Test]
    public async Task Every_resource_registers_its_type_and_takes_back_its_inputs()
    {
        var resources = typeof(S3.Bucket).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CustomResource)) && type != typeof(Provider)).ToArray();
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
        {
            foreach (var type in resources)
            {
                _ = Activator.CreateInstance(
                    type, type.FullName, Arguments(type.Assembly.GetType($"{type.FullName}Args")!), null);
            }
        });

        Assert.That(mocks.Resources, Has.Count.EqualTo(resources.Length).And.Count.GreaterThanOrEqualTo(39));
        Assert.That(
            mocks.Resources.Select(resource => resource.Type!.Split(':')[^1]),
            Is.EquivalentTo(resources.Select(type => type.Name)));
    }

    /// <summary>Arguments with the required ones given: a text wherever one fits.</summary>
    private static object Arguments(Type type)
    {
        var arguments = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // A list or map is made when it is asked for.
            if (property.GetValue(arguments) is not null || !IsRequired(property))
            {
                continue;
            }

            var input = property.PropertyType;
            var value = input.IsAssignableFrom(typeof(Input<string>)) ? (Input<string>)"text"
                : input.GetMethod("op_Implicit", [typeof(string)]) is { } fromText ? fromText.Invoke(null, ["text"])
                : Wrapped(input, input.GetGenericArguments()[0]);
            property.SetValue(arguments, value);
        }

        return arguments;
    }

    private static object? Wrapped(Type input, Type value)
        => input.GetMethod("op_Implicit", [value])!.Invoke(
            null, [value.IsValueType ? Activator.CreateInstance(value) : Arguments(value)]);

    private static bool IsRequired(PropertyInfo property)
        => property.GetCustomAttributesData().Any(attribute => attribute.AttributeType == typeof(InputAttribute)
            && attribute.ConstructorArguments[1].Value is true);
}
