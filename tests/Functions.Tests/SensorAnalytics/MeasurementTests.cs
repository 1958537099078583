using System.Globalization;
using System.Text;
using System.Text.Json;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class MeasurementTests
{
    [TestCase("0")]
    [TestCase("-0.0")]
    [TestCase("-10")]
    [TestCase("00035.10")]
    [TestCase("999999999999999")]
    [TestCase("9999999999999999")]
    [TestCase("-99999999999999.9")]
    [TestCase("0.0000000000001")]
    [TestCase("35.000000000000007")]
    [TestCase("12345678901234567890.12345678901234567")]
    [TestCase("-1E1")]
    [TestCase("5.551115123125783e-17")]
    public void A_measurement_is_the_nearest_double(string text) => Assert.That(DoubleOf(text), Is.EqualTo(Parsed(text)));

    [Test]
    public void So_it_is_whatever_its_digits()
    {
        var random = new Random(7);
        var texts = Enumerable.Range(0, 10_000).Select(_ =>
        {
            var digits = string.Concat(random.GetItems<char>("0123456789", random.Next(1, 18)));
            return $"{(random.Next(2) == 0 ? "-" : "")}{random.Next(100)}.{digits}";
        }).ToList();

        Assert.That(texts.Select(DoubleOf), Is.EqualTo(texts.Select(Parsed)));
    }

    private static double Parsed(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double DoubleOf(string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{text}\""));
        json.Read();
        Measurement.TryRead(ref json, out var measurement);
        return measurement.ToDouble();
    }
}
