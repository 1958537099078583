using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fanout.Samples.MeterAnalytics;

namespace Fanout.Tests.Samples.MeterAnalytics;

public sealed class MeterAnalyticsSampleTests
{
    private static readonly SampleFile[] January = [.. MeterAnalyticsSample.Default.Files()];

    [Test]
    public void The_same_days_give_the_same_bytes()
    {
        var text = string.Concat(January.Select(file => file.Key + file.Text));
        var part = new MeterAnalyticsSample(new DateOnly(2022, 1, 30), Days: 3).Files().ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(MeterAnalyticsSample.Default.Files(), Is.EqualTo(January));
            Assert.That(part[1..49], Is.EqualTo(January[^48..]));
            Assert.That(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16], Is.EqualTo("d8c788745a02f2d1"));
        }
    }

    [Test]
    public void A_file_of_customers_is_followed_by_one_of_readings_for_each_hour_of_each_day()
    {
        var days = new MeterAnalyticsSample(new DateOnly(2024, 2, 28), Days: 3);
        var keys = days.Files().Select(file => file.Key).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(keys, Has.Length.EqualTo(73).And.Length.EqualTo(days.FileCount));
            Assert.That(keys[0], Is.EqualTo("customer_meter_sensor/customer_meter_sensor.csv"));
            Assert.That(
                keys[1],
                Is.EqualTo("iot_electricity_metering/year=2024/month=02/day=28/electricity_metering_blockA1_2024-02-28-00.csv"));
            Assert.That(
                keys[25 + 7],
                Is.EqualTo("iot_electricity_metering/year=2024/month=02/day=29/electricity_metering_blockA1_2024-02-29-07.csv"));
            Assert.That(
                keys[^1],
                Is.EqualTo("iot_electricity_metering/year=2024/month=03/day=01/electricity_metering_blockA1_2024-03-01-23.csv"));
            Assert.That(keys, Is.Unique);
            Assert.That(January, Has.Length.EqualTo(745));
        }
    }

    [Test]
    public void Ten_customers_have_a_sensor_each_and_others_do_not()
    {
        Assert.That(January[0].Text, Is.EqualTo(
            """
            CustomerID,SensorID,SensorGroup
            10027610,51246501,B
            10027611,51246502,B
            10027612,51246503,B
            10027613,51246504,A
            10027614,51246505,B
            10027615,51246506,B
            10027616,51246507,B
            10027617,51246508,B
            10027618,51246509,A
            10027619,51246510,B
            10027620,51246511,B
            10027621,51246511,B
            10027622,51246512,B

            """));
    }

    [Test]
    public void A_day_has_each_shape_and_each_flaw_that_such_files_have()
    {
        var hours = January[1..25].Select(file => file.Text).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hours[0], Does.StartWith("SensorID,Voltage,Current,Frequency,kWh,HourCollected\n51246501,240,10,60,"));
            Assert.That(hours[1], Does.StartWith("SendorID,Voltage,Current,Frequency,kWh,HourCollected\r\n51246501,"));
            Assert.That(hours[2], Does.StartWith("SENSORID,VOLTAGE,CURRENT,FREQUENCY,KWH,HOURCOLLECTED\r51246501,").And.Not.Contain("\n"));
            Assert.That(hours[3], Does.StartWith("sensorid,voltage,current,frequency,kwh,hourcollected\n"));
            Assert.That(hours[4], Does.StartWith("51246501,"));
            Assert.That(hours[5], Does.StartWith("\ufeffSendorID,"));
            Assert.That(hours[6], Does.Match("\n\"51246501\",\"240\",\"10\",\"60\",\"0[.][0-9]{2}\",\"06\"\n"));
            Assert.That(hours[7], Does.Match("\n51246501;240;10;60;0,[0-9]{2};07\r\n"));
            Assert.That(hours[8], Does.Match("\r51246501\t240\t10\t60\t0[.][0-9]{2}\t08\r"));
            Assert.That(hours[9], Does.Match("\n 51246501 , 240 , 10 , 60 , 0[.][0-9]{2} , 09 \n"));
            Assert.That(
                MeterAnalyticsSample.Default.Counts(new DateOnly(2022, 1, 1), new DateOnly(2022, 1, 1)),
                Is.EqualTo(new ReadingCounts(Readings: 250, Used: 240, Repeated: 1, Unused: 9)));
            Assert.That(
                MeterAnalyticsSample.Default.Counts(new DateOnly(2022, 1, 1), new DateOnly(2022, 1, 31)),
                Is.EqualTo(new ReadingCounts(31 * 250, 31 * 240, 31, 31 * 9)));
            Assert.That(MeterAnalyticsSample.UnusedOfDay.Values.Sum(), Is.EqualTo(9));
        }
    }

    [Test]
    public void A_household_consumes_most_in_the_evening_and_twice_as_much_with_twice_the_current()
    {
        var totals = MeterAnalyticsSample.Default.Expected();
        decimal At(string hour) => totals.Where(total => total.SensorPeriod.EndsWith(hour, StringComparison.Ordinal)).Sum(total => total.KilowattHours);
        var days = totals.Where(total => total.SensorPeriod.Length == 19).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(At("T19"), Is.GreaterThan(At("T07")).And.GreaterThan(At("T12")));
            Assert.That(At("T03"), Is.LessThan(At("T07")).And.LessThan(At("T12")));
            Assert.That(days.Where(day => day.CustomerId is not (10_027_613 or 10_027_618)).Select(day => day.KilowattHours), Has.All.InRange(4m, 8m));
            Assert.That(days.Where(day => day.CustomerId is 10_027_613 or 10_027_618).Select(day => day.KilowattHours), Has.All.InRange(9m, 15m));
        }
    }

    [Test]
    public void Expected_totals_are_the_sums_of_the_lines()
    {
        var expected = MeterAnalyticsSample.Default.Expected().ToDictionary(total => (total.CustomerId, total.SensorPeriod), total => total.KilowattHours);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(expected, Has.Count.EqualTo(10 * (31 * 24 + 31 + 1)));
            Assert.That(expected[(10_027_610, "51246501#2022-01-05T18")], Is.EqualTo(0.29m));
            Assert.That(expected[(10_027_615, "51246506#2022-01")], Is.EqualTo(171.07m));
            Assert.That(expected[(10_027_618, "51246509#2022-01")], Is.EqualTo(402.03m));
        }
    }

    [Test]
    public void Totals_are_ordered_by_customer_and_period()
    {
        var totals = MeterAnalyticsSample.Default.Expected();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(totals.Select(total => total.CustomerId), Is.Ordered);
            Assert.That(totals.Select(total => total.SensorPeriod), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
            Assert.That(
                totals.Take(3).Select(total => total.SensorPeriod),
                Is.EqualTo(new[] { "51246501#2022-01", "51246501#2022-01-01", "51246501#2022-01-01T00" }));
        }
    }

    [TestCase("2022-01-30", "2022-01-30", 25, new string[0])]
    [TestCase("2022-01-31", "2022-01-31", 26, new[] { "2022-01" })]
    [TestCase("2022-01-31", "2022-02-27", 701, new[] { "2022-01" })]
    [TestCase("2022-02-01", "2022-02-28", 701, new[] { "2022-02" })]
    [TestCase("2022-01-15", "2022-03-01", 1152, new[] { "2022-01", "2022-02" })]
    public void A_month_is_totalled_from_all_its_days_where_its_last_one_is_run(string from, string to, int periods, string[] months)
    {
        var sample = new MeterAnalyticsSample(new DateOnly(2022, 1, 15), Days: 46);

        var totals = sample.Expected(Day(from), Day(to)).Where(total => total.CustomerId == 10_027_610).ToArray();
        var all = sample.Expected().ToDictionary(total => total.SensorPeriod);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(totals, Has.Length.EqualTo(periods));
            Assert.That(
                totals.Where(total => total.SensorPeriod.Length == 16).Select(total => total.SensorPeriod[9..]), Is.EqualTo(months));
            Assert.That(totals, Is.EqualTo(totals.Select(total => all[total.SensorPeriod])));
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
