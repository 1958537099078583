using Fanout.Local.Aws;

namespace Fanout.Local.Services.Glue;

/// <summary>A type of job, as its command names it ("JobCommand structure").</summary>
/// <param name="Name">Its name.</param>
/// <param name="PythonVersion">The one version of Python that can be asked for today.</param>
/// <param name="LogGroup">What its log groups begin with, where no argument says otherwise.</param>
/// <param name="DefaultTimeoutMinutes">The timeout of jobs that give none.</param>
/// <param name="NamesItself">Whether runs get their job's name and their own as arguments.</param>
public sealed record GlueJobType(string Name, string PythonVersion, string LogGroup, int DefaultTimeoutMinutes, bool NamesItself)
{
    /// <summary>A Spark job.</summary>
    public static GlueJobType Etl { get; } = new("glueetl", "3", "/aws-glue/jobs", 480, NamesItself: true);

    /// <summary>A Python shell job.</summary>
    public static GlueJobType PythonShell { get; } = new("pythonshell", "3.9", "/aws-glue/python-jobs", 2880, NamesItself: false);

    /// <summary>What the log groups of a run begin with ("Logging for AWS Glue jobs").</summary>
    /// <param name="arguments">The run's arguments.</param>
    public string LogGroupOf(IReadOnlyDictionary<string, string> arguments) =>
        NamesItself ? arguments.GetValueOrDefault("--custom-logGroup-prefix", LogGroup) : LogGroup;

    /// <summary>Reads a job's command.</summary>
    /// <exception cref="LocalException">The type is unknown here, or its version of Python is out of support.</exception>
    internal static GlueJobType Of(string job, ApiArguments command)
    {
        var name = command.OptionalText("Name") ?? Etl.Name;
        var type = new[] { Etl, PythonShell }.FirstOrDefault(type => type.Name == name) ?? throw new LocalException(
            $"The type of the Glue job {job} is '{name}'; the local cloud runs {Etl.Name} and {PythonShell.Name}.");
        var version = command.OptionalText("PythonVersion");
        // A Python shell job that names no version gets one that is out of support.
        return version == type.PythonVersion || (version is null && type == Etl)
            ? type
            : throw new LocalException($"The PythonVersion of the Glue job {job} is '{version}'; {name} needs '{type.PythonVersion}'.");
    }
}
