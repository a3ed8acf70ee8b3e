using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// Says what is wrong with a promise before it is written into the journal, field by field, in the reader's language: what
/// passes can be judged. Pure.
/// </summary>
public static class PromiseCheck
{
    private const int QuestionMax = 300, RationaleMax = 2_000, NamesMax = 50, NameMax = 200, ArmsMax = 8, GuardrailsMax = 5, HoursMax = 2_160;

    /// <summary>Problems of a promise, each at its field; empty when it can be judged.</summary>
    /// <param name="promise">The promise.</param>
    /// <param name="touchpoints">Touchpoints that are known, or null when that cannot be said.</param>
    /// <param name="spanish">Whether to speak Spanish, else English.</param>
    public static IReadOnlyList<PromiseProblem> Of(PromiseDefinition promise, IReadOnlyCollection<string>? touchpoints, bool spanish)
    {
        var found = new Found(spanish);
        var question = promise.Question.Trim();
        if (question.Length == 0) found.Add("question", "Falta la pregunta: escriba en una frase qué quiere saber.", "The question is missing: write in one sentence what you want to know.");
        else if (question.Length > QuestionMax) found.Add("question", $"La pregunta pasa de {QuestionMax} caracteres.", $"The question is longer than {QuestionMax} characters.");
        if (promise.Rationale?.Length > RationaleMax) found.Add("rationale", $"El porqué pasa de {RationaleMax} caracteres.", $"The rationale is longer than {RationaleMax} characters.");
        if (promise.Translations.Count > 5 || promise.Translations.Any(pair => pair.Key.Length is 0 or > 10 || pair.Value.Length is 0 or > QuestionMax))
            found.Add("translations", $"Como mucho 5 traducciones de 1 a {QuestionMax} caracteres.", $"At most 5 translations of 1 to {QuestionMax} characters.");
        if (promise.State is not (PromiseWords.Draft or PromiseWords.Running or PromiseWords.Ended))
            found.Add("state", "El estado es draft, running o ended.", "The state is draft, running or ended.");
        Where(promise.Where, touchpoints, found);
        Measure("measure", promise.Measure, touchpoints, found);
        Target(promise, found);
        Level(promise, found);
        if (promise.Arms is { } arms) Arms(promise, arms, found);
        Guardrails(promise.Guardrails, touchpoints, found);
        return found.Problems;
    }

    private static void Where(PromiseFilter where, IReadOnlyCollection<string>? known, Found found)
    {
        Touchpoints("where.touchpoints", where.Touchpoints, known, found);
        foreach (var channel in where.Channels)
            if (!WordNames.TryParse(channel, out Channel _))
                found.Add("where.channels", $"«{channel}» no es un canal.", $"'{channel}' is not a channel.");
        foreach (var intent in where.Intents)
            if (!WordNames.TryParse(intent, out Intent _))
                found.Add("where.intents", $"«{intent}» no es una intención: know, go, do, buy.", $"'{intent}' is not an intent: know, go, do, buy.");
        if (where.Identifier is not (null or "user" or "anonymous"))
            found.Add("where.identifier", "Los clientes son user (conocidos) o anonymous (anónimos).", "Customers are user (known) or anonymous.");
        foreach (var (field, pairs) in ((string, IReadOnlyDictionary<string, string>)[])[("where.properties", where.Properties), ("where.traits", where.Traits)])
            foreach (var (name, _) in pairs.Where(pair => pair.Value.Length == 0))
                found.Add(field, $"Falta el valor de «{name}»: escriba {name}=valor.", $"The value of '{name}' is missing: write {name}=value.");
        foreach (var (field, names) in ((string, IReadOnlyCollection<string>)[])[
            ("where.staff", where.Staff), ("where.areas", where.Areas), ("where.journeys", where.Journeys), ("where.stages", where.Stages),
            ("where.sources", where.Sources), ("where.properties", [.. where.Properties.Keys, .. where.Properties.Values.Where(value => value.Length > 0)]), ("where.traits", [.. where.Traits.Keys, .. where.Traits.Values.Where(value => value.Length > 0)])])
        {
            if (names.Count > NamesMax * 2 || names.Any(name => name.Length is 0 or > NameMax))
                found.Add(field, $"Como mucho {NamesMax} nombres, cada uno de 1 a {NameMax} caracteres.", $"At most {NamesMax} names, each of 1 to {NameMax} characters.");
        }
    }

