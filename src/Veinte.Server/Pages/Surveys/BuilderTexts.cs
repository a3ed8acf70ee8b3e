using System.Text.Json;
using System.Text.Json.Serialization;
using Veinte.Server.Pages.Language;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Pages.Surveys;

/// <summary>The editor of surveys.</summary>
public sealed class BuilderTexts(PageLanguage language) : TextsOf(language)
{
    public string Saved => Say("Guardado", "Saved");
    public string Unsaved => Say("Sin guardar", "Not saved yet");
    public string Save => Say("Guardar", "Save");
    public string Publish => Say("Publicar", "Publish");
    public string PublishAgain => Say("Publicar cambios", "Publish changes");
    public string Close => Say("Cerrar encuesta", "Close survey");
    public string CloseSure => Say("¿Cerrar la encuesta? Nadie más podrá responder hasta que la publique de nuevo.", "Close the survey? Nobody else can answer until you publish it again.");
    public string Delete => Say("Borrar", "Delete");
    public string DeleteSure => Say("¿Borrar esta encuesta? No se puede deshacer.", "Delete this survey? This cannot be undone.");
    public string Export => Say("Exportar JSON", "Export JSON");
    public string NeedsScript => Say(
        "El editor necesita JavaScript. Sin él puede exportar la encuesta como JSON, cambiarla e importarla de nuevo.",
        "The editor needs JavaScript. Without it you can export the survey as JSON, change it and import it again.");
    public string Preview => Say("Así se ve", "What customers see");
    public string PreviewLead => Say("Responda para probarla: nada de esto se guarda.", "Try answering: nothing of it is kept.");
    public string VersionInForce(int version) => Say($"versión {version} en marcha", $"version {version} in force");

