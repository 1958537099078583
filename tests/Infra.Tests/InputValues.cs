using System.Collections.Immutable;

namespace Fanout.Tests.Infra;

/// <summary>Inputs of resources as the engine gets them.</summary>
internal static class InputValues
{
    public static ImmutableDictionary<string, object> Map(object value) => (ImmutableDictionary<string, object>)value;

    public static IEnumerable<ImmutableDictionary<string, object>> Maps(object value) => ((IEnumerable<object>)value).Select(Map);
}
