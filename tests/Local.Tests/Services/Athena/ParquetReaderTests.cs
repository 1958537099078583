using System.Text;
using Fanout.Local;
using Fanout.Local.Services.Athena;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class ParquetReaderTests
{
    private static readonly ParquetReader Reader = new();

    private static async Task<byte[]> ParquetAsync(string select)
    {
        await using var athena = new TestAthena();
        var execution = await athena.RunAsync($"UNLOAD ({select}) TO 's3://results/parquet/' WITH (format = 'PARQUET')");
        Assert.That(execution.Reason, Is.Null);
        return athena.Store.Bytes(athena.Store.Text(execution.ManifestLocation!).TrimEnd('\n'));
    }

    private static int Folders() => Directory.GetDirectories(TemporaryFolder.Root, "parquet-*").Length;

    [TestCase("cast(7 AS integer)", "7")]
    [TestCase("9223372036854775807", "9223372036854775807")]
    [TestCase("0.1e0", "0.1")]
    [TestCase("1e21", "1e+21")]
    [TestCase("cast(0.1e0 AS real)", "0.1")]
    [TestCase("cast('1.10' AS decimal(10,2))", "1.10")]
    [TestCase("cast('-0.05' AS decimal(10,2))", "-0.05")]
    [TestCase("'ä\"\\'", "\"ä\\\"\\\\\"")]
    [TestCase("true", "true")]
    [TestCase("cast(null AS varchar)", "null")]
    [TestCase("timestamp '1969-12-31 23:59:59.999'", "-1")]
    [TestCase("timestamp '2022-01-31 00:00:00.5'", "1643587200500")]
    [TestCase("date '2022-01-31'", "\"2022-01-31\"")]
    [TestCase("ARRAY[1, 2]", "[1,2]")]
    [TestCase("1e0 / 0e0", "\"Infinity\"")]
    public async Task A_value_is_given_as_JSON(string expression, string json)
    {
        using var file = new MemoryStream(await ParquetAsync($"SELECT {expression} AS x"));
        await foreach (var row in Reader.ReadParquetAsync(file, CancellationToken.None))
        {
            Assert.That(row.GetProperty("x").GetRawText(), Is.EqualTo(json));
            Assert.That(row.GetRawText(), Is.EqualTo($"{{\"x\":{json}}}"));
        }
    }

    // Others' readers have folders too.
    [Test]
    [NonParallelizable]
    public async Task Reading_may_end_early_and_leaves_nothing_behind()
    {
        var before = Folders();
        using var file = new MemoryStream(await ParquetAsync("SELECT x FROM UNNEST(sequence(1, 5000)) AS u(x)"));
        await foreach (var row in Reader.ReadParquetAsync(file, CancellationToken.None))
        {
            Assert.That(row.GetProperty("x").GetInt64(), Is.EqualTo(1));
            break;
        }
        Assert.That(Folders(), Is.EqualTo(before));
    }

    [Test]
    public void A_file_that_is_no_Parquet_is_refused()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("id,name\n1,a\n2,b\n"));
        Assert.That(
            async () =>
            {
                await foreach (var _ in Reader.ReadParquetAsync(file, CancellationToken.None))
                {
                }
            },
            Throws.TypeOf<ParquetException>().With.Message.Contains("No magic bytes found at end of file"));
    }
}
