using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Veinte.Server.Collect;

/// <summary>What the collectors take at once. Section <c>Collect</c> of the configuration, or variables such as <c>Collect__RequestsPerSecondPerKey</c>.</summary>
internal sealed class CollectOptions
{
    /// <summary>Requests a second that one write key may send for long; whoever sends more is told 429. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecondPerKey { get; set; } = 10_000;

    /// <summary>Requests one write key may send at once after a pause. Default: 20,000.</summary>
    [Range(1, 2_000_000)]
    public int BurstPerKey { get; set; } = 20_000;

    /// <summary>Megabytes of bodies held in memory at once; what comes beyond is told 429. Default: 256.</summary>
    [Range(8, 65_536)]
    public int BodyMegabytesInFlight { get; set; } = 256;
}

/// <summary>Refuses to start with options out of range.</summary>
[OptionsValidator]
internal sealed partial class CollectOptionsCheck : IValidateOptions<CollectOptions>;
