using System.Globalization;
using Veinte.Engine.Folds.Promises;

namespace Veinte.Server.Pages.Promises;

/// <summary>
/// A promise as the fields of a form, in the address of the page or in what is posted: the same fields are checked without saving
/// anything and saved. Percentages where people think in them.
/// </summary>
public sealed class PromiseForm(Func<string, IReadOnlyList<string>> fields)
{
    /// <summary>The measures on offer.</summary>
    public static readonly string[] Measures = ["grade", "waitKept", "wait", "outcome", "csat", "ces", "nps", "first-contact", "conversion", "number"];

    /// <summary>A measure that the form has no words for: it stays as it is.</summary>
    public const string Other = "other";

    /// <summary>The form as sent.</summary>
    public static PromiseForm Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> sent)
    {
        var all = sent.ToDictionary(field => field.Key, field => field.Value.OfType<string>().Where(value => value.Length > 0).ToList(), StringComparer.Ordinal);
        return new(name => all.GetValueOrDefault(name) ?? []);
    }

    /// <summary>The form that a promise would have been written by.</summary>
    public static PromiseForm Of(PromiseDefinition promise)
    {
        var measure = promise.Measure;
        var percent = measure.IsShare ? 100 : 1;
        var all = new Dictionary<string, IReadOnlyList<string>>
        {
            ["question"] = [promise.Question],
            ["rationale"] = [promise.Rationale ?? ""],
            ["touchpoint"] = promise.Where.Touchpoints,
            ["channel"] = promise.Where.Channels,
            ["staff"] = promise.Where.Staff,
            ["area"] = promise.Where.Areas,
            ["intent"] = promise.Where.Intents,
            ["journey"] = [Lines(promise.Where.Journeys)],
            ["stage"] = [Lines(promise.Where.Stages)],
            ["source"] = [Lines(promise.Where.Sources)],
            ["having"] = [Lines(promise.Where.Properties)],
            ["who"] = [promise.Where.Identifier ?? ""],
            ["trait"] = [Lines(promise.Where.Traits)],
            ["measure"] = [KeyOf(measure)],
            ["seconds"] = [Text(measure.Condition?.Value)],
            ["hours"] = [Text(measure.WithinHours)],
            ["goal"] = measure.Goal,
            ["property"] = [measure.Property ?? ""],
            ["min"] = [Text(measure.Min)],
            ["max"] = [Text(measure.Max)],
            ["direction"] = [promise.Direction],
            ["target"] = [Text(promise.Target * percent)],
            ["difference"] = [Text(promise.SmallestDifference * percent)],
            ["error"] = [Text(promise.ErrorLevel * 100)],
            ["days"] = [Text(promise.BudgetDays)],
            ["observations"] = [Text(promise.BudgetObservations)],
            ["reopens"] = [promise.Reopens],
            ["each"] = promise.EachAnswerCounts ? ["true"] : [],
            ["armsBy"] = [promise.Arms?.By ?? ""],
            ["armsProperty"] = [promise.Arms?.Property ?? ""],
            ["arms"] = [string.Join('\n', (promise.Arms?.Items ?? []).Select(arm => $"{arm.Name}; {Text(arm.Share * 100)}; {string.Join(", ", arm.Values)}"))],
            ["drawn"] = promise.Arms?.Drawn == true ? ["true"] : [],
            ["before"] = [promise.Arms?.Before ?? ""],
            ["guardrail"] = [Text(promise.Guardrails.FirstOrDefault(guardrail => guardrail.Measure.Kind == PromiseWords.Grade)?.Limit)],
        };
        return new(name => all.GetValueOrDefault(name) ?? []);
    }

    /// <summary>The first value of a field, or nothing.</summary>
    public string this[string name] => fields(name).FirstOrDefault() ?? "";

    /// <summary>Whether a field has a value.</summary>
    public bool Has(string name, string value) => fields(name).Contains(value);

    /// <summary>All values of a field.</summary>
    public IReadOnlyList<string> All(string name) => fields(name);

    /// <summary>The promise the fields say; what cannot be read is left out and found by the check.</summary>
    /// <param name="state">The state it is to have.</param>
    /// <param name="before">The version it changes: what the form has no field for stays as it was.</param>
    public PromiseDefinition Read(string state, PromiseDefinition? before = null)
    {
        before ??= new();
        var measure = this["measure"] == Other ? before.Measure : ReadMeasure();
        var percent = measure.IsShare ? 0.01 : 1;
        return new()
        {
            Question = this["question"].Trim(),
            // A question that was changed is no longer the translated one.
            Translations = this["question"].Trim() == before.Question ? before.Translations : new Dictionary<string, string>(),
            Rationale = this["rationale"].Trim() is { Length: > 0 } why ? why : null,
            State = state,
            Where = new()
            {
                Touchpoints = fields("touchpoint"),
                Channels = fields("channel"),
                Staff = fields("staff"),
                Areas = fields("area"),
                Intents = fields("intent"),
                Journeys = Several(this["journey"]),
                Stages = Several(this["stage"]),
                Sources = Several(this["source"]),
                Properties = Pairs(this["having"]),
                Identifier = this["who"] is { Length: > 0 } who ? who : null,
                Traits = Pairs(this["trait"]),
            },
            Measure = measure,
            Direction = this["direction"] is { Length: > 0 } direction ? direction : PromiseWords.AtLeast,
            Target = (Number("target") ?? double.NaN) * percent is var target && double.IsFinite(target) ? Math.Round(target, 9) : 0,
            SmallestDifference = Math.Round((Number("difference") ?? 0) * percent, 9),
            ErrorLevel = Math.Round((Number("error") ?? 0) / 100, 9),
            EachAnswerCounts = Has("each", "true"),
            BudgetDays = Whole("days"),
            BudgetObservations = Whole("observations"),
            Reopens = this["reopens"] is { Length: > 0 } reopens ? reopens : "never",
            Arms = ReadArms(),
            Guardrails =
            [
                .. before.Guardrails.Where(guardrail => guardrail.Measure.Kind != PromiseWords.Grade),
                .. Number("guardrail") is { } limit ? [new PromiseGuardrail { Name = "grade", Measure = new() { Kind = PromiseWords.Grade }, Limit = limit }] : Array.Empty<PromiseGuardrail>(),
            ],
            FalseAlarmDays = before.FalseAlarmDays,
        };
    }

    private PromiseMeasure ReadMeasure() => this["measure"] switch
    {
        "waitKept" => Share(new() { Signal = "waitKept" }),
        "wait" => Share(new() { Signal = "waitSeconds", Compare = PromiseWords.AtMost, Value = Number("seconds") }),
        "outcome" => Share(new() { Signal = "outcome", Compare = "is", Text = "success" }),
        "csat" or "ces" => new() { Kind = PromiseWords.Number, Signal = this["measure"] },
        "nps" => new() { Kind = PromiseWords.Nps },
        "first-contact" => new() { Kind = PromiseWords.FirstContact, WithinHours = Whole("hours") },
        "conversion" => new() { Kind = PromiseWords.Conversion, WithinHours = Whole("hours"), Goal = fields("goal") },
        "number" => new() { Kind = PromiseWords.Number, Signal = "property", Property = this["property"].Trim(), Min = Number("min"), Max = Number("max") },
        _ => new() { Kind = PromiseWords.Grade },
    };

    private PromiseArms? ReadArms()
    {
        if (this["armsBy"] is not { Length: > 0 } by) return null;
        var items = this["arms"].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line =>
        {
            var parts = line.Split(';', StringSplitOptions.TrimEntries);
            return new PromiseArm
            {
                Name = parts[0],
                Share = Math.Round((ReadNumber(parts.ElementAtOrDefault(1)) ?? 0) / 100, 9),
                Values = by == "customer" ? [] : [.. (parts.ElementAtOrDefault(2) ?? parts[0]).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            };
        });
        return new()
        {
            By = by,
            Property = this["armsProperty"].Trim() is { Length: > 0 } property ? property : null,
            Drawn = Has("drawn", "true"),
            Before = this["before"].Trim() is { Length: > 0 } before ? before : null,
            Items = [.. items],
        };
    }

    private static PromiseMeasure Share(PromiseCondition condition) => new() { Kind = PromiseWords.Share, Condition = condition };

    private static string KeyOf(PromiseMeasure measure) => measure switch
    {
        { Kind: PromiseWords.Share, Condition: { Signal: "waitSeconds", Compare: PromiseWords.AtMost } } => "wait",
        { Kind: PromiseWords.Share, Condition: { Signal: "outcome", Text: "success" } } => "outcome",
        { Kind: PromiseWords.Share, Condition.Signal: "waitKept" } => "waitKept",
        { Kind: PromiseWords.Number, Signal: "csat" or "ces", Min: null, Max: null } => measure.Signal,
        { Kind: PromiseWords.Share } or { Kind: PromiseWords.Number, Signal: not "property" } => Other,
        _ => measure.Kind,
    };

    /// <summary>Whether any of the conditions that are seldom needed is set.</summary>
    public bool HasSeldom => Seldom.Any(name => fields(name).Any(value => value.Length > 0));

    private static readonly string[] Seldom = ["journey", "stage", "intent", "source", "having", "trait"];

    private static string[] Several(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // What has no value stays, so that the check finds it: dropped, it would silently widen the promise to everybody.
    private static Dictionary<string, string> Pairs(string text) => Several(text).Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
        .GroupBy(pair => pair[0]).ToDictionary(same => same.Key, same => same.First().ElementAtOrDefault(1) ?? "");

    private static string Lines(IEnumerable<string> names) => string.Join("; ", names);

    private static string Lines(IReadOnlyDictionary<string, string> pairs) => Lines(pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private double? Number(string name) => ReadNumber(this[name]);

    private int? Whole(string name) => Number(name) is { } number && Math.Abs(number) < int.MaxValue ? (int)Math.Round(number) : null;

    // A comma is a point for whoever writes Spanish; nobody writes thousands here.
    private static double? ReadNumber(string? text) =>
        double.TryParse(text?.Trim().Replace(',', '.').Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Text(double? number) => number is { } value ? Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture) : "";
}
