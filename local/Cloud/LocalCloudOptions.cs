using Fanout.Local.Aws;

namespace Fanout.Local.Cloud;

/// <summary>How a local cloud is started.</summary>
/// <param name="Account">The account that it stands for.</param>
/// <param name="Emulator">An emulator that runs already; null to start moto_server.</param>
/// <param name="Port">The gateway's port; 0 for a free one.</param>
/// <param name="Notices">Told what is being installed.</param>
/// <param name="Clock">The clock of what is logged and no execution waits for; the machine's by default.</param>
public sealed record LocalCloudOptions(AwsAccount Account, Uri? Emulator, int Port, TextWriter Notices, TimeProvider? Clock = null);
