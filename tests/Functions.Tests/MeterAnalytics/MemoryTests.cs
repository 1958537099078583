using System.Net;
using System.Text;
using Fanout.Functions.Common;
using Fanout.Functions.MeterAnalytics;
using Fanout.Tests.Functions.Common;
using static Fanout.Tests.Functions.MeterAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.MeterAnalytics;

public class MemoryTests
{
    private const int Lines = 1_000_000;

    // 8 requests of 25 and the batch that is filled, and the lines of the reader's buffer, the shortest of which has 25 bytes.
    private const int MostLinesHeld = (9 * 25) + (128 * 1024 / 25);

    [Test]
    public async Task What_is_held_does_not_grow_with_the_lines_of_the_file()
    {
        using var services = new CountingServices();
        var handler = Function.Create(
            Variables.GetValueOrDefault, new AwsClients(new FakeHttp(services)), TimeProvider.System, () => 0, TextWriter.Null);

        await using var result = await handler.HandleAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(Event(Key))), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                new StreamReader(result).ReadToEnd(),
                Is.EqualTo($$"""{"files":1,"rejectedFiles":0,"lines":{{Lines}},"written":{{Lines - (Lines / 1_000)}},"duplicates":0,"rejected":{{Lines / 1_000}}}"""));
            Assert.That(services.Written, Is.EqualTo(Lines - (Lines / 1_000)));
            Assert.That(services.MostHeld, Is.LessThan(MostLinesHeld));
            Assert.That(services.Memory, Has.Count.EqualTo(10));
            Assert.That(services.Memory.Max() - services.Memory[0], Is.LessThan(1_000_000), "bytes that are held");
        }
    }

    /// <summary>A file of any length that is never whole in memory, and a table and a queue that only count.</summary>
    private sealed class CountingServices : HttpMessageHandler
    {
        private long _written;
        private long _rejected;

        public long Written => _written;

        /// <summary>The most lines that were read and not yet written.</summary>
        public long MostHeld { get; private set; }

        /// <summary>What is in use at each tenth of the file, in bytes.</summary>
        public List<long> Memory { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                return new HttpResponseMessage { Content = new StreamContent(new GeneratedFile(OnRead)) };
            }

            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            await Task.Yield();
            Interlocked.Add(ref _written, body.AsSpan().Count("\"PutRequest\""u8));
            Interlocked.Add(ref _rejected, body.AsSpan().Count("\"MessageBody\""u8));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") };
        }

        private void OnRead(int lines)
        {
            MostHeld = Math.Max(MostHeld, lines - Interlocked.Read(ref _written) - Interlocked.Read(ref _rejected));
            if (lines >= (Memory.Count + 1) * (Lines / 10))
            {
                Memory.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        }
    }

    private sealed class GeneratedFile(Action<int> onRead) : Stream
    {
        private byte[] _line = Encoding.UTF8.GetBytes(HourHeader);
        private int _position;
        private int _lines;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = 0;
            while (count < buffer.Length && (_position < _line.Length || NextLine()))
            {
                var part = Math.Min(buffer.Length - count, _line.Length - _position);
                _line.AsSpan(_position, part).CopyTo(buffer[count..]);
                _position += part;
                count += part;
            }

            onRead(_lines);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        // One line of a thousand cannot be written.
        private bool NextLine()
        {
            if (_lines == Lines)
            {
                return false;
            }

            var amount = _lines % 1_000 == 999 ? "none" : "0.26";
            _line = Encoding.UTF8.GetBytes($"\"{_lines++}\",\"51246501#2022-01-25T00\",\"{amount}\"\n");
            _position = 0;
            return true;
        }
    }
}
