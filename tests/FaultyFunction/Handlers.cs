using System.Text;

namespace Fanout.Tests.FaultyFunction;

public static class Handlers
{
    private static int _calls;

    public static Stream Throw(Stream input) => throw new InvalidOperationException("The disk is full.");

    public static async Task<Stream> ThrowLater(Stream input)
    {
        await Task.Yield();
        throw new TimeoutException("Too late.");
    }

    public static void Sleep() => Thread.Sleep(Timeout.Infinite);

    public static Stream Exit(Stream input)
    {
        Environment.Exit(3);
        return input;
    }

    public static Stream KillOrCount(Stream input)
    {
        if (new StreamReader(input).ReadToEnd() == "\"kill\"")
        {
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }

        return Text($"{++_calls}");
    }

    public static async Task<MemoryStream> CountCalls()
    {
        await Task.Yield();
        return Text($"{++_calls}");
    }

    public static Stream Record(Stream input)
    {
        Console.WriteLine($"{++_calls} {new StreamReader(input).ReadToEnd()}");
        return Text("null");
    }

    public static Stream Print(Stream input)
    {
        Console.WriteLine(System.Text.Json.JsonElement.Parse(new StreamReader(input).ReadToEnd()).GetString());
        return Text("null");
    }

    public static async Task<Stream> WaitForFile(Stream input)
    {
        var folder = System.Text.Json.JsonElement.Parse(new StreamReader(input).ReadToEnd()).GetString()!;
        File.WriteAllText(Path.Combine(folder, "begun"), "");
        while (!File.Exists(Path.Combine(folder, "go")))
        {
            await Task.Delay(10);
        }

        return Text("\"done\"");
    }

    public static Stream ThrowTwice(Stream input) => ++_calls <= 2 ? throw new TimeoutException("Too early.") : Text("null");

    public static Stream Say(Stream input) => Text(System.Text.Json.JsonElement.Parse(new StreamReader(input).ReadToEnd()).GetString()!);

    public static Stream Large(Stream input) => Text($"\"{new string('x', 6 * 1024 * 1024)}\"");

    public static Stream Variable(Stream input)
    {
        Console.WriteLine("first line");
        Console.Error.WriteLine("second line");
        return Text($"\"{Environment.GetEnvironmentVariable(new StreamReader(input).ReadToEnd().Trim('"'))}\"");
    }

    public static Stream Reflect(Stream input) => Text(System.Text.Json.JsonSerializer.Serialize(new Uri("https://example.com")));

    public static string NeedsSerializer(string input) => input;

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
