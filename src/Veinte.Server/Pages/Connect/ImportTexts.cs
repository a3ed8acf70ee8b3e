using System.Text.Json.Nodes;
using Veinte.Doors;
using Veinte.Doors.Importing.Columns;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Connect;

/// <summary>The texts of <i>Connect → Import</i>.</summary>
public sealed class ImportTexts(PageLanguage language) : TextsOf(language)
{
    private static readonly string[] Signals = ["rating", "nps", "csat", "ces", "wait", "outcome", "effort", "reaction"];

    public string Lead => Say("Traiga lo que ya tiene: encuestas, reseñas, pedidos, tiempos de espera. Nada entra en los libros hasta que usted lo vea antes.", "Bring what you have: surveys, reviews, orders, waits. Nothing enters the books before you have seen it.");
    public string NeedsScript => Say("Esta parte necesita JavaScript. Desde la consola: veinte import encuesta.csv --map mapeo.json --dry-run", "This part needs JavaScript. From a console: veinte import survey.csv --map mapping.json --dry-run");
    public string MayNot => Say("Solo quien administra puede importar.", "Only an administrator can import.");

    public string StepFile => Say("Elija el archivo", "Choose the file");
    public string FileHint => Say("CSV (de Excel: «Guardar como» → CSV UTF-8) o JSON Lines. Si hacen falta varios, elíjalos juntos.", "CSV (from Excel: “Save as” → CSV UTF-8) or JSON Lines. If several belong together, choose them together.");
    public string FileLabel => Say("Archivo de su ordenador", "A file of your computer");
    public string Waiting => Say("Subidos y sin importar", "Uploaded, not imported");
    public string Use => Say("Usar", "Use");
    public string Delete => Say("Borrar", "Delete");
    public string Cancel => Say("Cancelar", "Cancel");
    public string Uploading => Say("Subiendo…", "Uploading…");

    public string StepLook => Say("Mire lo que hay dentro", "Look at what is inside");
    public string LookLead => Say("Las primeras filas. Si no se ven en columnas, el separador del archivo es otro.", "The first rows. If they do not stand in columns, the file's delimiter is another one.");

    public string StepMeaning => Say("Diga qué es cada columna", "Say what each column is");
    public string MeaningLead => Say("Esto es una propuesta a partir de los nombres y los valores. Corrija lo que no sea así; lo que no use se queda fuera.", "This is a proposal from the names and values. Correct what is not so; what you do not use is left out.");
    public string ReadyLabel => Say("Mapeo", "Mapping");
    public string ReadyPropose => Say("Propuesta para este archivo", "Proposal for this file");
    public string ReadyWritten => Say("Escrito por mí (JSON)", "Written by me (JSON)");
    public string ReadyName(string id) => id switch
    {
        "airline_satisfaction" => Say("Preparado: satisfacción de pasajeros", "Ready: airline passenger satisfaction"),
        "olist_sample" => Say("Preparado: pedidos de Olist", "Ready: Olist marketplace orders"),
        "us_airline_tweets" => Say("Preparado: tuits a aerolíneas", "Ready: tweets to US airlines"),
        _ => id,
    };
    public string Column => Say("Columna", "Column");
    public string Examples => Say("Por ejemplo", "For example");
    public string Is => Say("Es…", "Is…");
    public string Details => Say("Detalles", "Details");
    public string Touchpoint => Say("Punto de contacto, si ninguna columna lo dice", "Touchpoint, when no column says");
    public string Channel => Say("Canal, si ninguna columna lo dice", "Channel, when no column says");
    public string NoChannel => Say("sin canal", "none in particular");
    public string At => Say("Fecha, si ninguna columna la dice", "Date, when no column says");
    public string Zone => Say("Zona horaria de las horas", "Time zone of the times");
    public string MappingText => Say("El mapeo que resulta (JSON)", "The mapping that results (JSON)");
    public string MappingHint => Say("Para quien quiera afinar: al escribir aquí, manda este texto y no la tabla. El formato está en samples/import/README.md.", "For fine tuning: once you write here, this text counts and not the table. The format is in samples/import/README.md.");
    public string WrittenNote => Say("Se usa el mapeo escrito abajo tal cual; la tabla de columnas no cuenta.", "The mapping written below is used as it is; the table of columns does not count.");

    public string StepTry => Say("Pruebe sin importar", "Try without importing");
    public string TryLead => Say("Lee todo el archivo y dice qué pasaría. No apunta nada.", "Reads the whole file and says what would happen. It posts nothing.");
    public string Try => Say("Probar", "Try");
    public string StepImport => Say("Importe", "Import");
    public string ImportLead => Say("El mismo archivo con el mismo mapeo nunca se apunta dos veces, y una importación se puede deshacer entera.", "The same file with the same mapping is never posted twice, and an import can be undone as a whole.");
    public string Import => Say("Importar", "Import");

