using System.Globalization;
using Veinte.Engine.Folds.Promises;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Promises;

/// <summary>Says a promise as a sentence, and its figures on the measure's own scale.</summary>
public static class PromiseWording
{
    // What a draft does not say yet.
    private const string Missing = "…";

    /// <summary>A figure of the measure, as a reader writes it.</summary>
    public static string Figure(double? value, PromiseMeasure measure, Formats show) => value is not { } number ? "–"
        : measure.IsShare ? show.Exact(Math.Round(number * 100, 1)) + " %"
        : measure.Kind == PromiseWords.Grade ? show.Grade(number) : show.Exact(Math.Round(number, 2));

    /// <summary>A difference with its sign.</summary>
    public static string Signed(double value, PromiseMeasure measure, Formats show) => (value > 0 ? "+" : "") + Figure(value, measure, show);

    /// <summary>The promise as one sentence.</summary>
    public static string Sentence(PromiseDefinition promise, bool spanish, Formats show)
    {
        var (target, difference) = (Figure(promise.Target, promise.Measure, show), Figure(promise.SmallestDifference, promise.Measure, show));
        var side = promise.Direction == PromiseWords.AtMost ? spanish ? "como mucho" : "at most" : spanish ? "como mínimo" : "at least";
        var where = Where(promise.Where, spanish);
        var error = show.Exact(promise.ErrorLevel * 100);
        if (promise.Arms is { Items.Count: > 1 } arms) return Comparison(promise, arms, difference, error, spanish);
        return spanish
            ? $"Prometemos que {What(promise.Measure, true)} {where} será {side} de {target}. Diremos «cumplida» o «incumplida» con un error de {error} % como mucho; importa una diferencia de {difference} o más."
            : $"We promise that {What(promise.Measure, false)} {where} will be {side} {target}. We will say kept or broken with an error of at most {error} %; a difference of {difference} or more matters.";
    }

    private static string Comparison(PromiseDefinition promise, PromiseArms arms, string difference, string error, bool spanish)
    {
        var (names, more) = (string.Join(", ", arms.Items.Select(arm => spanish ? $"«{arm.Name}»" : $"“{arm.Name}”")), promise.Direction != PromiseWords.AtMost);
        return spanish
            ? $"Comparamos {names}: en cuál es {(more ? "mayor" : "menor")} {What(promise.Measure, true)} {Where(promise.Where, true)}. Diremos que una es mejor que «{arms.Items[0].Name}», o que ninguna lo es lo bastante, con un error de {error} % como mucho; importa una diferencia de {difference} o más."
            : $"We compare {names}: with which {What(promise.Measure, false)} {Where(promise.Where, false)} is {(more ? "higher" : "lower")}. We will say that one is better than “{arms.Items[0].Name}”, or that none gains enough, with an error of at most {error} %; a difference of {difference} or more matters.";
    }

    /// <summary>What is measured, in words.</summary>
    public static string What(PromiseMeasure measure, bool spanish)
    {
        var condition = measure.Condition;
        var hours = measure.WithinHours?.ToString(CultureInfo.InvariantCulture) ?? Missing;
        return measure.Kind switch
        {
            PromiseWords.Grade => spanish ? "la nota media" : "the mean grade",
            PromiseWords.Nps => spanish ? "la recomendación neta (NPS)" : "the net promoter score",
            PromiseWords.Conversion => spanish ? $"la parte que llega a {Names(measure.Goal, true)} en {hours} horas" : $"the share that reaches {Names(measure.Goal, false)} within {hours} hours",
            PromiseWords.FirstContact => spanish ? $"la parte resuelta al primer contacto (sin otro contacto en {hours} horas)" : $"the share resolved at first contact (no further contact within {hours} hours)",
            PromiseWords.Number when measure.Signal == "csat" => spanish ? "la satisfacción media (CSAT)" : "the mean satisfaction (CSAT)",
            PromiseWords.Number when measure.Signal == "ces" => spanish ? "la facilidad media (CES)" : "the mean ease (CES)",
            PromiseWords.Number => spanish ? $"la media de {measure.Property ?? measure.Signal}" : $"the mean of {measure.Property ?? measure.Signal}",
            _ => condition switch
            {
                { Signal: "waitKept" } => spanish ? "la parte atendida dentro de la espera prometida" : "the share served within the promised wait",
                { Signal: "waitSeconds" } => spanish ? $"la parte que espera {Number(condition.Value)} segundos o menos" : $"the share that waits {Number(condition.Value)} seconds or less",
                { Signal: "outcome" } => spanish ? $"la parte con resultado «{condition.Text switch { "success" => "conseguido", "partial" => "a medias", "failure" => "fallido", _ => condition.Text }}»" : $"the share with outcome “{condition.Text}”",
                { } other => spanish ? $"la parte en la que {other.Property ?? other.Signal} es {other.Text ?? Compared(other, true)}" : $"the share in which {other.Property ?? other.Signal} is {other.Text ?? Compared(other, false)}",
                null => spanish ? "la parte que cumple la condición" : "the share that meets the condition",
            },
        };
    }

