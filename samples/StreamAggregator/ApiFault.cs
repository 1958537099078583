using System.Net;
using Microsoft.AspNetCore.Http;

namespace Fanout.Samples.StreamAggregator;

/// <summary>Something that goes wrong at the sample API.</summary>
/// <param name="Hits">Whether it happens at a call; called by any thread.</param>
/// <param name="Status">The status that is answered in the place of data; null where the answer is only late.</param>
/// <param name="Delay">How late the answer comes; infinite for none at all.</param>
/// <param name="Answer">What is answered in the place of data.</param>
public sealed record ApiFault(Func<ApiCall, bool> Hits, HttpStatusCode? Status = null, TimeSpan Delay = default, IResult? Answer = null);
