namespace Fanout.Local.Cost;

/// <summary>A use of a service, a query or a run of a job, of which AWS rounds up how much it took and bills a least quantity.</summary>
/// <param name="Steps">How much it took, in the steps that AWS rounds up to.</param>
/// <param name="Least">How many steps are billed at least.</param>
/// <param name="Factor">What a step is billed times, such as the processing units of a job.</param>
/// <param name="StepsOfUnit">How many steps make a unit of the price.</param>
public readonly record struct BilledUse(decimal Steps, int Least, decimal Factor, int StepsOfUnit)
{
    /// <summary>How much it took, in units of the price.</summary>
    public decimal Taken => Factor * Steps / StepsOfUnit;

    /// <summary>How much of it is billed, in units of the price.</summary>
    public decimal Billed => Factor * Math.Max(Least, Math.Ceiling(Steps)) / StepsOfUnit;

    /// <summary>Whether it took no more than is billed at least.</summary>
    public bool IsLeast => Steps <= Least;
}