    /// <summary>Where it is looked, as a sentence of its own.</summary>
    public static string Place(PromiseFilter where, bool spanish) => (spanish ? "Se mira " : "Looked at ") + Where(where, spanish) + ".";

    private static string Where(PromiseFilter where, bool spanish)
    {
        var parts = new List<string>();
        if (where.Touchpoints.Count > 0) parts.Add((spanish ? "en " : "at ") + Names(where.Touchpoints, spanish));
        if (where.Areas.Count > 0) parts.Add((spanish ? "del área " : "in the area ") + Names(where.Areas, spanish));
        if (where.Journeys.Count > 0) parts.Add((spanish ? "en el recorrido " : "on the journey ") + Names(where.Journeys, spanish));
        if (where.Stages.Count > 0) parts.Add((spanish ? "en la etapa " : "at the stage ") + Names(where.Stages, spanish));
        if (where.Channels.Count > 0) parts.Add((spanish ? "por " : "by ") + Names(where.Channels, spanish));
        if (where.Staff.Count > 0) parts.Add((spanish ? "con " : "with ") + Names(where.Staff, spanish));
        if (where.Intents.Count > 0) parts.Add((spanish ? "con intención de " : "with the intent ") + Names([.. where.Intents.Select(intent => Intent(intent, spanish))], spanish));
        if (where.Sources.Count > 0) parts.Add((spanish ? "llegadas por " : "received from ") + Names(where.Sources, spanish));
        if (where.Identifier is { } kind) parts.Add(kind == "user" ? spanish ? "para clientes conocidos" : "for known customers" : spanish ? "para anónimos" : "for anonymous customers");
        foreach (var (name, value) in where.Traits.Concat(where.Properties)) parts.Add($"({name} = {(value.Length == 0 ? Missing : value)})");
        return parts.Count == 0 ? spanish ? "en todas las interacciones" : "over all interactions" : string.Join(", ", parts);
    }

    private static string Names(IReadOnlyList<string> names, bool spanish) => names.Count switch
    {
        0 => spanish ? "otro punto" : "another touchpoint",
        1 => names[0],
        <= 3 => string.Join(", ", names.SkipLast(1)) + (spanish ? " o " : " or ") + names[^1],
        _ => string.Join(", ", names.Take(3)) + (spanish ? $" o {names.Count - 3} más" : $" or {names.Count - 3} more"),
    };

    private static string Intent(string intent, bool spanish) => (intent, spanish) switch
    {
        ("know", true) => "saber", ("go", true) => "ir", ("do", true) => "hacer", ("buy", true) => "comprar",
        ("know", false) => "to know", ("go", false) => "to go", ("do", false) => "to do", ("buy", false) => "to buy",
        _ => intent,
    };

    private static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? Missing;

    private static string Compared(PromiseCondition condition, bool spanish) => condition.Compare switch
    {
        PromiseWords.AtMost => spanish ? $"{Number(condition.Value)} como mucho" : $"{Number(condition.Value)} at most",
        PromiseWords.AtLeast => spanish ? $"{Number(condition.Value)} como mínimo" : $"{Number(condition.Value)} at least",
        "below" => spanish ? $"menor que {Number(condition.Value)}" : $"below {Number(condition.Value)}",
        "above" => spanish ? $"mayor que {Number(condition.Value)}" : $"above {Number(condition.Value)}",
        _ => $"{Number(condition.Value)}",
    };
}
