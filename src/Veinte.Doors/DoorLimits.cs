using Veinte.Model;

namespace Veinte.Doors;

/// <summary>
/// What a door lets through, and who reads what is written there. Every limit has the default the Segment API documents, or a
/// generous one. A host has one and gives it to all its doors: the tone reader in it learns from that host's books.
/// </summary>
public sealed record DoorLimits
{
    /// <summary>Largest event in bytes; 32 KB.</summary>
    public int EventBytesMax { get; init; } = 32 * 1024;

    /// <summary>Most events in one batch; 2,500.</summary>
    public int BatchEventsMax { get; init; } = 2_500;

    /// <summary>Largest context around a batch in bytes, for each event of the batch gets a copy; 8 KB.</summary>
    public int EnvelopeContextBytesMax { get; init; } = 8 * 1024;

    /// <summary>Deepest nesting of objects and lists inside one event; 32.</summary>
    public int DepthMax { get; init; } = 32;

    /// <summary>Longest message id in characters; 100.</summary>
    public int MessageIdCharsMax { get; init; } = 100;

    /// <summary>Longest identifier of a customer in bytes; 256.</summary>
    public int IdentifierBytesMax { get; init; } = 256;

    /// <summary>Longest name of a touchpoint, staff member, area, stage or journey in bytes; 256.</summary>
    public int NameBytesMax { get; init; } = 256;

    /// <summary>Most different touchpoints one source may bring; 10,000.</summary>
    public int TouchpointsPerSourceMax { get; init; } = 10_000;

    /// <summary>How far ahead of the time of receipt an event may lie and keep its time; 10 minutes.</summary>
    public TimeSpan AheadMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How far ahead it may lie and be set to the time of receipt (a clock or time-zone mistake); 1 day. Beyond it the
    /// event is refused: no clock is that wrong by mistake.
    /// </summary>
    public TimeSpan ClampedAheadMax { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The earliest time an event may have; 1990-01-01.</summary>
    public Instant Earliest { get; init; } = Instant.From(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Who reads the tone of texts; one of its own for each instance unless given.</summary>
    public DoorTone Tone { get; init; } = new();

    /// <summary>Identifiers that name nobody.</summary>
    public BlockedIdentifiers Blocked { get; init; } = BlockedIdentifiers.Default;
}