    private static void Touchpoints(string field, IReadOnlyList<string> names, IReadOnlyCollection<string>? known, Found found)
    {
        if (names.Count > NamesMax) found.Add(field, $"Como mucho {NamesMax} puntos de contacto.", $"At most {NamesMax} touchpoints.");
        if (known is null) return;
        foreach (var name in names.Where(name => !known.Contains(name)).Take(3))
        {
            var near = known.Where(candidate => candidate.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(candidate, StringComparison.OrdinalIgnoreCase)
                || candidate.Split(' ')[0].Equals(name.Split(' ')[0], StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Take(3).ToList();
            var (es, en) = near.Count == 0 ? ("", "") : ($" ¿Quería decir {string.Join(", ", near)}?", $" Did you mean {string.Join(", ", near)}?");
            found.Add(field,
                $"No se conoce el punto de contacto «{name}»: aún no ha llegado ninguna interacción suya.{es}",
                $"The touchpoint '{name}' is not known: no interaction of it has come yet.{en}");
        }
    }

    private static void Measure(string field, PromiseMeasure measure, IReadOnlyCollection<string>? known, Found found)
    {
        switch (measure.Kind)
        {
            case PromiseWords.Grade or PromiseWords.Nps: break;
            case PromiseWords.Share: Condition(field + ".condition", measure.Condition, found); break;
            case PromiseWords.Number: Number(field, measure, found); break;
            case PromiseWords.Conversion or PromiseWords.FirstContact:
                if (measure.WithinHours is not (>= 1 and <= HoursMax))
                    found.Add(field + ".withinHours", $"El plazo va de 1 a {HoursMax} horas (90 días).", $"The window is 1 to {HoursMax} hours (90 days).");
                if (measure.Kind == PromiseWords.Conversion && measure.Goal.Count == 0)
                    found.Add(field + ".goal", "Falta el punto de contacto en el que se cumple.", "The touchpoint at which it converts is missing.");
                Touchpoints(field + ".goal", measure.Goal, known, found);
                break;
            default:
                found.Add(field + ".kind", "La medida es grade, share, number, nps, conversion o first-contact.", "The measure is grade, share, number, nps, conversion or first-contact.");
                break;
        }
    }

    private static void Condition(string field, PromiseCondition? condition, Found found)
    {
        if (condition is null)
        {
            found.Add(field, "Falta la condición.", "The condition is missing.");
            return;
        }
        if (!PromiseSignals.IsCondition(condition.Signal))
            found.Add(field + ".signal", $"«{condition.Signal}» no es una señal.", $"'{condition.Signal}' is not a signal.");
        if (condition.Signal == "property" && string.IsNullOrWhiteSpace(condition.Property)) found.Add(field + ".property", "Falta el nombre de la propiedad.", "The property's name is missing.");
        if (condition.Signal == "waitKept") return;
        var words = condition.Signal is "outcome" or "reaction" || condition is { Signal: "property", Compare: "is", Text: not null };
        if (words ? string.IsNullOrEmpty(condition.Text) || condition.Compare != "is" : condition.Value is not { } value || !double.IsFinite(value))
        {
            found.Add(field + (words ? ".text" : ".value"),
                words ? "Falta la palabra con la que se compara (con «is»)." : "Falta el número con el que se compara.",
                words ? "The word to compare with is missing (with 'is')." : "The number to compare with is missing.");
        }
        else if ((condition.Signal == "outcome" && !WordNames.TryParse(condition.Text!, out Outcome _)) || (condition.Signal == "reaction" && !WordNames.TryParse(condition.Text!, out Reaction _)))
            found.Add(field + ".text", $"«{condition.Text}» no es un valor de esa señal.", $"'{condition.Text}' is no value of that signal.");
        if (condition.Compare is not (PromiseWords.AtLeast or PromiseWords.AtMost or "below" or "above" or "is"))
            found.Add(field + ".compare", "Se compara con at-least, at-most, below, above o is.", "Compare with at-least, at-most, below, above or is.");
    }

    private static void Number(string field, PromiseMeasure measure, Found found)
    {
        if (!PromiseSignals.IsNumber(measure.Signal)) found.Add(field + ".signal", $"«{measure.Signal}» no es un número que se reciba.", $"'{measure.Signal}' is not a number that is received.");
        if (measure.Signal == "property" && string.IsNullOrWhiteSpace(measure.Property)) found.Add(field + ".property", "Falta el nombre de la propiedad.", "The property's name is missing.");
        if (PromiseScale.Of(measure, PromiseWords.AtLeast) is null)
            found.Add(field + ".min", "Diga entre qué números puede estar: un mínimo y un máximo mayor. Sin límites no hay garantía.", "Say between which numbers it can be: a minimum and a greater maximum. Without bounds there is no guarantee.");
    }

    private static void Target(PromiseDefinition promise, Found found)
    {
        if (promise.Direction is not (PromiseWords.AtLeast or PromiseWords.AtMost))
            found.Add("direction", "El sentido es at-least o at-most.", "The direction is at-least or at-most.");
        if (PromiseScale.Of(promise.Measure, promise.Direction) is not { } scale) return;
        // Shares are told in per cent, as people read and type them.
        string Said(double value) => promise.Measure.IsShare ? $"{value * 100:0.###} %" : $"{value:0.###}";
        if (!(promise.Target > scale.Min && promise.Target < scale.Max))
            found.Add("target",
                $"El objetivo {Said(promise.Target)} queda fuera de la escala: debe estar entre {Said(scale.Min)} y {Said(scale.Max)}, sin los extremos. En un extremo ninguna interacción podría contradecirlo.",
                $"The target {Said(promise.Target)} is outside the scale: it must lie between {Said(scale.Min)} and {Said(scale.Max)}, ends excluded. At an end no interaction could speak against it.");
        else if (!(promise.SmallestDifference > 0) || scale.Length(promise.SmallestDifference) >= scale.In(promise.Target))
            found.Add("smallestDifference",
                $"La diferencia mínima debe ser mayor que 0 y menor que la distancia del objetivo al extremo malo de la escala ({Said(scale.In(promise.Target) * (scale.Max - scale.Min))}).",
                $"The smallest difference must be above 0 and below the distance from the target to the bad end of the scale ({Said(scale.In(promise.Target) * (scale.Max - scale.Min))}).");
    }

    private static void Level(PromiseDefinition promise, Found found)
    {
        if (!(promise.ErrorLevel is >= 0.0001 and <= 0.2))
            found.Add("errorLevel",
                "El nivel de error va de 0,01 % a 20 %. Con 0 nunca habría veredicto: ninguna cantidad de datos da certeza absoluta.",
                "The error level is 0.01 % to 20 % (0.0001 to 0.2). At 0 there would never be a verdict: no amount of data makes certain.");
        if (promise.BudgetDays is < 1 or > 3_650) found.Add("budgetDays", "El plazo va de 1 a 3650 días.", "The budget is 1 to 3650 days.");
        if (promise.BudgetObservations is < 10 or > 100_000_000) found.Add("budgetObservations", "El máximo de observaciones va de 10 a 100 millones.", "The budget is 10 to 100 million observations.");
        if (promise.Reopens is not ("never" or "monthly" or "quarterly")) found.Add("reopens", "Se reabre never, monthly o quarterly.", "It reopens never, monthly or quarterly.");
        if (promise.FalseAlarmDays is < 1 or > 3_650) found.Add("falseAlarmDays", "De 1 a 3650 días entre falsas alarmas.", "1 to 3650 days between false alarms.");
    }

    private static void Arms(PromiseDefinition promise, PromiseArms arms, Found found)
    {
        if (promise.EachAnswerCounts && arms.Method == ArmsMethod.Drawn)
            found.Add("eachAnswerCounts", "Con variantes por sorteo cada cliente cuenta una vez: el sorteo es por cliente, no por respuesta.", "With arms drawn by lot each customer counts once: lots are drawn for customers, not for answers.");
        if (arms is { Drawn: true, By: "staff" or "area" })
            found.Add("arms.drawn", "Un sorteo decide por customer o por property; personal y área no se sortean para cada cliente.", "Lots decide by customer or by property; staff and area are not drawn for each customer.");
        if (arms.Before is { Length: 0 or > NameMax })
            found.Add("arms.before", $"El nombre tiene de 1 a {NameMax} caracteres.", $"The name has 1 to {NameMax} characters.");
        else if (arms.Before is not null && promise.Measure is { Kind: PromiseWords.Conversion or PromiseWords.FirstContact })
            found.Add("arms.before", "El número de antes no se puede usar con un resultado que se conoce más tarde: mida share, number, nps o grade.", "A number from before cannot be used with an outcome that is known later: measure share, number, nps or grade.");
        if (arms.By is not ("property" or "staff" or "area" or "customer"))
            found.Add("arms.by", "Las variantes se reparten por property, staff, area o customer.", "Arms are told apart by property, staff, area or customer.");
        if (arms.By == "property" && string.IsNullOrWhiteSpace(arms.Property)) found.Add("arms.property", "Falta el nombre de la propiedad.", "The property's name is missing.");
        if (arms.Items.Count is < 2 or > ArmsMax)
        {
            found.Add("arms.items", $"Se comparan de 2 a {ArmsMax} variantes.", $"2 to {ArmsMax} arms are compared.");
            return;
        }
        if (arms.Items.Any(arm => string.IsNullOrWhiteSpace(arm.Name) || arm.Name.Length > NameMax) || arms.Items.DistinctBy(arm => arm.Name).Count() < arms.Items.Count)
            found.Add("arms.items", "Cada variante tiene un nombre propio y distinto.", "Every arm has a name of its own.");
        var sum = arms.Items.Sum(arm => arm.Share);
        if (arms.Items.Any(arm => !(arm.Share is > 0 and < 1)) || !(Math.Abs(sum - 1) <= 0.001))
            found.Add("arms.items", $"Las proporciones de las variantes deben sumar 100 % y suman {sum * 100:0.##} %.", $"The shares of the arms must add up to 100 %, and they add up to {sum * 100:0.##} %.");
        if (arms.By != "customer" && (arms.Items.Any(arm => arm.Values.Count == 0) || arms.Items.SelectMany(arm => arm.Values).GroupBy(value => value).Any(same => same.Count() > 1)))
            found.Add("arms.items", "Cada variante necesita sus valores, y ninguno puede estar en dos.", "Every arm needs its values, and none may be in two.");
    }

    private static void Guardrails(IReadOnlyList<PromiseGuardrail> guardrails, IReadOnlyCollection<string>? known, Found found)
    {
        if (guardrails.Count > GuardrailsMax) found.Add("guardrails", $"Como mucho {GuardrailsMax} salvaguardas.", $"At most {GuardrailsMax} guardrails.");
        for (var i = 0; i < guardrails.Count; i++)
        {
            var (guardrail, field) = (guardrails[i], $"guardrails[{i}]");
            if (string.IsNullOrWhiteSpace(guardrail.Name)) found.Add(field + ".name", "Falta el nombre.", "The name is missing.");
            if (guardrail.Measure.Kind is PromiseWords.Conversion or PromiseWords.FirstContact)
                found.Add(field + ".measure.kind", "Una salvaguarda mide grade, share, number o nps.", "A guardrail measures grade, share, number or nps.");
            else Measure(field + ".measure", guardrail.Measure, known, found);
            if (PromiseScale.Of(guardrail.Measure, guardrail.Direction) is { } scale && !(guardrail.Limit > scale.Min && guardrail.Limit < scale.Max))
                found.Add(field + ".limit", "El límite queda fuera de la escala.", "The limit is outside the scale.");
        }
    }

    private sealed class Found(bool spanish)
    {
        public List<PromiseProblem> Problems { get; } = [];

        public void Add(string field, string inSpanish, string inEnglish) => Problems.Add(new(field, spanish ? inSpanish : inEnglish));
    }
}

/// <summary>One thing that is wrong with a promise.</summary>
/// <param name="Field">Path of the member, such as <c>arms.items</c>.</param>
/// <param name="Problem">What is wrong and what to do, for people.</param>
public sealed record PromiseProblem(string Field, string Problem);
