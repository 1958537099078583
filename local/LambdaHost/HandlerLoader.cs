using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;

namespace Fanout.Local.LambdaHost;

/// <summary>
/// Finds a handler <c>Assembly::Namespace.Type::Method</c> as the managed runtime does ("Define Lambda function handler
/// in C#"): static or on a type with a parameterless constructor, a Stream or nothing in, a Stream or nothing out.
/// </summary>
internal static class HandlerLoader
{
    /// <summary>Loads the function's assembly and returns its handler.</summary>
    /// <exception cref="HandlerException">The handler's name is malformed, or there is no such method to call.</exception>
    public static Func<Stream, Task<Stream>> Load(string folder, string handler)
    {
        if (handler.Split("::") is not [var assemblyName, var typeName, var methodName])
        {
            throw new HandlerException(
                $"The handler \"{handler}\" is not of the form Assembly::Namespace.Type::Method.");
        }

        var type = LoadAssembly(folder, assemblyName).GetType(typeName)
            ?? throw new HandlerException($"The assembly {assemblyName} has no type {typeName}.");
        var method = type.GetMethod(methodName, BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
            ?? throw new HandlerException($"The type {typeName} has no public method {methodName}.");
        var takesInput = method.GetParameters() switch
        {
            [] => false,
            [var only] when only.ParameterType.IsAssignableFrom(typeof(Stream)) => true,
            _ => throw new HandlerException(
                $"{typeName}.{methodName} must take one Stream or nothing: anything else needs a serializer."),
        };
        if (!IsSupportedResult(method.ReturnType))
        {
            throw new HandlerException(
                $"{typeName}.{methodName} must return a Stream, a Task or nothing: anything else needs a serializer.");
        }

        var target = method.IsStatic ? null : Activator.CreateInstance(type);
        return async input => await ResultAsync(
            method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, takesInput ? [input] : [], null));
    }

    private static Assembly LoadAssembly(string folder, string assemblyName)
    {
        var path = Path.Combine(folder, $"{assemblyName}.dll");
        var configuration = Path.ChangeExtension(path, ".runtimeconfig.json");
        foreach (var required in new[] { path, configuration, Path.ChangeExtension(path, ".deps.json") })
        {
            if (!File.Exists(required))
            {
                throw new HandlerException($"The deployment package has no {Path.GetFileName(required)} in its root.");
            }
        }

        Configure(configuration);
        var dependencies = new AssemblyDependencyResolver(path);
        var context = AssemblyLoadContext.Default;
        context.Resolving += (_, name) =>
            dependencies.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        return context.LoadFromAssemblyPath(path);
    }

    // What the function's build has chosen for libraries, such as JSON without reflection. What the process itself is started with stays.
    private static void Configure(string path)
    {
        using var configuration = Parse(path);
        if (configuration.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("runtimeOptions", out var options) && options.ValueKind == JsonValueKind.Object
            && options.TryGetProperty("configProperties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                AppContext.SetData(property.Name, property.Value.ToString());
            }
        }
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            // Not of bytes: such a file may begin with the mark of its encoding.
            return JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException problem)
        {
            throw new HandlerException($"{Path.GetFileName(path)} is no JSON: {problem.Message}");
        }
    }

    private static bool IsSupportedResult(Type type) =>
        type == typeof(void) || type == typeof(Task) || typeof(Stream).IsAssignableFrom(type)
            || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)
                && typeof(Stream).IsAssignableFrom(type.GetGenericArguments()[0]));

    private static async Task<Stream> ResultAsync(object? result)
    {
        if (result is Task task)
        {
            await task;
            result = task.GetType().GetProperty(nameof(Task<>.Result))?.GetValue(task);
        }

        return result as Stream ?? Stream.Null;
    }
}