    public string List => Say("Importaciones", "Imports");
    public string ListEmpty => Say("Todavía no se ha importado nada.", "Nothing has been imported yet.");
    public string Rows => Say("Filas", "Rows");
    public string Interactions => Say("Interacciones", "Interactions");
    public string BadRows => Say("Filas con errores", "Bad rows");
    public string When => Say("Cuándo", "When");
    public string Undo => Say("Deshacer", "Undo");
    public string UndoSure(string name, string count) => Say($"¿Deshacer «{name}»? Se anulan sus {count} interacciones, una por una y a la vista. Podrá importarlo de nuevo.", $"Undo “{name}”? Its {count} interactions are reversed, one by one and in plain sight. You can import it again.");
    public string StateName(string state) => state switch
    {
        "finished" => Say("terminada", "finished"),
        "running" => Say("sin terminar", "unfinished"),
        "undoing" => Say("deshaciéndose", "being undone"),
        _ => Say("deshecha", "undone"),
    };

    /// <summary>The word for what a column is.</summary>
    public string RoleName(ColumnRole role) => role switch
    {
        ColumnRole.Ignore => Say("No usar", "Do not use"),
        ColumnRole.Row => Say("N.º de pedido o respuesta", "Number of order or response"),
        ColumnRole.Customer => Say("Cliente", "Customer"),
        ColumnRole.Time => Say("Fecha y hora", "Date and time"),
        ColumnRole.Touchpoint => Say("Punto de contacto", "Touchpoint"),
        ColumnRole.Channel => Say("Canal", "Channel"),
        ColumnRole.Staff => Say("Quien atendió", "Staff member"),
        ColumnRole.Area => Say("Área o tienda", "Area or store"),
        ColumnRole.Rating => Say("Valoración", "Rating"),
        ColumnRole.Nps => Say("NPS, de 0 a 10", "NPS, 0 to 10"),
        ColumnRole.Csat => Say("Satisfacción, de 1 a 5", "Satisfaction, 1 to 5"),
        ColumnRole.Ces => Say("Facilidad, de 1 a 7", "Ease, 1 to 7"),
        ColumnRole.Effort => Say("Esfuerzo, de 1 a 7", "Effort, 1 to 7"),
        ColumnRole.Outcome => Say("Resultado", "Outcome"),
        ColumnRole.Reaction => Say("Reacción (me gusta…)", "Reaction (like…)"),
        ColumnRole.WaitMinutes => Say("Espera en minutos", "Wait in minutes"),
        ColumnRole.WaitSeconds => Say("Espera en segundos", "Wait in seconds"),
        ColumnRole.Text => Say("Comentario", "Comment"),
        ColumnRole.Revenue => Say("Importe de la venta", "Money spent"),
        ColumnRole.Property => Say("Otro dato", "Something else"),
    };

