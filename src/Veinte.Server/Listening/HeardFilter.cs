using Veinte.Engine.Folds;
using Veinte.Model;

namespace Veinte.Server.Listening;

/// <summary>What is asked of the texts; null means all. Two that ask the same are equal.</summary>
/// <param name="From">From here on.</param>
/// <param name="To">Up to, not with.</param>
/// <param name="Touchpoint">Only of this touchpoint.</param>
/// <param name="Channel">Only by this way.</param>
internal sealed record HeardFilter(Instant From, Instant To, string? Touchpoint = null, Channel? Channel = null)
{
    // Grades are kept with single precision, and asked for with the decimals people see.
    private const double GradeSlack = 0.0005;

    /// <summary>Only of this language: true for Spanish, false for English.</summary>
    public bool? Spanish { get; init; }

    /// <summary>Only where each of these that is not null is so.</summary>
    public HeardWhere Where { get; init; } = HeardWhere.Unknown;

    /// <summary>Only texts whose authors gave this grade or a better one with a number.</summary>
    public double? GradeFrom { get; init; }

    /// <summary>Only texts whose authors gave this grade or a worse one with a number.</summary>
    public double? GradeTo { get; init; }

    /// <summary>Only texts whose interactions came with all of these properties.</summary>
    public NamedValues Properties { get; init; } = NamedValues.None;

    /// <summary>Only what these people wrote.</summary>
    public HeardWriters? Writers { get; init; }

    /// <summary>The same question about the period of the same length that lies before.</summary>
    public HeardFilter Before => this with { From = new(From.UnixMicros - (To.UnixMicros - From.UnixMicros)), To = From };

    /// <summary>Whether a text is meant.</summary>
    public bool Fits(in HeardText text) =>
        text.OccurredAt >= From && text.OccurredAt < To && (Touchpoint is null || text.Touchpoint == Touchpoint) && (Channel is null || text.Channel == Channel)
        && (Spanish is null || text.Spanish == Spanish) && Fits(text.Where) && FitsGrade(text.Grade)
        && PropertyMarks.HaveAll(text.Properties, Properties) && (Writers is null || Writers.Keys.Contains(text.Writer));

    private bool Fits(HeardWhere where) =>
        (Where.Area is null || where.Area == Where.Area) && (Where.Staff is null || where.Staff == Where.Staff) && (Where.Stage is null || where.Stage == Where.Stage)
        && (Where.Journey is null || where.Journey == Where.Journey) && (Where.Source is null || where.Source == Where.Source)
        && (Where.Intent is null || where.Intent == Where.Intent);

    // Who gave no grade is in no range of grades: NaN is neither above nor below.
    private bool FitsGrade(float grade) => (GradeFrom is null || grade >= GradeFrom - GradeSlack) && (GradeTo is null || grade <= GradeTo + GradeSlack);
}

/// <summary>Properties or traits that must all be met. Equal when they ask the same in the same order. Immutable.</summary>
/// <param name="all">Them.</param>
internal sealed class NamedValues(IReadOnlyList<NamedValue> all) : IEquatable<NamedValues>
{
    /// <summary>The most that can be asked for at once.</summary>
    public const int Max = 5;

    /// <summary>Nothing is asked.</summary>
    public static NamedValues None { get; } = new([]);

    /// <summary>Them.</summary>
    public IReadOnlyList<NamedValue> All => all;

    /// <summary>Their marks, see <see cref="PropertyMarks"/>.</summary>
    public ulong[] Marks { get; } = PropertyMarks.Of(all);

    /// <summary>Reads what stands in an address, each as <c>name=value</c>; empty ones are passed over.</summary>
    /// <param name="said">What is said.</param>
    /// <param name="wrong">The first that cannot be read, or the first beyond <see cref="Max"/>; null when all is well.</param>
    public static NamedValues Read(IEnumerable<string?> said, out string? wrong)
    {
        var read = new List<NamedValue>();
        wrong = null;
        foreach (var text in said)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (NamedValue.Read(text) is not { } one) wrong ??= text;
            else if (read.Contains(one)) continue;
            else if (read.Count == Max) wrong ??= text;
            else read.Add(one);
        }
        return read.Count == 0 ? None : new(read);
    }

    /// <summary>The same without one of them.</summary>
    public NamedValues Without(NamedValue one) => new([.. all.Where(other => other != one)]);

    /// <inheritdoc/>
    public bool Equals(NamedValues? other) => other is not null && all.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as NamedValues);

    /// <inheritdoc/>
    public override int GetHashCode() => all.Aggregate(all.Count, (hash, one) => HashCode.Combine(hash, one));
}

/// <summary>Whose texts are meant: a customer, those who have traits, or both. Equal when the same was asked, whoever that is by now.</summary>
/// <param name="Customer">The customer, by any of his identifiers; null for anybody.</param>
/// <param name="Traits">Traits the customer must have.</param>
/// <param name="Keys">Keys of the identifiers that are meant, as the books know them.</param>
internal sealed record HeardWriters(string? Customer, NamedValues Traits, IReadOnlySet<UInt128> Keys)
{
    /// <inheritdoc/>
    public bool Equals(HeardWriters? other) => other is not null && Customer == other.Customer && Traits.Equals(other.Traits);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Customer, Traits);
}
