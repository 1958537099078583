namespace Fanout.Functions.SensorAnalytics.Readings;

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
