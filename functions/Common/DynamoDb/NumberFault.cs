namespace Fanout.Functions.Common.DynamoDb;

/// <summary>Why a text is not a number that DynamoDB can store.</summary>
internal enum NumberFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>It is no number at all.</summary>
    NotANumber,

    /// <summary>It has more than 38 significant digits.</summary>
    TooManyDigits,

    /// <summary>It is larger or smaller than DynamoDB's numbers.</summary>
    OutOfRange,
}

/// <summary>Faults in words.</summary>
internal static class NumberFaultText
{
    /// <summary>Says the fault as the end of a sentence that begins with what is no number.</summary>
    public static string Describe(this NumberFault fault) => fault switch
    {
        NumberFault.TooManyDigits => "has more than 38 digits",
        NumberFault.OutOfRange => "is outside the range from 1E-130 to 9.99E+125",
        _ => "is not a number",
    };
}
