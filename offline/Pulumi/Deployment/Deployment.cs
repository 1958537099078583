using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Runs programs. This stand-in has no engine: programs run only against mocks.</summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<DeploymentInstance?> Running = new();

    private readonly TaskMonitor _tasks = new();
    private readonly IMocks _mocks;
    private Stack? _stack;

    private Deployment(IMocks mocks, TestOptions? options)
    {
        _mocks = mocks;
        ProjectName = options?.ProjectName ?? "project";
        StackName = options?.StackName ?? "stack";
        OrganizationName = options?.OrganizationName ?? "organization";
        RootDirectory = options?.RootDirectory;
        IsDryRun = options?.IsPreview ?? true;
    }

    /// <summary>The deployment that runs this code.</summary>
    /// <exception cref="InvalidOperationException">None does.</exception>
    public static DeploymentInstance Instance => Running.Value
        ?? throw new InvalidOperationException("No deployment is running: this code must be called by one.");

    internal static Deployment Current => Instance.Deployment;

    internal string ProjectName { get; }

    internal string StackName { get; }

    internal string OrganizationName { get; }

    internal string? RootDirectory { get; }

    internal bool IsDryRun { get; }

    internal ImmutableDictionary<string, string> Config { get; } = ReadConfig();

    internal ConcurrentQueue<string> Errors { get; } = [];

    internal Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("The deployment has no stack yet.");
        set => _stack = value;
    }

    /// <summary>The deployment, if one is running, ends only after the task has.</summary>
    internal static void Track(Task task) => Running.Value?.Deployment._tasks.Add(task);

    private static ImmutableDictionary<string, string> ReadConfig()
    {
        using var config = JsonDocument.Parse(Environment.GetEnvironmentVariable("PULUMI_CONFIG") ?? "{}");
        return config.RootElement.EnumerateObject()
            .ToImmutableDictionary(value => CurrentKey(value.Name), value => value.Value.ToString());
    }

    /// <summary>Old releases wrote "project:config:key".</summary>
    private static string CurrentKey(string key)
        => key.Split(':', 3) is [{ Length: > 0 } project, "config", var name] ? $"{project}:{name}" : key;
}
