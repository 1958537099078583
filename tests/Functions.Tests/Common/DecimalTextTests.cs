using System.Text;
using Fanout.Functions.Common.DynamoDb;

namespace Fanout.Tests.Functions.Common;

public class DecimalTextTests
{
    private const string Largest = "99999999999999999999999999999999999999";

    [TestCase($"9.9999999999999999999999999999999999999E125", Largest, 88)]
    [TestCase($"{Largest}0000000000", Largest, 10)]
    [TestCase("1E125", "1", 125)]
    [TestCase("1000E122", "1", 125)]
    [TestCase("0.001E128", "1", 125)]
    public void The_largest_numbers_are_whole(string text, string digits, int zeros) =>
        Assert.That(Parse(text), Is.EqualTo((NumberFault.None, digits + new string('0', zeros))));

    [TestCase("1E-130", 129, "1")]
    [TestCase("0.0123E-128", 129, "123")]
    [TestCase("-1000E-133", 129, "1")]
    public void The_smallest_numbers_have_no_exponent_either(string text, int zeros, string digits) =>
        Assert.That(Parse(text), Is.EqualTo((NumberFault.None, $"{(text[0] == '-' ? "-" : "")}0.{new string('0', zeros)}{digits}")));

    [TestCase("9.99E-131", NumberFault.OutOfRange)]
    [TestCase("1E126", NumberFault.OutOfRange)]
    [TestCase("1E2147483648", NumberFault.OutOfRange)]
    [TestCase("1E-99999999999999999999", NumberFault.OutOfRange)]
    [TestCase($"{Largest}1", NumberFault.TooManyDigits)]
    [TestCase("", NumberFault.NotANumber)]
    [TestCase("E5", NumberFault.NotANumber)]
    [TestCase("1.", NumberFault.NotANumber)]
    [TestCase(".5", NumberFault.NotANumber)]
    [TestCase("1.5.5", NumberFault.NotANumber)]
    [TestCase("1E5.5", NumberFault.NotANumber)]
    [TestCase("1E+", NumberFault.NotANumber)]
    [TestCase("0x1", NumberFault.NotANumber)]
    [TestCase("+-1", NumberFault.NotANumber)]
    public void What_the_table_cannot_hold_has_a_fault(string text, object fault) =>
        Assert.That(Parse(text), Is.EqualTo(((NumberFault)fault, "0")));

    private static (NumberFault Fault, string Text) Parse(string text)
    {
        var fault = DecimalText.TryParse(Encoding.UTF8.GetBytes(text), out var number);
        return (fault, number.ToString());
    }
}
