using System.Text;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.KillTarget;

/// <summary>Ratings by customers in words: "ana" is known, "?device" anonymous, "?device+ana" brings both identifiers.</summary>
public static class Ratings
{
    /// <summary>How many writers write at once.</summary>
    public const int Writers = 4;

    /// <summary>When the first minute begins.</summary>
    public static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    /// <summary>A rating as a door would write it.</summary>
    public static void Add(
        EntryBatchBuilder builder, string customer, string touchpoint, double? rating, string messageId, string staff = "", string area = "", int minute = 0)
    {
        var at = new Instant(Start.UnixMicros + 60 * Instant.MicrosPerSecond * minute);
        var (anonymous, known) = Split(customer);
        var signals = new Signals();
        if (rating is { } value) signals = new() { Present = SignalSet.Rating, Rating = value, RatingMin = 1, RatingMax = 5 };
        var draft = new InteractionDraft
        {
            Type = EventType.Track,
            Channel = Channel.InPerson,
            Intent = Intent.Unknown,
            CustomerKind = known is null ? IdentifierKind.Anonymous : IdentifierKind.User,
            Customer = Encoding.UTF8.GetBytes(known ?? anonymous!),
            Anonymous = known is null || anonymous is null ? default : Encoding.UTF8.GetBytes(anonymous),
            Message = StableHash.Message(StableHash.Source("test"), messageId),
            MessageId = Encoding.UTF8.GetBytes(messageId),
            OccurredAt = at,
            ReceivedAt = at,
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Signals = signals,
            Source = "test"u8,
            Touchpoint = Encoding.UTF8.GetBytes(touchpoint),
            Staff = Encoding.UTF8.GetBytes(staff),
            Area = Encoding.UTF8.GetBytes(area),
        };
        builder.Add(draft);
    }

    private static (string? Anonymous, string? Known) Split(string customer)
    {
        if (!customer.StartsWith('?')) return (null, customer);
        var plus = customer.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? (customer[1..], null) : (customer[1..plus], customer[(plus + 1)..]);
    }
}
