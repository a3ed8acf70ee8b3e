using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Veinte.Engine.Folds;
using Veinte.Server.Api;

namespace Veinte.Server.Promises;

/// <summary>Why the past was not read: it takes more memory than there is. Stands where a job's result would, so that pages can say it in the reader's language.</summary>
/// <param name="PastCustomers">Customers that had been read.</param>
/// <param name="PastInteractions">Their interactions.</param>
/// <param name="Kept">About how many bytes they took.</param>
/// <param name="Left">How many were free.</param>
public sealed record PastTooLarge(long PastCustomers, long PastInteractions, long Kept, long Left)
{
    /// <summary>The refusal of a job.</summary>
    internal static JobRefusedException Refusal(PastTooLargeException why) => new(why.Message, JobsApi.ToJson(new PastTooLarge(why.Customers, why.Interactions, why.Kept, why.Left)));

    /// <summary>Why a job that reads the past was refused; null where it was not, or for another reason.</summary>
    internal static PastTooLarge? Of(JobView job) =>
        job is { State: JobStates.Failed, Result: { } found } ? found.Deserialize((JsonTypeInfo<PastTooLarge>)ApiJson.Wire.GetTypeInfo(typeof(PastTooLarge))) : null;
}
