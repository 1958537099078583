using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace Fanout.Tests.Offline;

/// <summary>
/// Looking for the class of a reference, the published package loads all assemblies that the loaded ones refer to. NUnit's
/// engine refers to one that its adapter does not bring: an empty one stands in for it.
/// </summary>
[SetUpFixture]
internal sealed class MissingAssembly
{
    [OneTimeSetUp]
    public void Answer() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == "TestCentric.Metadata" ? Empty(context, name) : null;

    private static Assembly Empty(AssemblyLoadContext context, AssemblyName name)
    {
        var assembly = new PersistedAssemblyBuilder(name, typeof(object).Assembly);
        assembly.DefineDynamicModule(name.Name!);
        using var file = new MemoryStream();
        assembly.Save(file);
        file.Position = 0;
        return context.LoadFromStream(file);
    }
}