    /// <summary>The words the page's script needs, as JSON.</summary>
    public string Words => new JsonObject
    {
        ["touchpoint"] = Say("Punto de contacto", "Touchpoint"),
        ["worst"] = Say("La peor", "Worst"),
        ["best"] = Say("La mejor", "Best"),
        ["none"] = Say("Sin respuesta", "No answer"),
        ["noneHint"] = Say("0, NA…", "0, NA…"),
        ["promised"] = Say("Lo prometido", "Promised"),
        ["format"] = Say("Cómo está escrita", "How it is written"),
        ["iso"] = Say("2026-11-24 18:30 (internacional)", "2026-11-24 18:30 (international)"),
        ["meanings"] = Say("Se entiende:", "Understood as:"),
        ["noValues"] = Say("vacía", "empty"),
        ["noCustomer"] = Say("Ninguna columna es el cliente: cada fila contará como un cliente distinto.", "No column is the customer: each row will count as a customer of its own."),
        ["noTime"] = Say("Ninguna columna es la fecha: todo llevará la fecha de abajo.", "No column is the date: everything will bear the date below."),
        ["noEvidence"] = Say("Ninguna columna dice cómo fue: las interacciones se contarán sin nota.", "No column says how it went: interactions will be counted, ungraded."),
        ["fits"] = Say("sirve para este archivo", "fits this file"),
        ["alsoNeeds"] = Say("Este mapeo necesita también: ", "This mapping also needs: "),
        ["alsoNeedsHow"] = Say(". Suba esos archivos arriba, con esos nombres.", ". Upload those files above, under these names."),
        ["deleteSure"] = Say("¿Borrar el archivo subido?", "Delete the uploaded file?"),
        ["failed"] = Say("No se ha podido: ", "That did not work: "),
        ["working"] = Say("Leyendo el archivo…", "Reading the file…"),
        ["importing"] = Say("Importando. Puede cerrar la página: sigue sola, también tras un reinicio.", "Importing. You may close the page: it goes on by itself, after a restart too."),
        ["busy"] = Say("hay otro trabajo en marcha. Pruebe otra vez cuando termine.", "other work is running. Try again when it is done."),
        ["no-file"] = Say("el archivo subido ya no está. Súbalo otra vez.", "the uploaded file is not there any more. Upload it again."),
        ["waiting"] = Say("El servidor que lo hacía se ha parado. Otro sigue en menos de un minuto, o él mismo al volver.", "The server that did it has stopped. Another one goes on within a minute, or it does when it is back."),
        ["cancelled"] = Say("cancelado. Lo hecho hasta ahora se queda: importe otra vez para seguir, o deshágalo.", "cancelled. What was done until then stays: import again to go on, or undo it."),
        ["stopped"] = Say("el servidor se ha parado. Pídalo otra vez: nada se hace dos veces.", "the server has stopped. Ask again: nothing is done twice."),
        ["interrupted"] = Say("el servidor que lo hacía ya no está. Pídalo otra vez: nada se hace dos veces.", "the server that did it is gone. Ask again: nothing is done twice."),
        ["undoing"] = Say("Deshaciendo…", "Undoing…"),
        ["wouldMake"] = Say("interacciones se apuntarían", "interactions would be posted"),
        ["made"] = Say("interacciones apuntadas", "interactions posted"),
        ["rows"] = Say("filas leídas", "rows read"),
        ["graded"] = Say("con nota", "graded"),
        ["ungraded"] = Say("sin nota", "ungraded"),
        ["dropped"] = Say("sin respuesta o repetidas", "without an answer, or repeats"),
        ["badRows"] = Say("filas con errores", "bad rows"),
        ["period"] = Say("Del {0} al {1}", "From {0} to {1}"),
        ["nothing"] = Say("De este archivo no saldría ninguna interacción. Revise qué es cada columna.", "This file would yield no interaction. Check what each column is."),
        ["byTouchpoint"] = Say("Por punto de contacto", "By touchpoint"),
        ["badTitle"] = Say("Filas que no se pueden leer", "Rows that cannot be read"),
        ["badLead"] = Say("Se quedan fuera enteras y esperan en la cuarentena; las demás siguen. Se muestran las {0} primeras de {1}.", "They are left out whole and wait in quarantine; the others go on. The first {0} of {1} are shown."),
        ["line"] = Say("Línea", "Line"),
        ["column"] = Say("Columna", "Column"),
        ["value"] = Say("Valor", "Value"),
        ["reason"] = Say("Motivo", "Reason"),
        ["sampleTitle"] = Say("Las primeras, tal como entrarían", "The first ones, as they would enter"),
        ["customer"] = Say("Cliente", "Customer"),
        ["when"] = Say("Cuándo", "When"),
        ["evidence"] = Say("Evidencia", "Evidence"),
        ["done"] = Say("Importado.", "Imported."),
        ["already"] = Say("Este archivo ya estaba importado con este mapeo: no se ha apuntado nada.", "This file was imported with this mapping before: nothing was posted."),
        ["sameFile"] = Say("Ojo: el mismo archivo está ya en los libros con otro mapeo ({0}). Si no lo deshace, contará dos veces.", "Mind: the same file is in the books already by another mapping ({0}). Unless you undo it, it counts twice."),
        ["seeAccounts"] = Say("Ver las cuentas", "See the accounts"),
        ["seeNow"] = Say("Ver Ahora", "See Now"),
        ["changed"] = Say("Algo ha cambiado desde la prueba: pruebe otra vez.", "Something changed since the trial: try again."),
        ["excel"] = Say("Es un libro de Excel. Ábralo y guárdelo como «CSV UTF-8 (delimitado por comas)».", "This is an Excel workbook. Open it and save it as “CSV UTF-8 (comma delimited)”."),
        ["json-list"] = Say("Es una lista JSON. Hace falta JSON Lines: un objeto por línea.", "This is a JSON list. JSON Lines is needed: one object a line."),
        ["binary"] = Say("No es un archivo de texto. Hace falta CSV o JSON Lines.", "This is not a text file. CSV or JSON Lines is needed."),
        ["empty"] = Say("El archivo está vacío.", "The file is empty."),
        ["meaning"] = new JsonObject
        {
            ["success"] = Say("bien", "success"),
            ["partial"] = Say("a medias", "partial"),
            ["failure"] = Say("mal", "failure"),
        },
        ["of"] = Say(" de ", " of "),
        ["ofPromised"] = Say("prometidos", "promised"),
        ["signals"] = new JsonObject(Signals.Select(name => KeyValuePair.Create(name, (JsonNode?)Texts.In(Language).Books.SignalName(name)))),
        ["reasons"] = new JsonObject(Enum.GetValues<QuarantineReason>().Select(reason =>
            KeyValuePair.Create(reason.Code(), (JsonNode?)QuarantineReasons.Name(reason.Code(), Language == PageLanguage.English ? "en" : "es")))),
    }.ToJsonString();
}
