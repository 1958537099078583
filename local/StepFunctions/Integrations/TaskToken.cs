using System.Security.Cryptography;
using System.Text;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>
/// The tokens by which tasks are called back ("Wait for a Callback with Task Token"): a number of its own, the mark of
/// who made it, and the execution.
/// </summary>
public static class TaskToken
{
    private const int NumberLength = 16;
    private const int MarkLength = 32;

    /// <summary>A token that there was not before.</summary>
    /// <param name="executionArn">The execution of the task.</param>
    /// <param name="key">The key of who makes it.</param>
    internal static string Create(string executionArn, byte[] key)
    {
        var number = RandomNumberGenerator.GetBytes(NumberLength);
        var execution = Encoding.UTF8.GetBytes(executionArn);
        return Convert.ToBase64String([.. number, .. Mark(number, execution, key), .. execution]);
    }

    /// <summary>The execution of a token's task; null where the text is no token.</summary>
    public static string? ExecutionOf(string token) =>
        Bytes(token) is { Length: > NumberLength + MarkLength } bytes
        && Encoding.UTF8.GetString(bytes, NumberLength + MarkLength, bytes.Length - NumberLength - MarkLength) is var arn
        && arn.Split(':') is ["arn", _, "states", _, _, "execution", _, _]
            ? arn
            : null;

    /// <summary>The state machine of a token's task, without a Map's label; null where the text is no token.</summary>
    public static string? MachineOf(string token) => ExecutionOf(token) is { } execution
        ? string.Join(':', execution.Split(':')[..7]).Replace(":execution:", ":stateMachine:", StringComparison.Ordinal).Split('/')[0]
        : null;

    /// <summary>Whether a token was made with a key.</summary>
    internal static bool IsOf(string token, byte[] key) => ExecutionOf(token) is not null && Bytes(token) is { } bytes
        && CryptographicOperations.FixedTimeEquals(
            bytes.AsSpan(NumberLength, MarkLength), Mark(bytes[..NumberLength], bytes[(NumberLength + MarkLength)..], key));

    private static byte[] Mark(byte[] number, byte[] execution, byte[] key) => HMACSHA256.HashData(key, (byte[])[.. number, .. execution]);

    private static byte[]? Bytes(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? bytes[..length] : null;
    }
}
