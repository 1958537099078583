using System.Text.Json;
using Fanout.Samples;

namespace Fanout.Tests.Samples;

public sealed class DynamoDbNumberTests
{
    private const string Digits38 = "12345678901234567890123456789012345678";

    [TestCase("0", "0")]
    [TestCase("-0.0", "0")]
    [TestCase("0e1000", "0")]
    [TestCase("1.0", "1")]
    [TestCase("001.50", "1.5")]
    [TestCase("+3", "3")]
    [TestCase(".123", "0.123")]
    [TestCase("5.", "5")]
    [TestCase("-17.4E37", "-174000000000000000000000000000000000000")]
    [TestCase("1e+5", "100000")]
    [TestCase("120e-3", "0.12")]
    [TestCase("1e-5", "0.00001")]
    [TestCase(Digits38, Digits38)]
    [TestCase($"{Digits38}.000", Digits38)]
    [TestCase($"0.00{Digits38}", $"0.00{Digits38}")]
    public void A_number_is_given_back_without_needless_zeros_and_exponent(string text, string canonical) =>
        Assert.That(DynamoDbNumber.Read(text), Is.EqualTo((canonical, (string?)null)));

    [Test]
    public void The_largest_and_the_smallest_are_taken()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DynamoDbNumber.Read("9.9999999999999999999999999999999999999E+125").Text, Is.EqualTo(new string('9', 38).PadRight(126, '0')));
            Assert.That(DynamoDbNumber.Read("-1e-130").Text, Is.EqualTo($"-0.{new string('0', 129)}1"));
        }
    }

    [TestCase("", "The parameter cannot be converted to a numeric value")]
    [TestCase("b", "The parameter cannot be converted to a numeric value: b")]
    [TestCase(" 1", "The parameter cannot be converted to a numeric value:  1")]
    [TestCase("1\n", "The parameter cannot be converted to a numeric value: 1\n")]
    [TestCase(".", "The parameter cannot be converted to a numeric value: .")]
    [TestCase("1e", "The parameter cannot be converted to a numeric value: 1e")]
    [TestCase("NaN", "The parameter cannot be converted to a numeric value: NaN")]
    [TestCase("٣", "The parameter cannot be converted to a numeric value: ٣")]
    [TestCase("1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [TestCase("-11e125", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [TestCase("1e99999999999", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [TestCase("1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [TestCase("0.9e-130", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [TestCase("1e-99999999999", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [TestCase($"{Digits38}9", "Attempting to store more than 38 significant digits in a Number")]
    [TestCase($"{Digits38}.9", "Attempting to store more than 38 significant digits in a Number")]
    public void A_number_that_it_does_not_take_has_its_reason(string text, string problem) =>
        Assert.That(DynamoDbNumber.Read(text), Is.EqualTo(((string?)null, problem)));

    [Test]
    public void A_value_with_such_a_number_is_not_loaded() => Assert.That(
        () => DynamoDbJson.Attribute(JsonElement.Parse("""[{"a": 1e400}]""")),
        Throws.TypeOf<SampleException>().With.Message.EqualTo(
            "DynamoDB does not take the number 1e400: Number overflow. Attempting to store a number with magnitude larger than supported range. "
                + "Allowed are 38 significant digits and magnitudes from 1E-130 to 9.99E+125; write it as a text."));

    [Test]
    public void A_number_keeps_its_digits() =>
        Assert.That(DynamoDbJson.Attribute(JsonElement.Parse("12345678901234567890.5")).N, Is.EqualTo("12345678901234567890.5"));
}
