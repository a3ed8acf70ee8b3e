using Veinte.Doors;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Connect;

/// <summary>The texts of <i>Connect</i>: keys, examples, events as they come in, quarantine.</summary>
public sealed class ConnectTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Conectar", "Connect");
    public string Lead => Say("Envíe aquí sus interacciones, desde donde ocurran.", "Send your interactions here, from wherever they happen.");
    public string Sections => Say("Partes de Conectar", "Parts of Connect");
    public string Keys => Say("Claves y ejemplos", "Keys and examples");
    public string Live => Say("Eventos en directo", "Live events");
    public string Import => Say("Importar", "Import");
    public string Quarantine => Say("Cuarentena", "Quarantine");
    public string NeedsScript => Say(
        "Esta parte necesita JavaScript. Desde la consola: veinte key create --scope write --name tienda",
        "This part needs JavaScript. From a console: veinte key create --scope write --name shop");

    public string NewKey => Say("Crear una clave", "Make a key");
    public string KeyName => Say("Nombre de la fuente", "Name of the source");
    public string KeyNameHint => Say("Por ejemplo «tienda web». Así se llamará lo que envíe.", "Such as “web shop”. What it sends will bear that name.");
    public string Scope => Say("Qué puede hacer", "What it may do");
    public string ScopeName(string scope) => scope switch
    {
        "write" => Say("Solo enviar", "Send only"),
        "read" => Say("Solo leer", "Read only"),
        _ => Say("Todo: leer, enviar y decidir", "Everything: read, send and decide"),
    };
    public string Create => Say("Crear clave", "Make key");
    public string ShownOnce => Say("Esta es la clave. Se muestra solo ahora: guárdela.", "This is the key. It is shown this once: keep it.");
    public string NoKeys => Say("Todavía no hay claves.", "There are no keys yet.");
    public string CreatedBy => Say("Creada", "Made");
    public string By(string who) => Say($"por {who}", $"by {who}");
    public string State => Say("Estado", "State");
    public string Working => Say("vigente", "working");
    public string Revoked => Say("revocada", "revoked");
    public string ShowRevoked(int count) => Say($"Claves revocadas ({count})", $"Revoked keys ({count})");
    public string Revoke => Say("Revocar", "Revoke");
    public string RevokeSure(string name) => Say($"¿Revocar la clave «{name}»? Lo que se envíe con ella se descartará. No se puede deshacer.", $"Revoke the key “{name}”? What is sent with it will be discarded. This cannot be undone.");
    public string Failed => Say("No se ha podido: ", "That did not work: ");

    public string Examples => Say("Ejemplos para copiar", "Examples to copy");
    public string ExamplesLead => Say(
        "Con la dirección de este servidor. Cualquier cliente de Segment o RudderStack funciona también.",
        "With this server's address. Any Segment or RudderStack client works too.");
    public string YourKey => Say("Clave de envío", "Write key");
    public string YourKeyHint => Say("Péguela aquí y los ejemplos la llevarán. No se guarda.", "Paste it here and the examples carry it. It is not stored.");
    public string Browser => Say("Página web", "Web page");
    public string SendTest => Say("Enviar un evento de prueba", "Send a test event");
    public string TestNeedsKey => Say("Falta la clave: créela arriba o péguela.", "The key is missing: make one above or paste it.");
    public string TestSent => Say("Enviado y guardado. Mírelo en Eventos en directo.", "Sent and kept. See it under Live events.");
    public string TestExplained => Say(
        "Una valoración de 5 en «Prueba» del cliente «prueba». Entra de verdad en los libros; puede anularla en su extracto.",
        "A rating of 5 at “Test” by the customer “test”. It really enters the books; you can reverse it in its statement.");
    public string TestTouchpoint => Say("Prueba", "Test");
    public string TestCustomer => Say("prueba", "test");
    public string Guide => Say("Referencia de la API", "API reference");

    public string LiveLead => Say("Cada evento según llega, con lo que se hizo de él.", "Each event as it arrives, and what became of it.");
    public string Filter => Say("Filtrar", "Filter");
    public string FilterHint => Say("cliente, punto de contacto, fuente…", "customer, touchpoint, source…");
    public string Show => Say("Mostrar", "Show");
    public string All => Say("Todo", "Everything");
    public string Accepted => Say("aceptado", "kept");
    public string Refused => Say("cuarentena", "quarantine");
    public string Pause => Say("Pausar", "Pause");
    public string Resume => Say("Seguir", "Resume");
    public string Connected => Say("en directo", "live");
    public string Connecting => Say("conectando", "connecting");
    public string Lost => Say("sin conexión", "connection lost");
    public string Paused => Say("en pausa", "paused");
    public string NothingYet => Say("Todavía no ha llegado nada desde que arrancó el servidor.", "Nothing has arrived since the server started.");
    public string NothingMatches => Say("Nada coincide con el filtro.", "Nothing matches the filter.");
    public string Steps => Say("El camino de un evento", "The way of an event");
    public string StepsLead => Say("Pasos en orden; cada uno lo deja pasar o dice por qué no.", "Steps in order; each lets it pass or says why not.");
    public string StepCount(string accepted) => Say($"{accepted} aceptados desde que arrancó el servidor", $"{accepted} kept since the server started");
    public string Dropped => Say("Descartado y contado", "Dropped and counted");
    public string DroppedLead => Say("Un duplicado, por ejemplo, se cuenta aquí y no se apunta dos veces.", "A duplicate, for one, is counted here and not posted twice.");
    public string Step => Say("Paso", "Step");
    public string Reason => Say("Motivo", "Reason");
    public string Count => Say("Veces", "Times");
    /// <summary>The word for a reason for quarantine or for a drop; its code where we have none.</summary>
    public string ReasonName(string code) => code switch
    {
        "duplicate" => Say("Repetido: ya estaba", "A repeat: it was there"),
        "same-identifier" => Say("El mismo identificador dos veces", "The same identifier twice"),
        "merged-elsewhere" => Say("Ya unido a otro cliente", "Merged into another customer already"),
        "circle-of-merges" => Say("Fusiones en círculo", "Merges in a circle"),
        _ => QuarantineReasons.Name(code, Language == PageLanguage.English ? "en" : "es"),
    };

    /// <summary>The word for a step of the way of an event.</summary>
    public string StepName(string step) => step switch
    {
        "limits" => Say("límites", "limits"),
        "text" => Say("texto", "text"),
        "shape" => Say("forma", "shape"),
        "type" => Say("tipo", "type"),
        "attributes" => Say("atributos", "attributes"),
        "data" => Say("datos", "data"),
        "customer" => Say("cliente", "customer"),
        "message" => Say("mensaje", "message"),
        "time" => Say("hora", "time"),
        "touchpoint" => Say("punto de contacto", "touchpoint"),
        "signals" => Say("señales", "signals"),
        "cardinality" => Say("variedad", "cardinality"),
        "mapping" => Say("mapeo", "mapping"),
        "quarantine" => Say("cuarentena", "quarantine"),
        "deduplicate" => Say("repetidos", "deduplicate"),
        "merge" => Say("fusión", "merge"),
        "identify" => Say("identificación", "identify"),
        _ => step,
    };

    public string NothingDropped => Say("No se ha descartado nada.", "Nothing was dropped.");

    public string QuarantineLead => Say("Lo que no se pudo leer se guarda entero, con el motivo. Corríjalo y vuelva a enviarlo.", "What could not be read is kept whole, with its reason. Correct it and send it again.");
    public string QuarantineEmpty => Say("La cuarentena está vacía", "Quarantine is empty");
    public string QuarantineEmptyText => Say("Todo lo que ha llegado se ha entendido.", "Everything that arrived was understood.");
    public string Raw => Say("Tal como llegó; puede corregirlo", "As it came; you may correct it");
    public string Replay => Say("Enviar de nuevo", "Send again");
    public string ReplayAll => Say("Enviar todo de nuevo", "Send all again");
    public string Discard => Say("Descartar", "Discard");
    public string DiscardAll => Say("Descartar todo", "Discard all");
    public string DiscardSure => Say("¿Descartar estos eventos? Siguen en el diario, pero ya no se ofrecen aquí.", "Discard these events? They stay in the journal but are no longer offered here.");
    public string StateName(string state) => state switch
    {
        "waiting" => Say("espera", "waiting"),
        "replayed" => Say("enviado de nuevo", "sent again"),
        _ => Say("descartado", "discarded"),
    };
    public string EveryReason => Say("Cualquier motivo", "Any reason");

    /// <summary>What a form of this page came to, by the code in the address; null when the code is none.</summary>
    public string? Outcome(string? code, string? count) => code switch
    {
        "replay-done" => Say($"Enviados de nuevo: {count}.", $"Sent again: {count}."),
        "replay-some" => Say($"Algunos se rechazaron otra vez y siguen aquí. Enviados: {count}.", $"Some were refused again and are still here. Sent: {count}."),
        "replay-refused" => Say("Se rechazó otra vez; sigue aquí. Lea el motivo y corríjalo.", "It was refused again and is still here. Read the reason and correct it."),
        "discard-done" => Say($"Descartados: {count}.", $"Discarded: {count}."),
        "discard-some" or "discard-refused" => Say("Ya no esperaban; no ha cambiado nada.", "They were not waiting any more; nothing changed."),
        _ => null,
    };
}
