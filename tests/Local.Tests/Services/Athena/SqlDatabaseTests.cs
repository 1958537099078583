using DuckDB.NET.Data;
using Fanout.Local;
using Fanout.Local.Services.Athena.Sql;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class SqlDatabaseTests
{
    [TestCase("SELECT content FROM read_text('/etc/hostname')")]
    [TestCase("SELECT CAST(count(*) AS VARCHAR) FROM read_csv('/etc/passwd')")]
    [TestCase("SELECT content FROM read_text('https://localhost/x')")]
    [TestCase("COPY (SELECT 1) TO '/tmp/outside.csv'")]
    [TestCase("ATTACH '/tmp/outside.db' AS other")]
    [TestCase("INSTALL httpfs")]
    [TestCase("LOAD httpfs")]
    [TestCase("SET enable_external_access = true")]
    [TestCase("SET memory_limit = '100GB'")]
    public void Nothing_outside_of_its_folder_is_read_or_written(string sql)
    {
        using var folder = new TemporaryFolder("test");
        using var database = SqlDatabase.Open(folder.Path, 0, CancellationToken.None);

        Assert.That(() => database.Rows(sql).ToList(), Throws.InstanceOf<DuckDBException>());
    }

    [Test]
    public void What_does_not_fit_into_memory_is_spilled_into_the_folder()
    {
        using var folder = new TemporaryFolder("test");
        using var database = SqlDatabase.Open(folder.Path, 0, CancellationToken.None);
        database.Execute("CREATE TABLE t AS SELECT hash(x) AS h, repeat('x', 100) || hash(x + 1) AS s FROM range(4000000) AS r(x)");
        var isSpilled = false;
        foreach (var _ in database.Rows("SELECT s FROM t ORDER BY h LIMIT 3000000"))
        {
            isSpilled = isSpilled || Directory.EnumerateFiles(Path.Combine(folder.Path, "spill")).Any();
            break;
        }

        Assert.That(isSpilled, Is.True);
    }

    [Test]
    public void A_query_is_interrupted()
    {
        using var folder = new TemporaryFolder("test");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var database = SqlDatabase.Open(folder.Path, 0, cancellation.Token);

        Assert.That(
            () => database.Rows("SELECT CAST(sum(a.x * b.x) AS VARCHAR) FROM range(10000000) AS a(x), range(10000000) AS b(x)").ToList(),
            Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancellation.Token));
        Assert.That(() => database.Execute("SELECT 1"), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void An_error_between_two_rows_is_no_end_of_the_rows()
    {
        using var database = SqlDatabase.Open();
        var rows = 0;

        Assert.That(
            () =>
            {
                foreach (var _ in database.Rows("SELECT CASE WHEN x = 5000000 THEN error('in the middle') ELSE 'x' END FROM range(10000000) AS r(x)"))
                {
                    rows++;
                }
            },
            Throws.InstanceOf<DuckDBException>().With.Message.EqualTo("Invalid Input Error: in the middle"));
        Assert.That(rows, Is.GreaterThan(0));
    }

    [Test]
    public void Doubles_come_back_from_their_texts()
    {
        using var database = SqlDatabase.Open();

        Assert.That(
            database.Rows("""
                SELECT CAST(count(*) AS VARCHAR) FROM (
                  SELECT (x * 7919 + 1) / 1000003.0e0 * pow(10e0, x % 600 - 300) AS v FROM range(1000000) AS r(x))
                WHERE CAST(CAST(v AS VARCHAR) AS DOUBLE) <> v OR CAST(CAST(TRY_CAST(v AS FLOAT) AS VARCHAR) AS FLOAT) <> TRY_CAST(v AS FLOAT)
                """).Single(),
            Is.EqualTo(new[] { "0" }));
    }
}
