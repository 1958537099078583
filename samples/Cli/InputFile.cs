using System.Text;
using System.Text.Json;

namespace Fanout.Samples.Cli;

/// <summary>Files that a command line names: JSON in UTF-8, with a byte order mark or without, of a limited size.</summary>
public static class InputFile
{
    // Definitions, inputs and lists have limits of 1 MiB and less; white space around their values does not count.
    private const int MostBytes = 4 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file as text, without its byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="UnusableFileException">It cannot be read, is too large, empty, or not UTF-8.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new UnusableFileException($"{path} is a folder; give a file.");
            }

            await using var file = File.OpenRead(path);

            // A pipe tells no length: one byte more than may be is read to see it.
            var bytes = new byte[file.CanSeek && file.Length <= MostBytes ? file.Length : MostBytes + 1];
            var length = file.CanSeek && file.Length > MostBytes
                ? bytes.Length
                : await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
            if (length > MostBytes)
            {
                throw new UnusableFileException($"{path} is larger than any such file may be, {MostBytes:N0} bytes.");
            }

            var content = bytes.AsSpan(0, length);
            var text = Strict.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content);
            return string.IsNullOrWhiteSpace(text) ? throw new UnusableFileException($"{path} is empty; it must hold JSON.") : text;
        }
        catch (DecoderFallbackException problem)
        {
            throw new UnusableFileException($"{path} is not UTF-8: {problem.Message} Save it as UTF-8.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UnusableFileException($"{path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Parses JSON in which each text is whole and each member of an object has a name of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What it is, at the begin of the sentence about what is wrong with it.</param>
    /// <exception cref="UnusableFileException">It is something else.</exception>
    public static JsonElement Parse(string text, string source)
    {
        try
        {
            var value = JsonElement.Parse(text);
            return JsonFlaw.Of(value) is { } flaw ? throw new UnusableFileException($"{source} {flaw}") : value;
        }
        catch (JsonException problem)
        {
            throw new UnusableFileException($"{source} is not JSON: {problem.Message}", problem);
        }
        catch (ArgumentException problem)
        {
            // Half a character as it is, not as an escape.
            throw new UnusableFileException($"{source} holds an unpaired surrogate, half of a character, which is no text: {problem.Message}", problem);
        }
    }
}
