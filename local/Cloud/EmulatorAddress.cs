using System.Net.Sockets;

namespace Fanout.Local.Cloud;

/// <summary>Where an emulator listens: a port, or a socket in the file system, which only its owner may connect to.</summary>
public static class EmulatorAddress
{
    private const string SocketScheme = "unix";

    // What the path of a socket may have, its end included ("sys/un.h").
    private const int LongestPath = 104;

    // A request needs a host even where none is asked.
    private static readonly Uri OfSocket = new("http://localhost/");

    private static int _number;

    /// <summary>The address of a new socket; null where this system cannot have one.</summary>
    public static Uri? NewSocket()
    {
        var path = Path.Combine(TemporaryFolder.Root, $"emulator-{Interlocked.Increment(ref _number)}");
        return OperatingSystem.IsWindows() || System.Text.Encoding.UTF8.GetByteCount(path) >= LongestPath ? null : new Uri($"{SocketScheme}://{path}");
    }

    /// <summary>What the paths of requests are added to.</summary>
    public static Uri BaseOf(Uri address) => address.Scheme == SocketScheme ? OfSocket : address;

    /// <summary>What sends requests to an emulator.</summary>
    public static SocketsHttpHandler HandlerOf(Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (address.Scheme == SocketScheme)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.LocalPath), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }

    /// <summary>Sees that somebody answers there.</summary>
    /// <exception cref="LocalException">Nobody does.</exception>
    public static async Task CheckAnswersAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var http = new HttpClient(HandlerOf(address));
            using var response = await http.GetAsync(BaseOf(address), cancellation);
        }
        catch (HttpRequestException problem)
        {
            throw new LocalException(
                $"No emulator answers at {address}: {problem.Message} Start it, or leave --endpoint-url out for moto_server.", problem);
        }
    }
}
