using System.IO.Compression;
using System.Reflection;
using Fanout.Local;

namespace Fanout.Tests.Local.Services.Lambda;

/// <summary>The deployment package of functions that fail in all ways; its file goes when it is disposed.</summary>
internal sealed class FaultyPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new("faulty");

    public FaultyPackage() => ZipFile.CreateFromDirectory(
        typeof(FaultyPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "FaultyFunction").Value!,
        Path);

    /// <summary>The path of the zip.</summary>
    public string Path => System.IO.Path.Combine(_folder.Path, "faulty.zip");

    /// <summary>The handler of a method.</summary>
    public static string Handler(string method) => $"FaultyFunction::Fanout.Tests.FaultyFunction.Handlers::{method}";

    public void Dispose() => _folder.Dispose();
}
