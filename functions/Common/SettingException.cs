namespace Fanout.Functions.Common;

/// <summary>An environment variable of the function is missing or not allowed.</summary>
public sealed class SettingException(string message) : Exception(message);
