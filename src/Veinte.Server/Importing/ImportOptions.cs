using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Veinte.Server.Importing;

/// <summary>What may be uploaded for imports. Section <c>Import</c> of the configuration, or variables such as <c>Import__FileMegabytesMax</c>.</summary>
internal sealed class ImportOptions
{
    /// <summary>Megabytes of one file at most. Default: 4,096.</summary>
    [Range(1, 1_000_000)]
    public int FileMegabytesMax { get; set; } = 4_096;

    /// <summary>Uploaded files that wait at once at most; a file goes when its import is finished. Default: 100.</summary>
    [Range(1, 10_000)]
    public int FilesMax { get; set; } = 100;

    /// <summary>Megabytes of all uploaded files that wait at which no other is taken. Default: 65,536.</summary>
    [Range(1, 100_000_000)]
    public int TotalMegabytesMax { get; set; } = 65_536;
}

/// <summary>Refuses to start with options out of range.</summary>
[OptionsValidator]
internal sealed partial class ImportOptionsCheck : IValidateOptions<ImportOptions>;
