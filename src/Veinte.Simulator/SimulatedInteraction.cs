using System.Globalization;
using Veinte.Model;

namespace Veinte.Simulator;

/// <summary>What an event of the simulator is.</summary>
public enum SimulatedKind : byte
{
    /// <summary>One contact at one touchpoint.</summary>
    Interaction = 1,
    /// <summary>A customer signs in: traits, and the device he was anonymous on.</summary>
    Identify = 2,
    /// <summary>A device is said to be a customer's (<c>alias</c>).</summary>
    Alias = 3,
    /// <summary>An event that a door must refuse; <see cref="SimulatedInteraction.Defect"/> says why.</summary>
    Broken = 4,
    /// <summary>An interaction sent a second time with the same message id.</summary>
    Repeat = 5,
}

/// <summary>What is wrong with a broken event.</summary>
public enum Defect : byte
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>A rating of 9 on a scale of 1 to 5.</summary>
    RatingOffScale = 1,
    /// <summary>Neither a user nor an anonymous identifier.</summary>
    NoCustomer = 2,
    /// <summary>A time that is none.</summary>
    TimeUnreadable = 3,
    /// <summary>A track call without the event's name.</summary>
    NoEventName = 4,
    /// <summary>A recommendation in words instead of a number from 0 to 10.</summary>
    NpsNotANumber = 5,
}

/// <summary>One event of Aurora. Immutable; equal when everything in it is equal.</summary>
public sealed record SimulatedInteraction
{
    /// <summary>What it is.</summary>
    public required SimulatedKind Kind { get; init; }
    /// <summary>When it happens.</summary>
    public required Instant At { get; init; }
    /// <summary>Names the trip or visit it belongs to: the customer (or 2,000,000,000 + visitor) and how many before.</summary>
    public required (int Who, int Trip) Trip { get; init; }
    /// <summary>Which event of its trip, from 0.</summary>
    public required int Index { get; init; }
    /// <summary>The seed of its airline; part of the message id.</summary>
    public required ulong Seed { get; init; }
    /// <summary>Whose event it is; null for a visitor whom nobody knows.</summary>
    public Passenger? Passenger { get; init; }
    /// <summary>The customer's identifier when he is signed in, else null.</summary>
    public string? CustomerId { get; init; }
    /// <summary>The device's identifier when it is known, else null.</summary>
    public string? AnonymousId { get; init; }
    /// <summary>Where it happens; empty for identify and alias.</summary>
    public string Touchpoint { get; init; } = "";
    /// <summary>By which way.</summary>
    public Channel Channel { get; init; } = Channel.Other;
    /// <summary>What the customer comes for.</summary>
    public Intent Intent { get; init; } = Intent.Unknown;
    /// <summary>Stage of the journey.</summary>
    public string? Stage { get; init; }
    /// <summary>The journey: <c>flight</c> or <c>care</c>.</summary>
    public string? Journey { get; init; }
    /// <summary>Who serves the customer.</summary>
    public string? Staff { get; init; }
    /// <summary>The area it belongs to.</summary>
    public string? Area { get; init; }
    /// <summary>The evidence.</summary>
    public Signals Signals { get; init; }
    /// <summary>ISO 4217 code of the revenue.</summary>
    public string? Currency { get; init; }
    /// <summary>What the customer says, in his language.</summary>
    public string? Text { get; init; }
    /// <summary>Flight number.</summary>
    public string? Flight { get; init; }
    /// <summary>Route, such as <c>MAD-SVQ</c>.</summary>
    public string? Route { get; init; }
    /// <summary>Minutes late, where the delay is known by then.</summary>
    public int? DelayMinutes { get; init; }
    /// <summary>Whether it belongs to the trip's last flight.</summary>
    public bool Homebound { get; init; }
    /// <summary>What a survey of Aurora's was answered besides the score and the text; null where no survey asks.</summary>
    public SimulatedAnswers? Answers { get; init; }
    /// <summary>What is wrong with a broken event.</summary>
    public Defect Defect { get; init; }

    /// <summary>The message id: the same for the same event of the same seed, and for its repeat.</summary>
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"aurora-{Seed}-{Trip.Who}-{Trip.Trip}-{Index}");

    /// <summary>Writes <see cref="MessageId"/> in UTF-8 without allocating; the target holds 64 bytes or more.</summary>
    /// <returns>Bytes written.</returns>
    public int WriteMessageId(Span<byte> target) =>
        System.Text.Unicode.Utf8.TryWrite(
            target, CultureInfo.InvariantCulture, $"aurora-{Seed}-{Trip.Who}-{Trip.Trip}-{Index}", out var written)
            ? written
            : throw new ArgumentException($"A message id needs up to 64 bytes, not {target.Length}.", nameof(target));
}

/// <summary>What a survey was answered besides the score and the text.</summary>
/// <param name="Survey">Which survey, one of <see cref="AuroraSurveys"/>.</param>
/// <param name="Choice">What weighed most: an option of its choice.</param>
/// <param name="MayContact">Whether Aurora may come back to it.</param>
public sealed record SimulatedAnswers(string Survey, string Choice, bool MayContact);

/// <summary>The surveys of Aurora, by their words.</summary>
public static class AuroraSurveys
{
    /// <summary>Everybody is asked by e-mail after a trip, since <see cref="DaysAgo"/> days.</summary>
    public const string AfterTheTrip = "after-the-trip";
    /// <summary>A poster with a code at the belts: whoever likes says how baggage claim was.</summary>
    public const string AtTheBelt = "at-the-belt";
    /// <summary>Days before today on which both began.</summary>
    public const int DaysAgo = 60;
}
