using System.CommandLine;
using Fanout.Infra.Settings;
using Fanout.Local.Cloud;
using Fanout.Stacks;

namespace Fanout.Local.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string> _stack = new("--stack")
    {
        Description = "The stack, whose settings are in Pulumi.NAME.yaml",
        DefaultValueFactory = _ => "dev",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<Uri?> _endpoint = new("--endpoint-url")
    {
        Description = "An emulator that runs already, in place of moto_server",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port of the local cloud on 127.0.0.1; a free one by default",
        HelpName = "PORT",
        Recursive = true,
    };

    private readonly Option<bool> _realTime = new("--real-time")
    {
        Description = "Let waits, retries and timeouts take their time",
        Recursive = true,
    };

    /// <summary>Adds the options to a root command.</summary>
    public void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { _stack, _endpoint, _port, _realTime })
        {
            root.Options.Add(option);
        }
    }

    /// <summary>Reads the configuration of the chosen stack.</summary>
    /// <exception cref="StackFileException">A file is missing or malformed.</exception>
    /// <exception cref="SettingsException">The settings are wrong.</exception>
    public Task<StackConfig> ConfigAsync(ParseResult arguments, CancellationToken cancellation) =>
        StackFiles.ReadAsync(RepositoryPaths.Root, arguments.GetRequiredValue(_stack), cancellation);

    /// <summary>How the local cloud is started.</summary>
    /// <exception cref="LocalException">The port or the address cannot be used.</exception>
    public LocalCloudOptions Cloud(ParseResult arguments, StackConfig config)
    {
        var port = arguments.GetValue(_port);
        var endpoint = arguments.GetValue(_endpoint);
        if (port is < 0 or > ushort.MaxValue)
        {
            throw new LocalException($"--port is {port}; allowed: 0 (a free one) to {ushort.MaxValue}.");
        }

        if (endpoint is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" }))
        {
            throw new LocalException($"--endpoint-url is {endpoint}; allowed: an address such as http://127.0.0.1:4566.");
        }

        return new LocalCloudOptions(new AwsAccount(config.Region), endpoint, port, Console.Error);
    }

    /// <summary>Whether waits take their time.</summary>
    public bool RealTime(ParseResult arguments) => arguments.GetValue(_realTime);
}
