using System.Text.Json;
using System.Text.Json.Serialization;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// A promise as it is written down: a strategic question in words, who and where it is about, what is measured, and what is
/// promised. Stored in the journal as JSON: members may be added, never renamed. <see cref="PromiseCheck"/> says whether it can be judged.
/// </summary>
/// <remarks>Members have setters because generated JSON readers forget the defaults of init-only ones; nobody changes one after it was read.</remarks>
public sealed record PromiseDefinition
{
    /// <summary>The question in words: what one wants to know.</summary>
    public string Question { get; set; } = "";

    /// <summary>The question in other languages, by their tag (<c>es</c>, <c>en</c>).</summary>
    public IReadOnlyDictionary<string, string> Translations { get; set; } = new Dictionary<string, string>();

    /// <summary>Why it matters, in words.</summary>
    public string? Rationale { get; set; }

    /// <summary><c>draft</c>, <c>running</c> or <c>ended</c>.</summary>
    public string State { get; set; } = PromiseWords.Draft;

    /// <summary>Whose interactions, and where, are evidence; without any condition all are.</summary>
    public PromiseFilter Where { get; set; } = new();

    /// <summary>What is measured.</summary>
    public PromiseMeasure Measure { get; set; } = new();

    /// <summary><c>at-least</c> or <c>at-most</c>: on which side of the target the promise is kept.</summary>
    public string Direction { get; set; } = PromiseWords.AtLeast;

    /// <summary>The target, on the measure's own scale: a grade 0–20, a share 0–1, a number between its bounds.</summary>
    public double Target { get; set; }

    /// <summary>The smallest difference worth acting on, on the same scale; the watch after a verdict looks for a change of at least this size.</summary>
    public double SmallestDifference { get; set; }

    /// <summary>Error level of each side, above 0 and at most 0.2.</summary>
    public double ErrorLevel { get; set; } = 0.05;

    /// <summary>Whether each answer counts by itself. By default the answers of one customer on one day count once, as their mean: else one loud customer is many.</summary>
    public bool EachAnswerCounts { get; set; }

    /// <summary>Days after which it is undecided; null for no such limit.</summary>
    public int? BudgetDays { get; set; }

    /// <summary>Observations after which it is undecided; null for no such limit.</summary>
    public long? BudgetObservations { get; set; }

    /// <summary>Two or more ways of doing it that are compared; null when nothing is compared.</summary>
    public PromiseArms? Arms { get; set; }

    /// <summary>What must not get worse meanwhile.</summary>
    public IReadOnlyList<PromiseGuardrail> Guardrails { get; set; } = [];

    /// <summary>When the evidence begins anew, so that the verdict speaks of now: <c>never</c>, <c>monthly</c> or <c>quarterly</c>.</summary>
    public string Reopens { get; set; } = "never";

    /// <summary>The watch after a verdict raises at most one false alarm in so many days on average, 1–3650.</summary>
    public int FalseAlarmDays { get; set; } = 90;

    /// <summary>The question in a language, or as it was written.</summary>
    public string QuestionIn(string language) => Translations.GetValueOrDefault(language) ?? Question;

    /// <summary>As the journal holds it.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this, PromiseJson.Default.PromiseDefinition);
}

/// <summary>Whose interactions, and where. Every list that is not empty must contain what the interaction says.</summary>
public sealed record PromiseFilter
{
    /// <summary>Names of touchpoints.</summary>
    public IReadOnlyList<string> Touchpoints { get; set; } = [];

    /// <summary>Channels: <c>web</c>, <c>in-person</c> …</summary>
    public IReadOnlyList<string> Channels { get; set; } = [];

    /// <summary>Names of staff members.</summary>
    public IReadOnlyList<string> Staff { get; set; } = [];

    /// <summary>Names of areas.</summary>
    public IReadOnlyList<string> Areas { get; set; } = [];

    /// <summary>Names of journeys.</summary>
    public IReadOnlyList<string> Journeys { get; set; } = [];

    /// <summary>Names of stages.</summary>
    public IReadOnlyList<string> Stages { get; set; } = [];

