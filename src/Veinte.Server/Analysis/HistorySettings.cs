using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Veinte.History;

namespace Veinte.Server.Analysis;

/// <summary>What the history may take of this machine. Section <c>History</c> of the configuration, or variables such as <c>History__MemoryMiB</c>.</summary>
internal sealed class HistorySettings
{
    /// <summary>
    /// MiB its database keeps in memory at most, outside the managed heap. Default: an eighth of the machine's memory or its
    /// container's, 128 at least and 1,024 at most.
    /// </summary>
    [Range(HistoryOptions.MemoryMiBMin, 1_048_576)]
    public int MemoryMiB { get; set; } = ShareOf(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>What the history may take of so much memory when nobody says otherwise.</summary>
    public static int ShareOf(long availableBytes) =>
        (int)Math.Clamp(availableBytes / (8 * 1024 * 1024), HistoryOptions.MemoryMiBMin, HistoryOptions.MemoryMiBSense);
}

/// <summary>Refuses to start with settings out of range.</summary>
[OptionsValidator]
internal sealed partial class HistorySettingsCheck : IValidateOptions<HistorySettings>;
