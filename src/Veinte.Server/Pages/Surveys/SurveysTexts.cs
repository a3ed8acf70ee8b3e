using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Surveys;

/// <summary>The list of surveys, where they begin, and what is common to their pages.</summary>
public sealed class SurveysTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Encuestas", "Surveys");
    public string Lead => Say("Preguntar poco, en el momento justo, y que cada respuesta llegue a los libros.", "Ask little, at the right moment, and let every answer reach the books.");
    public string New => Say("Nueva encuesta", "New survey");
    public string EmptyTitle => Say("Todavía no ha preguntado a nadie", "You have not asked anybody yet");
    public string EmptyText => Say(
        "Elija una plantilla, cámbiela a su gusto y tendrá un enlace y un código QR en un minuto. Cada respuesta se apunta en la cuenta de quien la da y de quien le atendió.",
        "Choose a template, change it as you like, and within a minute you have a link and a QR code. Every answer is posted to the account of whoever gives it and of whoever served them.");
    public string Name => Say("Encuesta", "Survey");
    public string State => Say("Estado", "State");
    public string Responses => Say("Respuestas", "Responses");
    public string Rate => Say("Tasa de respuesta", "Response rate");
    public string RateOf(string answered, string invited) => Say($"{answered} de {invited} invitados", $"{answered} of {invited} invited");
    public string LastAt => Say("Última respuesta", "Last response");
    public string StateWord(string state) => state switch
    {
        "live" => Say("en marcha", "live"),
        "closed" => Say("cerrada", "closed"),
        _ => Say("borrador", "draft"),
    };
    public string Build => Say("Editar", "Edit");
    public string Deliver => Say("Distribuir", "Deliver");
    public string Results => Say("Resultados", "Results");
    public string Sections => Say("Partes de la encuesta", "Parts of the survey");
    public string NewTitle => Say("¿Qué momento quiere conocer?", "Which moment would you like to know about?");
    public string NewLead => Say("Plantillas cortas para momentos reales, en español e inglés. Todo se puede cambiar después.", "Short templates for real moments, in Spanish and English. Everything can be changed afterwards.");
    public string UseTemplate => Say("Usar esta", "Use this one");
    public string Blank => Say("Empezar de cero", "Start from scratch");
    public string BlankText => Say("Una encuesta con una sola pregunta, para hacerla suya.", "A survey with a single question, to make your own.");
    public string QuestionCount(int count) => count == 1 ? Say("1 pregunta", "1 question") : Say($"{count} preguntas", $"{count} questions");
    public string Import => Say("Importar", "Import");
    public string ImportLead => Say("Pegue aquí el JSON de una encuesta exportada de Veinte.", "Paste the JSON of a survey exported from Veinte here.");
    public string ImportLabel => Say("Documento JSON", "JSON document");
    public string NotFoundTitle => Say("Esta encuesta no existe", "There is no such survey");
    public string NotFoundText => Say("Puede que se haya borrado, o que el enlace esté incompleto.", "It may have been deleted, or the link is incomplete.");
    public string BackToList => Say("Ver todas las encuestas", "See all surveys");
    public string OnlyDeciders => Say("Solo quien puede decidir edita y distribuye encuestas.", "Only people who may decide edit and deliver surveys.");

    public string? Said(string? code) => code switch
    {
        "created" => Say("Encuesta creada. Revísela y publíquela cuando esté lista.", "Survey created. Look it over and publish it when it is ready."),
        "published" => Say("La encuesta está en marcha.", "The survey is live."),
        "closed" => Say("La encuesta ya no admite respuestas.", "The survey takes no more answers."),
        "deleted" => Say("Encuesta borrada.", "Survey deleted."),
        "in-use" => Say("Esta encuesta ya tiene respuestas o invitaciones: ciérrela en lugar de borrarla.", "This survey has responses or invitations already: close it instead of deleting it."),
        "place-added" => Say("Lugar añadido.", "Place added."),
        "place-deleted" => Say("Lugar quitado: su código ya no lleva a ninguna parte.", "Place removed: its code leads nowhere now."),
        "device-renewed" => Say("Quiosco con dirección nueva; la anterior ya no funciona.", "The kiosk has a new address; the old one no longer works."),
        "address" => Say("Dirección pública guardada.", "Public address saved."),
        "address-bad" => Say("Eso no es la dirección de un servidor, como https://opina.ejemplo.es.", "That is not the address of a server, such as https://feedback.example.com."),
        "name" => Say("Escriba un nombre de 256 bytes como mucho.", "Write a name of 256 bytes at most."),
        "many" => Say("Ya se alcanzó el máximo.", "There are too many already."),
        "not-live" => Say("Publique la encuesta antes de invitar a nadie.", "Publish the survey before inviting anybody."),
        "nobody" => Say("Escriba al menos un cliente, uno por línea.", "Write at least one customer, one a line."),
        "problems" => Say("Aún falta algo: abra el editor para ver qué y dónde.", "Something is still missing: open the editor to see what and where."),
        _ => null,
    };

    public static bool IsGood(string? code) => code is "created" or "published" or "closed" or "deleted" or "place-added" or "place-deleted" or "device-renewed" or "address";
}
