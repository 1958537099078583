using System.Reflection;

namespace Pulumi;

/// <summary>The outputs of a resource, to be filled in once it is registered.</summary>
internal sealed class ResourceOutputs
{
    private readonly Dictionary<string, IOutputSource> _sources = [];

    private ResourceOutputs()
    {
    }

    /// <summary>Gives the resource an unfinished output for each of its output properties.</summary>
    public static ResourceOutputs Create(Resource resource, bool remote)
    {
        var outputs = new ResourceOutputs();
        foreach (var property in resource.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // A component sets its own outputs.
            if (property.GetCustomAttribute<OutputAttribute>() is not { } output
                || (resource is ComponentResource && !remote && property.DeclaringType != typeof(Resource)))
            {
                continue;
            }

            var name = output.Name ?? property.Name;
            if (!property.PropertyType.IsGenericType
                || property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>))
            {
                throw RunException.OutputsHaveIncorrectType([name]);
            }

            Deserializer.Check(
                $"[Output] {resource.GetType().FullName}.{property.Name}", property.PropertyType.GetGenericArguments()[0]);
            var source = (IOutputSource)Activator.CreateInstance(
                typeof(OutputSource<>).MakeGenericType(property.PropertyType.GetGenericArguments()), resource)!;
            var declared = property.DeclaringType!.GetProperty(property.Name)!;
            if (!declared.CanWrite)
            {
                throw new InvalidOperationException(
                    $"The output property {resource.GetType().FullName}.{property.Name} has no setter.");
            }

            declared.SetValue(resource, source.Output);
            outputs._sources.Add(name, source);
        }

        return outputs;
    }

    public void Set(string name, object? value, bool isKnown = true, bool isSecret = false)
        => _sources.GetValueOrDefault(name)?.Set(value, isKnown, isSecret);

    /// <summary>Ends all outputs that have no value yet.</summary>
    public void Complete(bool isKnown)
    {
        foreach (var source in _sources.Values)
        {
            source.Set(null, isKnown, isSecret: false);
        }
    }

    public void Fail(Exception exception)
    {
        foreach (var source in _sources.Values)
        {
            source.Fail(exception);
        }
    }

    private interface IOutputSource
    {
        object Output { get; }

        void Set(object? value, bool isKnown, bool isSecret);

        void Fail(Exception exception);
    }

    private sealed class OutputSource<T> : IOutputSource
    {
        private readonly TaskCompletionSource<OutputData<T>> _data = new();
        private readonly Resource _resource;

        public OutputSource(Resource resource)
        {
            _resource = resource;
            Output = new Output<T>(_data.Task);
        }

        public object Output { get; }

        public void Set(object? value, bool isKnown, bool isSecret)
        {
            var converted = Deserializer.Convert(value, typeof(T)) is { } some ? (T)some : default!;
            _data.TrySetResult(new OutputData<T>([_resource], converted, isKnown, isSecret));
        }

        public void Fail(Exception exception) => _data.TrySetException(exception);
    }
}
