using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>
/// Results in a bucket: under a folder of the Map Run, files with the children that succeeded, that did not, and that
/// were never started, and a manifest that names the files ("ResultWriter (Map)").
/// </summary>
internal sealed class ResultFiles(
    MapRun run,
    string machineArn,
    ResultFormat format,
    IObjectStore objects,
    EventLoop loop,
    (string Bucket, string Prefix, string RoleArn) destination) : IMapResults
{
    private readonly ResultFile _succeeded = new("SUCCEEDED", format.IsJsonLines);
    private readonly ResultFile _failed = new("FAILED", format.IsJsonLines);
    private readonly ResultFile _pending = new("PENDING", format.IsJsonLines);

    public bool KeepsPending => true;

    public void Add(int index, ExecutionOutcome outcome, JsonElement input)
    {
        if (outcome.Status != ExecutionStatus.Succeeded)
        {
            _failed.Add(ChildRecord.Of(outcome, input, machineArn));
            return;
        }
        foreach (var record in format.Records(outcome, input, machineArn))
        {
            _succeeded.Add(record);
        }
    }

    public void AddPending(JsonElement input) => _pending.Add(ChildRecord.Pending(input, machineArn));

    public async Task<JsonElement> FinishAsync(CancellationToken cancellation)
    {
        try
        {
            return await loop.OutsideAsync(Task.Run(() => WriteAsync(cancellation), cancellation));
        }
        catch (TaskFailedException problem)
        {
            throw new StateException(ErrorNames.ResultWriterFailed, problem.Cause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in new[] { _succeeded, _failed, _pending })
        {
            await file.DisposeAsync();
        }
    }

    private async Task<JsonElement> WriteAsync(CancellationToken cancellation)
    {
        var (bucket, prefix, roleArn) = destination;
        var folder = $"{prefix.TrimEnd('/')}/{run.Id}".TrimStart('/');
        var written = new Dictionary<string, List<(string Key, long Size)>>();
        foreach (var file in new[] { _failed, _pending, _succeeded })
        {
            var names = written[file.Status] = [];
            foreach (var content in file.Complete())
            {
                var key = $"{folder}/{file.Status}_{names.Count}.json";
                names.Add((key, content.Length));
                await objects.PutAsync(bucket, key, content, "application/json", roleArn, cancellation);
            }
        }
        var manifest = $"{folder}/manifest.json";
        using var text = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(Manifest(bucket, written)));
        await objects.PutAsync(bucket, manifest, text, "application/json", roleArn, cancellation);
        return Result(bucket, manifest);
    }

    private JsonElement Manifest(string bucket, Dictionary<string, List<(string Key, long Size)>> written) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("DestinationBucket", bucket);
        json.WriteString("MapRunArn", run.Arn);
        json.WriteStartObject("ResultFiles");
        foreach (var (status, files) in written)
        {
            json.WriteStartArray(status);
            foreach (var (key, size) in files)
            {
                json.WriteStartObject();
                json.WriteString("Key", key);
                json.WriteNumber("Size", size);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private JsonElement Result(string bucket, string manifest) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("MapRunArn", run.Arn);
        json.WriteStartObject("ResultWriterDetails");
        json.WriteString("Bucket", bucket);
        json.WriteString("Key", manifest);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
