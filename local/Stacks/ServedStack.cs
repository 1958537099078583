using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text.Json;
using Fanout.Stacks;

namespace Fanout.Local.Stacks;

/// <summary>What is known of a stack that is served, in a file that other programs of the same user find.</summary>
/// <param name="Endpoint">Where it is served.</param>
/// <param name="Workflows">The outputs of its workflows, by their names.</param>
internal sealed record ServedStack(Uri Endpoint, ImmutableDictionary<string, ImmutableDictionary<string, string>> Workflows)
{
    /// <summary>The file of a stack.</summary>
    public static string FileOf(string stack) => Path.Combine(RepositoryPaths.Root, ".cache", "served", $"{stack}.json");

    /// <summary>The stack that is served under a name; null where none is.</summary>
    public static async Task<ServedStack?> FindAsync(string stack, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(FileOf(stack));
            return await JsonSerializer.DeserializeAsync<ServedStack>(file, cancellationToken: cancellation) is { } served
                && await AnswersAsync(served.Endpoint, cancellation)
                ? served
                : null;
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            // None is served, or one is about to be.
            return null;
        }
    }

    /// <summary>Tells other programs of the stack until what is returned is disposed.</summary>
    public async Task<IDisposable> PublishAsync(string stack, CancellationToken cancellation)
    {
        var path = FileOf(stack);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await PrivateFile.WriteAsync(path, JsonSerializer.Serialize(this), cancellation);
        return new Publication(path);
    }

    // A program that was killed leaves its file behind.
    private static async Task<bool> AnswersAsync(Uri endpoint, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private sealed class Publication(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }
}
