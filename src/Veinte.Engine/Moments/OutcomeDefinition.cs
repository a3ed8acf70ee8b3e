using System.Text.Json.Serialization;

namespace Veinte.Engine.Moments;

/// <summary>
/// An outcome of loyalty that moments of truth are judged by: what a customer says or does after a trip. Immutable; defined by a
/// person in the journal (capability <c>moments</c>), or shipped.
/// </summary>
public sealed record OutcomeDefinition
{
    /// <summary>Days between two interactions after which a new trip begins, for outcomes that are waited for.</summary>
    public const int GapDaysDefault = 14;

    /// <summary>The longest time that anything may span, in days.</summary>
    public const int DaysMax = 730;

    /// <summary>What people call it, at most 120 characters.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>recommendation</c> (the NPS signal), <c>grade</c> or <c>top-box</c> (the grade at <see cref="Touchpoint"/>),
    /// <c>property</c> (a number or truth value that an interaction there carries), <c>revenue</c> (of an interaction), <c>return</c>
    /// (somebody known comes back in time: 1 or 0) or <c>churn</c> (the opposite).
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Where the outcome is met; null for anywhere. Needed for <c>grade</c>, <c>top-box</c> and <c>property</c>.</summary>
    public string? Touchpoint { get; init; }

    /// <summary>For <c>property</c>: its name.</summary>
    public string? Property { get; init; }

    /// <summary>For <c>top-box</c>: the least grade that counts as 1; 15 (four of five) unless said.</summary>
    public double? TopGrade { get; init; }

    /// <summary>For <c>return</c> and <c>churn</c>: only an interaction with this intent is a return; null for any.</summary>
    public string? Intent { get; init; }

    /// <summary>For <c>return</c> and <c>churn</c>: in how many days somebody has to come back; 30 unless said.</summary>
    public int? WithinDays { get; init; }

    /// <summary>For <c>return</c> and <c>churn</c>: days of silence that end a trip; <see cref="GapDaysDefault"/> unless said.</summary>
    public int? GapDays { get; init; }

    /// <summary>How many days before the outcome a grade still belongs to it; 180 unless said.</summary>
    public int? WindowDays { get; init; }

    /// <summary>
    /// A second way to divide the answers, beside the journey: <c>channel</c>, <c>intent</c>, <c>area</c>, or <c>property:NAME</c>
    /// of the interaction that carries the outcome. Null for none.
    /// </summary>
    public string? Segment { get; init; }

    /// <summary>
    /// The touchpoints to follow, at most <see cref="DriversMax"/>; null for the first so many that are met. Named here, what is met early takes no
    /// place from what matters.
    /// </summary>
    public IReadOnlyList<string>? Drivers { get; init; }

    /// <summary>Touchpoints followed for an outcome; grades at further ones are counted as left out.</summary>
    public const int DriversMax = 40;

    /// <summary>Whether it is no longer wanted: its figures are given up.</summary>
    public bool Ended { get; init; }

    /// <summary>What every workspace has without defining anything: any interaction with a recommendation is an outcome.</summary>
    public static OutcomeDefinition Recommendation { get; } = new() { Name = "Recommendation (NPS)", Kind = OutcomeKinds.Recommendation, Segment = "channel" };

    /// <summary>Id of <see cref="Recommendation"/>; a definition under it takes its place.</summary>
    public const string RecommendationId = "recommendation";
}

/// <summary>The kinds of outcome, as they are written.</summary>
public static class OutcomeKinds
{
    /// <summary>The NPS signal.</summary>
    public const string Recommendation = "recommendation";
    /// <summary>The grade at a touchpoint.</summary>
    public const string Grade = "grade";
    /// <summary>Whether the grade at a touchpoint is high.</summary>
    public const string TopBox = "top-box";
    /// <summary>A property of an interaction.</summary>
    public const string Property = "property";
    /// <summary>What an interaction brings in.</summary>
    public const string Revenue = "revenue";
    /// <summary>Somebody comes back in time.</summary>
    public const string Return = "return";
    /// <summary>Somebody does not come back in time.</summary>
    public const string Churn = "churn";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Recommendation, Grade, TopBox, Property, Revenue, Return, Churn];

    /// <summary>Whether an outcome of this kind is only known some time after the trip.</summary>
    public static bool IsAwaited(string kind) => kind is Return or Churn;
}

/// <summary>The JSON of outcomes, as it stands in the journal: source-generated.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(OutcomeDefinition))]
public sealed partial class OutcomeJson : JsonSerializerContext;
