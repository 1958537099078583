namespace Fanout.Local.Runs;

/// <summary>What a run will do to an account.</summary>
/// <param name="Writes">What it writes, and what that leads to.</param>
/// <param name="Dollars">What that costs about, in USD by the list prices of us-east-1, without any free tier.</param>
internal sealed record RunPlan(string Writes, decimal Dollars);
