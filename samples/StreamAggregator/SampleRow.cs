namespace Fanout.Samples.StreamAggregator;

/// <summary>One record that a location could not process, as the workflow's result lists it.</summary>
/// <param name="DiscountCode">Which record: no two rows have the same.</param>
/// <param name="ErrorMessage">Why; it may hold quotes, commas, line breaks and letters of any language.</param>
/// <param name="Status">The record's state, one of <see cref="SampleStates"/>.</param>
public sealed record SampleRow(string DiscountCode, string ErrorMessage, string Status);
