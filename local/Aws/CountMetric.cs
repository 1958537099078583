namespace Fanout.Local.Aws;

/// <summary>Tells CloudWatch of what a service counts of a resource.</summary>
/// <param name="service">The namespace of the metric, such as <c>AWS/Lambda</c>.</param>
/// <param name="metric">The metric, such as <c>Errors</c>.</param>
/// <param name="dimension">What kind of resource it is counted for, such as <c>FunctionName</c>.</param>
/// <param name="resource">The resource.</param>
/// <param name="value">What was counted.</param>
public delegate void CountMetric(string service, string metric, string dimension, string resource, double value);
