using DuckDB.NET.Data;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// A database of DuckDB's, in memory and in this process, for one query or one file: in at most 256 MB, with two threads at most,
/// without extensions and the network. It reads and writes files of one folder; what does not fit is spilled there.
/// </summary>
internal sealed class SqlDatabase : IDisposable
{
    // Of what is nested deeper, binding takes minutes and much of the stack. It counts each level several times.
    private const int DeepestStatement = 200;
    private const int DeepestQuery = 1000;

    // To share less work out takes longer than to do it.
    private const long LittleData = 4_000_000;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly Lock _lock = new();
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private bool _isClosed;

    private SqlDatabase(string? folder, int threads, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _connection.Open();
        Execute($"""
            SET threads = {threads};
            SET memory_limit = '256MB';
            SET temp_directory = {SqlText.Literal(folder is null ? "" : Path.Combine(folder, "spill"))};
            SET allowed_directories = [{(folder is null ? "" : SqlText.Literal(folder))}];
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET enable_external_access = false;
            SET TimeZone = 'UTC';
            SET max_expression_depth = {(folder is null ? DeepestStatement : DeepestQuery)};
            SET lock_configuration = true;
            """);
        _registration = cancellation.Register(() => Task.Run(InterruptAsync, CancellationToken.None));
    }

    /// <summary>Opens a database that has no files.</summary>
    public static SqlDatabase Open() => new(null, 1, CancellationToken.None);

    /// <summary>Opens a database.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <param name="size">How many bytes it reads.</param>
    /// <param name="cancellation">Interrupts what it does.</param>
    public static SqlDatabase Open(string folder, long size, CancellationToken cancellation) => new(folder, size < LittleData ? 1 : 2, cancellation);

    /// <summary>Runs statements without a result.</summary>
    /// <returns>How many rows were written.</returns>
    /// <exception cref="DuckDBException">A statement failed.</exception>
    public long Execute(string sql) => Run(sql, command => command.ExecuteNonQuery());

    /// <summary>The text that a query gives for a parameter.</summary>
    /// <exception cref="DuckDBException">The query failed.</exception>
    public string Text(string sql, string parameter) => Run(sql, command =>
    {
        command.Parameters.Add(new DuckDBParameter(parameter));
        return (string)command.ExecuteScalar()!;
    });

    /// <summary>The rows of a query whose values are texts, one after the other; null stands for NULL.</summary>
    /// <exception cref="DuckDBException">The query failed, at its start or between two rows.</exception>
    public IEnumerable<string?[]> Rows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using var reader = Run(command.ExecuteReader);
        Func<bool> read = reader.Read;
        while (Run(read))
        {
            var row = new string?[reader.FieldCount];
            for (var index = 0; index < row.Length; index++)
            {
                row[index] = reader.IsDBNull(index) ? null : reader.GetString(index);
            }
            yield return row;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _registration.Dispose();
        lock (_lock)
        {
            _isClosed = true;
            _connection.Dispose();
        }
    }

    private T Run<T>(string sql, Func<DuckDBCommand, T> work)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return Run(() => work(command));
    }

    private T Run<T>(Func<T> work)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            return work();
        }
        catch (Exception interrupt) when (interrupt is OperationCanceledException or DuckDBException && _cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(interrupt.Message, interrupt, _cancellation);
        }
    }

    // What begins at this moment would not see one interrupt.
    private async Task InterruptAsync()
    {
        while (Interrupt())
        {
            await Task.Delay(Again, CancellationToken.None);
        }
    }

    private bool Interrupt()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _connection.NativeConnection.Interrupt();
            }
            return !_isClosed;
        }
    }
}
