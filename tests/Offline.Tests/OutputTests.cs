using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

public sealed class OutputTests
{
    [Test]
    public async Task Apply_gives_the_result_for_a_value_a_task_an_input_and_an_output()
    {
        var two = Output.Create(2);

        Assert.That(await ValueAsync(two.Apply(value => value + 1)), Is.EqualTo(3));
        Assert.That(await ValueAsync(two.Apply(value => Task.FromResult(value + 1))), Is.EqualTo(3));
        Assert.That(await ValueAsync(two.Apply(value => (Input<int>?)(value + 1))), Is.EqualTo(3));
        Assert.That(await ValueAsync(two.Apply(value => Output.Create(value + 1))), Is.EqualTo(3));
    }

    [Test]
    public async Task A_secret_stays_one_through_Apply_All_Tuple_and_Format()
    {
        var secret = Output.CreateSecret("s");

        Assert.That(await Output.IsSecretAsync(secret.Apply(value => value.Length)), Is.True);
        Assert.That(await Output.IsSecretAsync(Output.Create(1).Apply(_ => secret)), Is.True);
        Assert.That(await Output.IsSecretAsync(Output.All(secret, Output.Create("t"))), Is.True);
        Assert.That(await Output.IsSecretAsync(Output.Tuple(Output.Create(1), secret)), Is.True);
        Assert.That(await Output.IsSecretAsync(Output.Format($"<{secret}>")), Is.True);
        Assert.That(await Output.IsSecretAsync(Output.Unsecret(secret)), Is.False);
        Assert.That(await Output.IsSecretAsync(Output.Create("s")), Is.False);
    }

    [Test]
    public async Task Apply_does_not_run_on_an_unknown_value_and_keeps_its_secrecy()
    {
        var ran = false;
        var unknown = Output.CreateSecret(OutputUtilities.CreateUnknown("u"));

        var applied = unknown.Apply(_ => ran = true);

        Assert.That(await OutputUtilities.GetIsKnownAsync(applied), Is.False);
        Assert.That(await Output.IsSecretAsync(applied), Is.True);
        Assert.That(ran, Is.False);
    }

    [Test]
    public async Task A_combination_with_an_unknown_value_is_unknown()
    {
        var unknown = OutputUtilities.CreateUnknown(1);

        Assert.That(await OutputUtilities.GetIsKnownAsync(Output.All(Output.Create(1), unknown)), Is.False);
        Assert.That(
            await OutputUtilities.GetIsKnownAsync(Output.Tuple(Output.Create(1), unknown, Output.Create(3))), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(Output.Format($"{unknown}")), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(Output.Create(1).Apply(_ => unknown)), Is.False);
    }

    [Test]
    public async Task Tuple_keeps_the_order_of_eight_values()
    {
        var tuple = Output.Tuple(
            (Input<int>)1, (Input<string>)"2", (Input<int>)3, (Input<string>)"4",
            (Input<int>)5, (Input<string>)"6", (Input<int>)7, (Input<string>)"8");

        Assert.That(await ValueAsync(tuple), Is.EqualTo((1, "2", 3, "4", 5, "6", 7, "8")));
    }

    [Test]
    public async Task Format_resolves_inputs_outputs_and_plain_values_in_the_invariant_culture()
    {
        Input<string> input = "in";

        var text = Output.Format($"{input}-{Output.Create("out")}-{1.5}-{Output.Create(7):000}");

        Assert.That(await ValueAsync(text), Is.EqualTo("in-out-1.5-007"));
    }

    [Test]
    public async Task All_takes_a_list_as_it_is_when_it_is_called()
    {
        var inputs = new List<Input<int>> { 1, 2 };
        var all = Output.All(inputs);
        inputs.Add(3);

        Assert.That(await ValueAsync(all), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Dependencies_are_those_of_all_values()
    {
        Thing? first = null;
        Thing? second = null;
        Output<ImmutableArray<string>>? arns = null;
        await new Recorder().RunAsync(() =>
        {
            first = new Thing("first");
            second = new Thing("second");
            arns = Output.All(first.Arn, second.Arn);
        });

        Assert.That(await OutputUtilities.GetDependenciesAsync(arns!), Is.EquivalentTo(new[] { first, second }));
        Assert.That(
            await OutputUtilities.GetDependenciesAsync(OutputUtilities.WithDependency(Output.Create(1), first!)),
            Is.EquivalentTo(new[] { first }));
    }

    [Test]
    public void ToString_inside_a_deployment_says_what_to_use_instead()
    {
        string? text = null;

        Assert.That(
            () => new Recorder().RunAsync(() => text = $"{Output.Create("secret value")}"), Throws.Nothing);
        Assert.That(text, Does.Contain("Output.Format").And.Not.Contain("secret value"));
    }

    [Test]
    public async Task The_extensions_reach_into_arrays_and_unions()
    {
        var array = Output.Create(ImmutableArray.Create("a", "b"));
        var union = Output.Create(Union<string, int>.FromT1(7));

        Assert.That(await ValueAsync(array.First()), Is.EqualTo("a"));
        Assert.That(await ValueAsync(array.GetAt(1)), Is.EqualTo("b"));
        Assert.That(await ValueAsync(array.Length()), Is.EqualTo(2));
        Assert.That(await ValueAsync(union.IsT1()), Is.True);
        Assert.That(await ValueAsync(union.AsT1()), Is.EqualTo(7));
        Assert.That(await ValueAsync(union.Value()), Is.EqualTo(7));
        Assert.That(async () => await ValueAsync(union.AsT0()), Throws.InvalidOperationException);
    }

    private static Task<T> ValueAsync<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);
}
