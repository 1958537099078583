using System.Text;
using Amazon.DynamoDBv2.Model;
using Fanout.Functions.Common.DynamoDb;
using Fanout.Functions.MeterAnalytics.Csv;

namespace Fanout.Functions.MeterAnalytics.Lines;

/// <summary>What a customer's sensor metered in a period: a line of a result file, and an item of the table.</summary>
/// <param name="CustomerId">The customer's number.</param>
/// <param name="SensorPeriod">The sensor and the period, such as <c>51246501#2022-01-25T00</c>.</param>
/// <param name="Kwh">The amount in kilowatt-hours, as text so that no digit of it changes.</param>
internal sealed record MeteredAmount(string CustomerId, string SensorPeriod, string Kwh)
{
    private const int Columns = 3;

    /// <summary>The key of the item.</summary>
    public (string CustomerId, string SensorPeriod) Key => (CustomerId, SensorPeriod);

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="period">The period of the file's lines.</param>
    /// <param name="reason">All that is wrong with it, joined by semicolons; null where nothing is.</param>
    /// <returns>The amount; null where something is wrong with the line.</returns>
    public static MeteredAmount? TryRead(CsvRecord line, Period period, out string? reason)
    {
        if (line.Fault is not null || line.Count != Columns)
        {
            reason = line.Fault ?? $"the number of fields is {line.Count} instead of {Columns}";
            return null;
        }

        var customerFault = DecimalText.TryParse(line[0], out var customer);
        if (line[0].TrimStart((byte)'-').ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            customerFault = NumberFault.NotANumber;
        }

        var isKey = period.IsKey(line[1]);
        var kwhFault = DecimalText.TryParse(line[2], out var kwh);
        if (customerFault == NumberFault.None && isKey && kwhFault == NumberFault.None)
        {
            reason = null;
            return new MeteredAmount(customer.ToString(), Encoding.ASCII.GetString(line[1]), kwh.ToString());
        }

        string?[] faults =
        [
            customerFault switch
            {
                NumberFault.None => null,
                NumberFault.NotANumber => "customerid is not a whole number",
                _ => $"customerid {customerFault.Describe()}",
            },
            isKey ? null : $"{period.Column} is not of the form {period.KeyForm}",
            kwhFault == NumberFault.None ? null : $"total_kwh {kwhFault.Describe()}",
        ];
        reason = string.Join("; ", faults.OfType<string>());
        return null;
    }

    /// <summary>The attributes of the item.</summary>
    public static Dictionary<string, AttributeValue> ToItem(MeteredAmount amount) => new(Columns)
    {
        ["CustomerID"] = new AttributeValue { N = amount.CustomerId },
        ["SensorID-Period"] = new AttributeValue { S = amount.SensorPeriod },
        ["kWh-Amount"] = new AttributeValue { N = amount.Kwh },
    };
}
