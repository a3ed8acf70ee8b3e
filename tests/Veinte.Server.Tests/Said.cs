using System.Text;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Tests;

/// <summary>Interactions as a door would write them.</summary>
internal static class Said
{
    /// <summary>Adds one to a batch; the number makes its message id.</summary>
    public static void Add(EntryBatchBuilder batch, string customer, string touchpoint, double? rating, string? staff, string? area, int message)
    {
        var id = Encoding.UTF8.GetBytes($"message-{message}");
        var now = Instant.From(DateTimeOffset.UtcNow);
        batch.Add(new InteractionDraft
        {
            Channel = Channel.Web,
            Intent = Intent.Unknown,
            Type = EventType.Track,
            CustomerKind = IdentifierKind.User,
            Message = StableHash.Message(StableHash.Source("test"), id),
            OccurredAt = now,
            ReceivedAt = now,
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Signals = rating is { } value ? new() { Present = SignalSet.Rating, Rating = value, RatingMin = 1, RatingMax = 5 } : default,
            Customer = Encoding.UTF8.GetBytes(customer),
            MessageId = id,
            Source = "test"u8,
            Touchpoint = Encoding.UTF8.GetBytes(touchpoint),
            Staff = Encoding.UTF8.GetBytes(staff ?? ""),
            Area = Encoding.UTF8.GetBytes(area ?? ""),
        });
    }
}
