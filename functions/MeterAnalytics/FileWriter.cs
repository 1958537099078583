using Amazon.Runtime;
using Fanout.Functions.Common.DynamoDb;
using Fanout.Functions.MeterAnalytics.Csv;
using Fanout.Functions.MeterAnalytics.Lines;
using Fanout.Functions.MeterAnalytics.Objects;
using Fanout.Functions.MeterAnalytics.Rejections;
using Fanout.Functions.MeterAnalytics.Writing;

namespace Fanout.Functions.MeterAnalytics;

/// <summary>Writes result files to the table, line by line as they come, and what cannot be written to the queue.</summary>
/// <param name="objects">Where the files are.</param>
/// <param name="items">What writes batches of items.</param>
/// <param name="queue">The queue of rejected lines.</param>
/// <param name="table">The table.</param>
internal sealed class FileWriter(ObjectClient objects, BatchWriter items, RejectionQueue queue, string table)
{
    /// <summary>Writes one file.</summary>
    /// <exception cref="ObjectNotReadException">The file could not be read to its end.</exception>
    public async Task<FileReport> WriteAsync(ObjectPath file, CancellationToken cancellation)
    {
        await using var content = await objects.OpenAsync(file, cancellation);
        if (content is null)
        {
            return await RejectAsync(file, RejectedLine.Of(file, line: 0, [], "the object does not exist"), cancellation);
        }

        try
        {
            return await WriteAsync(file, new CsvReader(content), cancellation);
        }
        catch (Exception problem) when (problem is IOException or AmazonClientException)
        {
            throw new ObjectNotReadException($"The object {file} broke off while it was read: {problem.Message}", problem);
        }
    }

    private async Task<FileReport> WriteAsync(ObjectPath file, CsvReader reader, CancellationToken cancellation)
    {
        if (await reader.ReadAsync(cancellation) is not { } header)
        {
            return new FileReport(file);
        }

        if (Header.TryRead(header, out var fault) is not { } period)
        {
            return await RejectAsync(file, RejectedLine.Of(file, header.Line, header.Text, fault!), cancellation);
        }

        var (lines, rejected) = (0L, 0L);
        await using var amounts = new AmountWriter(table, items);
        await using var rejections = new RejectionWriter(queue);
        while (await reader.ReadAsync(cancellation) is { } line)
        {
            lines++;
            if (MeteredAmount.TryRead(line, period, out var reason) is { } amount)
            {
                await amounts.AddAsync(amount, cancellation);
            }
            else
            {
                rejected++;
                await rejections.AddAsync(RejectedLine.Of(file, line.Line, line.Text, reason!), cancellation);
            }
        }

        await amounts.FinishAsync(cancellation);
        await rejections.FinishAsync(cancellation);
        return new FileReport(
            file, Fault: null, lines, lines - amounts.Duplicates - rejected, amounts.Duplicates, rejected);
    }

    // To the queue and no further: a file that is wrong stays wrong, however often the event is delivered.
    private async Task<FileReport> RejectAsync(ObjectPath file, RejectedLine rejection, CancellationToken cancellation)
    {
        await queue.SendAsync([rejection], cancellation);
        return new FileReport(file, rejection.Reason);
    }
}
