using System.CommandLine;
using System.Globalization;
using Fanout.Infra.Settings;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Samples.Cli;
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
    };

    private readonly Option<Uri?> _endpoint =
        EndpointOption.Create("An emulator that runs already, in place of moto_server; of verify, where the account answers");

    private readonly Option<ushort> _port = new("--port")
    {
        Description = "The port of the local cloud on 127.0.0.1; a free one by default",
        HelpName = "PORT",
    };

    private readonly Option<bool> _realTime = new("--real-time")
    {
        Description = "Let waits, retries and timeouts take their time",
    };

    /// <summary>Adds the options to a root command.</summary>
    public void AddTo(RootCommand root)
    {
        _port.Validators.Add(result =>
        {
            if (result.Tokens is [var port] && !ushort.TryParse(port.Value, CultureInfo.InvariantCulture, out _))
            {
                result.AddError($"--port is \"{port.Value}\"; allowed: 0 (a free one) to {ushort.MaxValue}.");
            }
        });
        foreach (var option in new Option[] { _stack, _endpoint, _port, _realTime })
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
    }

    /// <summary>Reads the configuration of the chosen stack.</summary>
    /// <exception cref="StackFileException">A file is missing or malformed.</exception>
    /// <exception cref="SettingsException">The settings are wrong.</exception>
    public Task<StackConfig> ConfigAsync(ParseResult arguments, CancellationToken cancellation) =>
        StackFiles.ReadAsync(RepositoryPaths.Root, arguments.GetRequiredValue(_stack), cancellation);

    /// <summary>How the local cloud is started.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="config">The stack's configuration.</param>
    /// <param name="notices">Told what is being installed.</param>
    public LocalCloudOptions Cloud(ParseResult arguments, StackConfig config, TextWriter notices) => new(
        new AwsAccount(config.LocalRegion), arguments.GetValue(_endpoint), arguments.GetValue(_port), notices);

    /// <summary>The address of --endpoint-url; null where none was given.</summary>
    public Uri? Endpoint(ParseResult arguments) => arguments.GetValue(_endpoint);

    /// <summary>Whether waits take their time.</summary>
    public bool RealTime(ParseResult arguments) => arguments.GetValue(_realTime);
}
