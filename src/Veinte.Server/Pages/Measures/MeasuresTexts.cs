using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Measures;

/// <summary>The texts of the measures.</summary>
public sealed class MeasuresTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Medidas", "Measures");
    public string Lead => Say(
        "Recomendación, satisfacción y facilidad: cada una es una sola medida, venga de la encuesta que venga, con su intervalo y su cambio.",
        "Recommendation, satisfaction and ease: each is one measure, whatever survey an answer came by, with its interval and its change.");
    public string Name(string measure) => measure switch { "nps" => Say("Recomendación (NPS)", "Recommendation (NPS)"), "csat" => Say("Satisfacción (CSAT)", "Satisfaction (CSAT)"), _ => Say("Facilidad (CES)", "Ease (CES)") };
    public string Meaning(string measure) => measure switch
    {
        "nps" => Say("Parte que responde 9 o 10 menos parte que responde de 0 a 6, de −100 a 100.", "Share of 9 and 10 less share of 0 to 6, −100 to 100."),
        "csat" => Say("Parte que responde 4 o 5 de 5.", "Share of 4 and 5 out of 5."),
        _ => Say("Media de 1 a 7; 7 es fácil.", "Mean of 1 to 7; 7 is easy."),
    };
    public string Dimension(string word) => word switch
    {
        "touchpoint" => Say("Puntos de contacto", "Touchpoints"), "channel" => Say("Canales", "Channels"), "staff" => Say("Personal", "Staff"),
        "area" => Say("Áreas", "Areas"), "source" => Say("Orígenes", "Sources"), "journey" => Say("Recorridos", "Journeys"), "stage" => Say("Etapas", "Stages"),
        "intent" => Say("Intenciones", "Intents"), _ => Say("Todo junto", "All together"),
    };
    public string OtherPeriod => Say("Otro periodo", "Another period");
    public string To => Say("Hasta el día", "Up to the day");
    public string Ask => Say("Ver", "Show");
    public string By => Say("Por", "By");
    public string Measure => Say("Medida", "Measure");
    public string Answers => Say("Respuestas", "Answers");
    public string Interval => Say("Intervalo del 95 %", "95 % interval");
    public string Change => Say("Cambio", "Change");
    public string ChangeLead(string days) => Say($"frente a los {days} días anteriores; en color solo si el intervalo del cambio excluye el cero", $"against the {days} days before; coloured only where the change's interval excludes zero");
    public string None => Say("En este periodo nadie ha respondido.", "Nobody has answered in this period.");
    public string All => Say("Todas las respuestas", "All answers");
    public string SplitTitle => Say("Por una propiedad o un rasgo", "By a property or a trait");
    public string SplitExplained(string days) => Say(
        $"De lo que el flujo no lleva cuenta: cualquier propiedad de las interacciones (como la tarifa) o rasgo del cliente (como su nivel). Se lee de la historia, los mismos {days} días y los {days} anteriores.",
        $"What the stream keeps no counts of: any property of interactions (such as the fare) or trait of the customer (such as the tier). It is read from history, the same {days} days and the {days} before.");
    public string SplitOf => Say("De qué", "Of what");
    public string Property => Say("Propiedad de la interacción", "Property of the interaction");
    public string Trait => Say("Rasgo del cliente", "Trait of the customer");
    public string SplitName => Say("Su nombre, tal como se envía", "Its name, as it is sent");
    public string SplitPlaceholder => Say("tarifa", "fare");
    public string SplitAsk => Say("Leer la historia", "Read history");
    public string SplitRunning(string share) => Say($"Se está leyendo la historia: {share}.", $"History is being read: {share}.");
    public string SplitFailed => Say("No ha podido ser.", "It could not be done.");
    public string SplitBy(string measure, bool trait, string name) => trait ? Say($"{measure} por el rasgo «{name}»", $"{measure} by the trait “{name}”") : Say($"{measure} por la propiedad «{name}»", $"{measure} by the property “{name}”");
    public string SplitLead(bool trait) => trait
        ? Say("Cada respuesta cuenta con el rasgo que se conocía del cliente cuando la dio.", "Each answer counts with the trait that was known of the customer when he gave it.")
        : Say("Cada respuesta cuenta con la propiedad de la interacción en que se dio.", "Each answer counts with the property of the interaction it was given in.");
    public string Others(int values, string count, bool atLeast) => values == 0 ? Say("Otros valores", "Other values")
        : atLeast ? Say($"Al menos {count} {(values == 1 ? "valor" : "valores")} más", $"At least {count} more {(values == 1 ? "value" : "values")}")
        : values == 1 ? Say("1 valor más", "1 more value") : Say($"Otros {count} valores", $"{count} other values");
    public string Without => Say("Sin ese dato", "Without it");
    public string? SplitSaid(string? code) => code switch
    {
        "busy" => Say("Se está haciendo otro trabajo; pruebe dentro de un momento.", "Other work is running; try again in a moment."),
        "name" => Say("Escriba el nombre de la propiedad o del rasgo.", "Write the name of the property or trait."),
        _ => null,
    };
    public string Between(string low, string high) => Say($"de {low} a {high}", $"{low} to {high}");
}