    /// <summary>Intents: <c>know</c>, <c>go</c>, <c>do</c>, <c>buy</c>.</summary>
    public IReadOnlyList<string> Intents { get; set; } = [];

    /// <summary>Names of sources.</summary>
    public IReadOnlyList<string> Sources { get; set; } = [];

    /// <summary><c>user</c> for customers who are known, <c>anonymous</c> for the others; null for all.</summary>
    public string? Identifier { get; set; }

    /// <summary>Top-level properties of the interaction and the text or number they must have.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; set; } = new Dictionary<string, string>();

    /// <summary>Top-level traits of the customer, as known when the interaction came, and what they must be.</summary>
    public IReadOnlyDictionary<string, string> Traits { get; set; } = new Dictionary<string, string>();
}

/// <summary>What is measured of each interaction.</summary>
public sealed record PromiseMeasure
{
    /// <summary><c>grade</c>, <c>share</c>, <c>number</c>, <c>nps</c>, <c>conversion</c> or <c>first-contact</c>.</summary>
    public string Kind { get; set; } = PromiseWords.Grade;

    /// <summary>For a share: the condition an interaction meets or not.</summary>
    public PromiseCondition? Condition { get; set; }

    /// <summary>For a number: the signal it is (<c>rating</c>, <c>nps</c>, <c>csat</c>, <c>ces</c>, <c>effort</c>, <c>waitSeconds</c>, <c>revenue</c>) or <c>property</c>.</summary>
    public string? Signal { get; set; }

    /// <summary>For a number out of the properties: which one.</summary>
    public string? Property { get; set; }

    /// <summary>For a number: the least it can be. Needed for properties, waits and revenue.</summary>
    public double? Min { get; set; }

    /// <summary>For a number: the most it can be; what lies outside is counted at the end of the scale.</summary>
    public double? Max { get; set; }

    /// <summary>For a conversion or first contact: the touchpoints at which the later event happens; for first contact none means those of the promise itself.</summary>
    public IReadOnlyList<string> Goal { get; set; } = [];

    /// <summary>For a conversion or first contact: hours in which it happens, 1–2160.</summary>
    public int? WithinHours { get; set; }

    /// <summary>Whether it is a share of interactions, 0–1: people read it in per cent.</summary>
    [JsonIgnore]
    public bool IsShare => Kind is PromiseWords.Share or PromiseWords.Conversion or PromiseWords.FirstContact;

    /// <summary>The data it needs, by the names under which they are sent.</summary>
    [JsonIgnore]
    public string Need => Kind switch
    {
        PromiseWords.Grade => "rating, nps, csat, ces, waitSeconds, outcome…",
        PromiseWords.Nps => "nps",
        PromiseWords.Number => Property ?? Signal ?? "",
        PromiseWords.Share => Condition switch
        {
            { Signal: "waitKept" } => "waitSeconds + promisedWaitSeconds",
            { Signal: "property", Property: { } property } => property,
            { } condition => condition.Signal,
            null => "",
        },
        _ => "userId",
    };
}

/// <summary>What an interaction meets or not. One that lacks the signal is no evidence either way.</summary>
public sealed record PromiseCondition
{
    /// <summary><c>waitSeconds</c>, <c>waitKept</c> (within the wait promised to the customer), <c>outcome</c>, <c>rating</c>, <c>nps</c>, <c>csat</c>, <c>ces</c>, <c>effort</c>, <c>reaction</c>, <c>revenue</c>, <c>grade</c> or <c>property</c>.</summary>
    public string Signal { get; set; } = "";

    /// <summary>For <c>property</c>: which one.</summary>
    public string? Property { get; set; }

    /// <summary><c>at-most</c>, <c>at-least</c>, <c>below</c>, <c>above</c> or <c>is</c>.</summary>
    public string Compare { get; set; } = PromiseWords.AtMost;

    /// <summary>The number compared with.</summary>
    public double? Value { get; set; }

    /// <summary>The word compared with, for outcomes, reactions and texts.</summary>
    public string? Text { get; set; }
}

