using System.Text;
using System.Text.Json;
using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>What came of reading an outcome's definition: the definition, or everything that is wrong with it.</summary>
/// <param name="Outcome">The definition, or null when there are errors.</param>
/// <param name="Errors">The errors; empty when it was read.</param>
public sealed record OutcomeReading(OutcomeDefinition? Outcome, IReadOnlyList<OutcomeError> Errors)
{
    private const int NameMax = 120;
    private const int TextMax = 500;

    /// <summary>Reads and checks a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="language"><c>es</c> or <c>en</c>: the language of the errors.</param>
    public static OutcomeReading Of(JsonElement document, string language)
    {
        OutcomeDefinition? read;
        try
        {
            read = document.Deserialize(OutcomeJson.Default.OutcomeDefinition);
        }
        catch (JsonException wrong)
        {
            return new(null, [new("", language == "es" ? $"No es una definición: {wrong.Message}" : $"This is no definition: {wrong.Message}")]);
        }
        return read is null ? new(null, [new("", language == "es" ? "La definición está vacía." : "The definition is empty.")]) : Check(read, language);
    }

    /// <summary>Checks a definition that has been put together.</summary>
    public static OutcomeReading Check(OutcomeDefinition outcome, string language)
    {
        var errors = new List<OutcomeError>();
        var es = language == "es";
        var awaited = OutcomeKinds.IsAwaited(outcome.Kind);
        Refuse(string.IsNullOrWhiteSpace(outcome.Name) || outcome.Name.Length > NameMax, "name",
            $"Indique un nombre de 1 a {NameMax} caracteres.", $"Give it a name of 1 to {NameMax} characters.");
        Refuse(!OutcomeKinds.All.Contains(outcome.Kind), "kind",
            $"«{outcome.Kind}» no es un tipo de resultado. Elija uno: {string.Join(", ", OutcomeKinds.All)}.",
            $"'{outcome.Kind}' is no kind of outcome. Choose one: {string.Join(", ", OutcomeKinds.All)}.");
        Refuse(outcome.Touchpoint is { } place && (string.IsNullOrWhiteSpace(place) || Encoding.UTF8.GetByteCount(place) > TextMax), "touchpoint",
            $"El nombre del punto de contacto ha de tener de 1 a {TextMax} bytes.", $"The touchpoint's name must have 1 to {TextMax} bytes.");
        Refuse(outcome is { Touchpoint: null, Kind: OutcomeKinds.Grade or OutcomeKinds.TopBox or OutcomeKinds.Property }, "touchpoint",
            "Indique en qué punto de contacto se da este resultado.", "Say at which touchpoint this outcome is met.");
        Refuse(outcome.Kind == OutcomeKinds.Property && string.IsNullOrWhiteSpace(outcome.Property), "property",
            "Indique qué propiedad lleva el resultado, por ejemplo «satisfied».", "Say which property carries the outcome, such as 'satisfied'.");
        Refuse(outcome.Property?.Length > TextMax, "property", "El nombre es demasiado largo.", "The name is too long.");
        Refuse(outcome.TopGrade is { } top && !(top is > 0 and <= 20), "topGrade",
            "La nota mínima ha de ser mayor que 0 y como mucho 20.", "The least grade must be above 0 and at most 20.");
        Refuse(outcome.Intent is { } intent && !WordNames.TryParse(intent, out Intent _), "intent",
            "La intención ha de ser know, go, do o buy.", "The intent must be know, go, do or buy.");
        Days(outcome.WithinDays, "withinDays");
        Days(outcome.GapDays, "gapDays");
        Days(outcome.WindowDays, "windowDays");
        Refuse(awaited && (outcome.GapDays ?? OutcomeDefinition.GapDaysDefault) >= Within(outcome), "gapDays",
            $"El silencio que acaba un viaje ({outcome.GapDays ?? OutcomeDefinition.GapDaysDefault} días) ha de ser más corto que el plazo para volver ({Within(outcome)} días).",
            $"The silence that ends a trip ({outcome.GapDays ?? OutcomeDefinition.GapDaysDefault} days) must be shorter than the time to come back ({Within(outcome)} days).");
        Refuse(outcome.Drivers is { } drivers && (drivers.Count > OutcomeDefinition.DriversMax || drivers.Distinct(StringComparer.Ordinal).Count() < drivers.Count
                || drivers.Any(name => string.IsNullOrWhiteSpace(name) || Encoding.UTF8.GetByteCount(name) > TextMax)), "drivers",
            $"Nombre como mucho {OutcomeDefinition.DriversMax} puntos de contacto, cada uno una vez.", $"Name at most {OutcomeDefinition.DriversMax} touchpoints, each once.");
        Refuse(outcome.Segment is { } by && by is not ("channel" or "intent" or "area") && !(by.StartsWith("property:", StringComparison.Ordinal) && by.Length is > 9 and < TextMax),
            "segment", "Se puede dividir por channel, intent, area o property:NOMBRE.", "It can be divided by channel, intent, area or property:NAME.");
        return new(errors.Count == 0 ? outcome : null, errors);

        void Refuse(bool wrong, string path, string spanish, string english)
        {
            if (wrong) errors.Add(new(path, es ? spanish : english));
        }

        void Days(int? days, string path) => Refuse(days is < 1 or > OutcomeDefinition.DaysMax, path,
            $"Ha de ser de 1 a {OutcomeDefinition.DaysMax} días.", $"It must be 1 to {OutcomeDefinition.DaysMax} days.");
    }

    internal static int Within(OutcomeDefinition outcome) => outcome.WithinDays ?? 30;
}

/// <summary>One thing that is wrong with a definition, with what to do, in the language asked for.</summary>
/// <param name="Path">The member it is about, such as <c>touchpoint</c>; empty for the whole.</param>
/// <param name="Problem">What is wrong and what to do.</param>
public sealed record OutcomeError(string Path, string Problem);
