using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Surveys;

/// <summary>The page that shows what customers answered.</summary>
public sealed class ResultsTexts(PageLanguage language) : TextsOf(language)
{
    public string EmptyTitle => Say("Todavía no hay respuestas", "There are no responses yet");
    public string EmptyText => Say("Distribuya la encuesta: con un enlace, un cartel o un quiosco.", "Deliver the survey: with a link, a poster or a kiosk.");
    public string NoneUnderFilter => Say("Ninguna respuesta con estos filtros.", "No response under these filters.");
    public string Responses => Say("Respuestas", "Responses");
    public string OfThemPartial(string count) => Say($"{count} a medias", $"{count} half answered");
    public string BegunNow(string count) => Say($"{count} respondiendo ahora", $"{count} answering now");
    public string OnlyNewest(string count) => Say($"Se cuentan las {count} más recientes.", $"The newest {count} are counted.");
    public string Rate => Say("Tasa de respuesta", "Response rate");
    public string RateOf(string answered, string asked) => Say($"{answered} de {asked} invitados por enlace personal", $"{answered} of {asked} asked by personal link");
    public string RateUnknown => Say("Solo se conoce de los enlaces personales: de un cartel no se sabe quién pasó de largo.", "Known of personal links only: nobody knows who walked past a poster.");
    public string Interval(string low, string high) => Say($"entre {low} y {high} (95 %)", $"between {low} and {high} (95%)");
    public string Nps => Say("NPS", "NPS");
    public string Satisfied => Say("Satisfechos (4 o 5)", "Satisfied (4 or 5)");
    public string Mean => Say("Media", "Mean");
    public string MeanOf(string mean) => Say($"media {mean}", $"mean {mean}");
    public string Bounds(string worst, string best) => Say(
        $"Si quienes no contestaron pensaran lo peor: {worst}; si pensaran lo mejor: {best}.", $"If the silent thought the worst: {worst}; if they thought the best: {best}.");
    public string Answered(string answered, string all) => Say($"{answered} de {all} respuestas", $"{answered} of {all} responses");
    public string Answer => Say("Respuesta", "Answer");
    public string Count => Say("Veces", "Times");
    public string Share => Say("Porcentaje", "Share");
    public string Yes => Say("Sí", "Yes");
    public string No => Say("No", "No");
    public string NobodyAnswered => Say("Nadie ha contestado esta pregunta todavía.", "Nobody has answered this question yet.");
    public string Verbatims => Say("Lo que han escrito", "What they wrote");
    public string Newest(string count) => Say($"Aquí están los {count} más recientes; en las descargas, todos.", $"These are the newest {count}; the downloads hold all of them.");
    public string MoreTexts(string count) => Say($"Ver {count} más", $"Show {count} more");
    public string Interaction => Say("Ver en los libros", "See it in the books");
    public string Silent => Say("¿Quién no contesta?", "Who does not answer?");
    public string SilentLead => Say("Compare los grupos: si unos contestan mucho menos, el resultado habla sobre todo de los otros.", "Compare the groups: where one answers much less, the result speaks mostly for the others.");
    internal string? HistoryUnheard(Veinte.Server.Surveys.Results.HistoryHeard heard) => heard switch
    {
        Veinte.Server.Surveys.Results.HistoryHeard.Heard => null,
        Veinte.Server.Surveys.Results.HistoryHeard.TooSlow => Say(
            $"El historial no ha respondido en {Wait} segundos: por ahora no se sabe si callan más quienes tuvieron peor experiencia. Vuelva a cargar dentro de un momento.",
            $"The history did not answer within {Wait} seconds: for now it is not known whether those who fared worse stay silent more. Load this again in a moment."),
        Veinte.Server.Surveys.Results.HistoryHeard.Away => Say(
            "El historial no está disponible ahora: se está abriendo, tiene demasiadas preguntas o lo lleva otro nodo. Por eso no se sabe si callan más quienes tuvieron peor experiencia.",
            "The history is not available now: it is being opened, has too many questions, or is kept by another node. So it is not known whether those who fared worse stay silent more."),
        Veinte.Server.Surveys.Results.HistoryHeard.Failed => Say(
            "El historial ha fallado al responder; el motivo está en el registro del servidor. Por eso no se sabe si callan más quienes tuvieron peor experiencia.",
            "The history failed to answer; the server's log says why. So it is not known whether those who fared worse stay silent more."),
    };
    private static string Wait => Veinte.Server.Surveys.Results.SilenceByGrade.Limit.TotalSeconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture);
    public string SilentFoot(string customers) => Say(
        $"Entre paréntesis, el intervalo del 95 %. La nota previa a la invitación se consulta solo para los últimos {customers} invitados.",
        $"In brackets, the 95% interval. The grade before being asked is looked up for the last {customers} who were asked, at most.");
    public string Range((string Low, string High) ends) => $"({ends.Low} – {ends.High})";
    public string Group => Say("Grupo", "Group");
    public string Asked => Say("Invitados", "Asked");
    public string AnsweredWord => Say("Contestaron", "Answered");
    public string Dimension(string dimension) => dimension switch
    {
        "touchpoint" => Say("Punto de contacto", "Touchpoint"),
        "area" => Say("Área", "Area"),
        "staff" => Say("Personal", "Staff"),
        "grade" => Say("Nota previa a la invitación", "Grade before being asked"),
        _ => Say("Con recordatorio", "Reminded"),
    };
    public string GroupName(string dimension, string name) => dimension != "grade" ? YesNo(name)
        : name == "unknown" ? Say("sin notas previas", "no graded history")
        : Say($"{Band(name)} ({Veinte.Server.Surveys.Results.SilenceByGrade.RangeOf(name)})", $"{Band(name)} ({Veinte.Server.Surveys.Results.SilenceByGrade.RangeOf(name)})");
    private string Band(string name) => name switch { "low" => Say("baja", "low"), "middle" => Say("media", "middle"), _ => Say("alta", "high") };
    public string YesNo(string word) => word == "yes" ? Yes : word == "no" ? No : word;
    public string Filters => Say("Filtros", "Filters");
    public string Apply => Say("Aplicar", "Apply");
    public string Clear => Say("Quitar filtros", "Clear filters");
    public string Any => Say("Cualquiera", "Any");
    public string From => Say("Desde", "From");
    public string To => Say("Hasta", "Until");
    public string LanguageWord => Say("Idioma", "Language");
    public string Way => Say("Vía", "Way");
    public string Place => Say("Lugar", "Place");
    public string Touchpoint => Say("Punto de contacto", "Touchpoint");
    public string Staff => Say("Personal", "Staff");
    public string Version => Say("Versión", "Version");
    public string Downloads => Say("Descargar las respuestas", "Download the responses");
    public string WayWord(string way) => way switch
    {
        "link" => Say("enlace", "link"),
        "personal" => Say("enlace personal", "personal link"),
        "one-click" => Say("un clic en un correo", "one click in an e-mail"),
        "place" => Say("código QR", "QR code"),
        "kiosk" => Say("quiosco", "kiosk"),
        "widget" => Say("widget", "widget"),
        _ => Say("API", "API"),
    };
}