    /// <summary>What the script writes, as a JSON object.</summary>
    public string ForScript => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["saved"] = Saved, ["unsaved"] = Unsaved,
            ["undo"] = Say("Deshacer", "Undo"), ["redo"] = Say("Rehacer", "Redo"), ["restart"] = Say("Volver a empezar", "Start again"),
            ["basics"] = Say("Lo básico", "Basics"), ["name"] = Say("Nombre (solo lo ve su equipo)", "Name (only your team sees it)"), ["title"] = Say("Título", "Title"),
            ["intro"] = Say("Introducción", "Introduction"), ["thanks"] = Say("Despedida", "Thank-you"), ["languages"] = Say("Idiomas, el principal primero", "Languages, the main one first"),
            ["languagesHint"] = Say("Códigos separados por comas: es, en, pt, fr, ca…", "Codes separated by commas: es, en, pt, fr, ca…"),
            ["questions"] = Say("Preguntas", "Questions"), ["question"] = Say("Pregunta", "Question"), ["hint"] = Say("Ayuda", "Help"), ["type"] = Say("Tipo", "Type"),
            ["required"] = Say("Obligatoria", "Required"), ["counts"] = Say("Cuenta para la nota", "Counts for the grade"), ["id"] = Say("Identificador", "Id"),
            ["low"] = Say("Qué significa el extremo bajo", "What the low end means"), ["high"] = Say("Qué significa el extremo alto", "What the high end means"),
            ["min"] = Say("Desde", "From"), ["max"] = Say("Hasta", "To"), ["options"] = Say("Opciones", "Options"), ["option"] = Say("Opción", "Option"), ["addOption"] = Say("Añadir opción", "Add option"),
            ["add"] = Say("Añadir pregunta", "Add question"), ["up"] = Say("Subir", "Move up"), ["down"] = Say("Bajar", "Move down"), ["copy"] = Say("Duplicar", "Duplicate"), ["remove"] = Say("Quitar", "Remove"),
            ["showIf"] = Say("Solo se pregunta si…", "Asked only if…"), ["next"] = Say("Después, saltar a…", "Afterwards, jump to…"), ["addCondition"] = Say("Añadir condición", "Add condition"), ["addJump"] = Say("Añadir salto", "Add jump"),
            ["of"] = Say("La respuesta a", "The answer to"), ["when"] = Say("Comparación", "Comparison"), ["value"] = Say("Valor", "Value"), ["go"] = Say("Ir a", "Go to"), ["end"] = Say("el final", "the end"),
            ["is"] = Say("es", "is"), ["isNot"] = Say("no es", "is not"), ["atMost"] = Say("es como mucho", "is at most"), ["atLeast"] = Say("es al menos", "is at least"),
            ["answered"] = Say("tiene respuesta", "was answered"), ["unanswered"] = Say("quedó sin responder", "was left open"), ["yes"] = Say("sí", "yes"), ["no"] = Say("no", "no"),
            ["rules"] = Say("Condiciones y saltos", "Conditions and jumps"), ["more"] = Say("Más detalles", "More details"),
            ["records"] = Say("Dónde se apunta", "Where it is posted"), ["recordsHint"] = Say("Cada respuesta es una interacción en este punto de contacto. Un lugar o una invitación puede indicar otro.", "Every response is an interaction at this touchpoint. A place or an invitation may name another."),
            ["touchpoint"] = Say("Punto de contacto", "Touchpoint"), ["area"] = Say("Área", "Area"), ["staff"] = Say("Miembro del personal", "Staff member"), ["channel"] = Say("Canal", "Channel"), ["journey"] = Say("Recorrido", "Journey"), ["stage"] = Say("Etapa", "Stage"),
            ["theme"] = Say("Colores", "Colours"), ["ownColours"] = Say("Usar colores propios", "Use colours of our own"), ["accent"] = Say("Botones", "Buttons"), ["accentInk"] = Say("Texto de los botones", "Text on buttons"), ["paper"] = Say("Fondo", "Background"), ["ink"] = Say("Texto", "Text"),
            ["asking"] = Say("Reglas de la encuesta", "Rules of asking"), ["cooldownDays"] = Say("Días de descanso tras cualquier encuesta", "Days of rest after any survey"), ["repeatDays"] = Say("Días hasta repetir esta encuesta", "Days until this survey may ask again"),
            ["quota"] = Say("Cerrar al llegar a tantas respuestas", "Close after this many responses"), ["onePage"] = Say("Todas las preguntas en una página", "All questions on one page"), ["onePageHint"] = Say("Si no, se pregunta de una en una. Los quioscos y el widget siempre preguntan de una en una.", "Otherwise one at a time. Kiosks and the widget always ask one at a time."),
            ["anonymous"] = Say("Anónima: las respuestas no llevan el nombre de nadie", "Anonymous: no answer bears a name"), ["closeAfterMinutes"] = Say("Minutos hasta dar por cerrada una respuesta a medias", "Minutes until a half answered survey is closed"),
            ["problems"] = Say("cosas por resolver", "things to settle"), ["problem"] = Say("cosa por resolver", "thing to settle"), ["sound"] = Say("Todo en orden", "All in order"),
            ["noPreview"] = Say("La vista previa vuelve cuando se resuelva lo marcado en rojo.", "The preview comes back once what is marked red is settled."),
            ["failed"] = Say("No se pudo guardar:", "It could not be saved:"), ["offline"] = Say("No hay conexión con el servidor; lo que ha escrito sigue aquí.", "The server cannot be reached; what you have written is still here."),
            ["type.nps"] = Say("Recomendación 0–10 (NPS)", "Recommendation 0–10 (NPS)"), ["type.csat"] = Say("Satisfacción 1–5 (CSAT)", "Satisfaction 1–5 (CSAT)"), ["type.ces"] = Say("Facilidad 1–7 (CES)", "Ease 1–7 (CES)"),
            ["type.rating"] = Say("Valoración", "Rating"), ["type.grade"] = Say("Nota 0–20", "Grade 0–20"), ["type.single"] = Say("Elegir una", "Choose one"), ["type.multiple"] = Say("Elegir varias", "Choose several"),
            ["type.text"] = Say("Texto libre", "Open text"), ["type.consent"] = Say("Consentimiento", "Consent"),
            ["lang.es"] = SurveyCheck.NameOf("es", Language == PageLanguage.Spanish), ["lang.en"] = SurveyCheck.NameOf("en", Language == PageLanguage.Spanish), ["lang.pt"] = SurveyCheck.NameOf("pt", Language == PageLanguage.Spanish),
            ["lang.fr"] = SurveyCheck.NameOf("fr", Language == PageLanguage.Spanish), ["lang.ca"] = SurveyCheck.NameOf("ca", Language == PageLanguage.Spanish),
        },
        BuilderJson.Default.DictionaryStringString);
}

/// <summary>The JSON of what scripts write.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class BuilderJson : JsonSerializerContext;
