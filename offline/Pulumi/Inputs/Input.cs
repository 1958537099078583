namespace Pulumi;

internal interface IInput
{
    IOutput ToOutput();

    /// <summary>The same, with those parts apart that are inputs of their own: each may be unknown alone.</summary>
    IOutput ToParts() => ToOutput();
}

/// <summary>A value that is given to a resource: a plain one, or the output of another resource.</summary>
public class Input<T> : IInput
{
    private protected Input(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Output = output;
    }

    private protected Output<T> Output { get; set; }

    /// <summary>An input of a plain value.</summary>
    public static implicit operator Input<T>(T value) => Pulumi.Output.Create(value);

    /// <summary>An input of an output.</summary>
    public static implicit operator Input<T>(Output<T> value) => new(value);

    /// <summary>The input's value as an output.</summary>
    public static implicit operator Output<T>(Input<T> input) => input.Output;

    IOutput IInput.ToOutput() => Output;
}
