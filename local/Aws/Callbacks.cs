using System.Collections.Immutable;

namespace Fanout.Local.Aws;

/// <summary>Callbacks that may be added and removed at any time, from any thread.</summary>
internal sealed class Callbacks<T>
    where T : Delegate
{
    private ImmutableList<T> _all = [];

    /// <summary>Those that are there now, in the order in which they were added.</summary>
    public ImmutableList<T> All => _all;

    /// <summary>Adds one; disposing what is returned removes it.</summary>
    public IDisposable Add(T callback)
    {
        ImmutableInterlocked.Update(ref _all, all => all.Add(callback));
        return new Removal(() => ImmutableInterlocked.Update(ref _all, all => all.Remove(callback)));
    }

    private sealed class Removal(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
