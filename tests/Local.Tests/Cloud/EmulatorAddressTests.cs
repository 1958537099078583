using System.Net.Sockets;
using System.Text;
using Fanout.Local;
using Fanout.Local.Cloud;

namespace Fanout.Tests.Local.Cloud;

public class EmulatorAddressTests
{
    [Test]
    [Platform(Exclude = "Win")]
    public void Each_socket_is_another_one_in_the_programs_own_folder()
    {
        var (first, second) = (EmulatorAddress.NewSocket()!, EmulatorAddress.NewSocket()!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Scheme, Is.EqualTo("unix"));
            Assert.That(Path.GetDirectoryName(first.LocalPath), Is.EqualTo(TemporaryFolder.Root));
            Assert.That(second, Is.Not.EqualTo(first));
        }
    }

    [TestCase("http://127.0.0.1:5000/", "http://127.0.0.1:5000/")]
    [TestCase("unix:///tmp/fanout-x/emulator-1", "http://localhost/")]
    public void Requests_have_a_host_even_where_a_socket_has_none(string address, string expected) =>
        Assert.That(EmulatorAddress.BaseOf(new Uri(address)), Is.EqualTo(new Uri(expected)));

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_request_goes_through_the_socket()
    {
        var address = EmulatorAddress.NewSocket()!;
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(address.LocalPath));
        listener.Listen();
        var asked = AnswerAsync(listener);
        using var http = new HttpClient(EmulatorAddress.HandlerOf(address));

        var answer = await http.GetStringAsync(new Uri(EmulatorAddress.BaseOf(address), "/moto-api/?a=1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Is.EqualTo("well"));
            Assert.That(await asked, Does.StartWith("GET /moto-api/?a=1 HTTP/1.1\r\nHost: localhost\r\n"));
        }
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void Where_nobody_listens_on_the_socket_the_request_fails()
    {
        var address = EmulatorAddress.NewSocket()!;
        using var http = new HttpClient(EmulatorAddress.HandlerOf(address));

        Assert.That(
            () => http.GetStringAsync(EmulatorAddress.BaseOf(address)),
            Throws.TypeOf<HttpRequestException>().With.InnerException.TypeOf<SocketException>());
    }

    private static async Task<string> AnswerAsync(Socket listener)
    {
        using var connection = await listener.AcceptAsync();
        var buffer = new byte[1024];
        var count = await connection.ReceiveAsync(buffer);
        await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell"));
        return Encoding.ASCII.GetString(buffer, 0, count);
    }
}