/// <summary>Ways of doing it that are compared. The first is the one the others are compared with.</summary>
public sealed record PromiseArms
{
    /// <summary><c>property</c>, <c>staff</c>, <c>area</c> or <c>customer</c> (by a hash of the customer, so nobody chooses).</summary>
    public string By { get; set; } = "";

    /// <summary>For <c>property</c>: which one.</summary>
    public string? Property { get; set; }

    /// <summary>
    /// Whether chance decides who meets which arm, with the shares below. Always so by <c>customer</c>; by <c>property</c> when what sets the
    /// property draws lots. Then each customer counts once, for the arm met first, and the comparison is exact from the first one on.
    /// </summary>
    public bool Drawn { get; set; }

    /// <summary>
    /// A number known of a customer before the arm did anything, such as last year's spend: a property of the interaction, else a trait. What it explains
    /// is taken off both arms (CUPED), so that less data suffices. Null for none.
    /// </summary>
    public string? Before { get; set; }

    /// <summary>How arms are compared.</summary>
    [JsonIgnore]
    public ArmsMethod Method => Before is not null ? ArmsMethod.Adjusted : Drawn || By == "customer" ? ArmsMethod.Drawn : ArmsMethod.Observed;

    /// <summary>The arms, 2–8.</summary>
    public IReadOnlyList<PromiseArm> Items { get; set; } = [];
}

/// <summary>How arms are compared: one method for a promise, from its first observation to its last.</summary>
public enum ArmsMethod
{
    /// <summary>Assigned by chance: the randomised stream, exact at every sample size.</summary>
    Drawn = 1,
    /// <summary>As they came: the asymptotic sequence, which speaks after its burn-in.</summary>
    Observed = 2,
    /// <summary>The asymptotic sequence on outcomes less what a number from before explains (CUPED).</summary>
    Adjusted = 3,
}

/// <summary>One way of doing it.</summary>
public sealed record PromiseArm
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Values of the property, staff members or areas that mean it; not for <c>customer</c>.</summary>
    public IReadOnlyList<string> Values { get; set; } = [];

    /// <summary>The share of customers meant to meet it, 0–1; all shares add up to 1.</summary>
    public double Share { get; set; }
}

/// <summary>What must not get worse while a promise runs.</summary>
public sealed record PromiseGuardrail
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is measured: a grade, a share or a number.</summary>
    public PromiseMeasure Measure { get; set; } = new();

    /// <summary><c>at-least</c> or <c>at-most</c>.</summary>
    public string Direction { get; set; } = PromiseWords.AtLeast;

    /// <summary>The limit, on the measure's own scale.</summary>
    public double Limit { get; set; }
}

/// <summary>The closed words of promises, as they stand in JSON.</summary>
public static class PromiseWords
{
    /// <summary>Written, not running.</summary>
    public const string Draft = "draft";
    /// <summary>Every interaction is evidence.</summary>
    public const string Running = "running";
    /// <summary>Over; its evidence stays readable.</summary>
    public const string Ended = "ended";
    /// <summary>No verdict yet.</summary>
    public const string Open = "open";
    /// <summary>Proven to be kept.</summary>
    public const string Kept = "kept";
    /// <summary>Proven to be broken.</summary>
    public const string Broken = "broken";
    /// <summary>The budget is spent and nothing is proven.</summary>
    public const string Undecided = "undecided";
    /// <summary>The target or more.</summary>
    public const string AtLeast = "at-least";
    /// <summary>The target or less.</summary>
    public const string AtMost = "at-most";
    /// <summary>The mean grade.</summary>
    public const string Grade = "grade";
    /// <summary>The share of interactions that meet a condition.</summary>
    public const string Share = "share";
    /// <summary>The mean of a number.</summary>
    public const string Number = "number";
    /// <summary>The net promoter score, −1 to 1.</summary>
    public const string Nps = "nps";
    /// <summary>The share of interactions that a later event follows.</summary>
    public const string Conversion = "conversion";
    /// <summary>The share of interactions that no further contact follows.</summary>
    public const string FirstContact = "first-contact";
}

/// <summary>The JSON of promises: what the journal holds.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PromiseDefinition))]
internal sealed partial class PromiseJson : JsonSerializerContext;
