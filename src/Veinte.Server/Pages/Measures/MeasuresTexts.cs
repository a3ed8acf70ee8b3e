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
    public string Between(string low, string high) => Say($"de {low} a {high}", $"{low} to {high}");
}
