namespace Pulumi;

/// <summary>A mistake in the program; its message alone is shown, without a stack trace.</summary>
public class RunException : Exception
{
    /// <summary>A mistake with this message.</summary>
    public RunException(string message)
        : base(message)
    {
    }

    /// <summary>A mistake with this message and what caused it.</summary>
    public RunException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Properties marked as outputs are of another type than <see cref="Output{T}"/>.</summary>
    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames)
        => new($"Output(s) '{string.Join(", ", outputAttributeNames)}' have incorrect type. " +
            "Properties marked with [Output] must be of the type Output<T>.");
}
