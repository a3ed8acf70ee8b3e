using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Operations;

/// <summary>The texts of the page <i>System</i>.</summary>
public sealed class SystemTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Sistema", "System");
    public string Lead(bool cluster) => cluster
        ? Say("Los nodos que comparten estos libros y cómo va cada parte.", "The nodes that share these books, and how each part is doing.")
        : Say("Un solo proceso sobre su carpeta de datos, y cómo va cada parte.", "One process over its data folder, and how each part is doing.");
    public string Refresh => Say("Actualizar", "Refresh");
    public string Well => Say("Todo responde", "Everything answers");
    public string Slow(string partitions) => Say($"No responden en dos segundos: particiones {partitions}. Lo confirmado está en el diario; si dura más de un minuto, mire el registro de su nodo.", $"Not answering within two seconds: partitions {partitions}. What was acknowledged is in the journal; if it lasts longer than a minute, look at the log of their node.");
    public string Ailing(string ailment) => Say($"Este nodo no puede atender ahora. Lo confirmado no se pierde. {ailment}", $"This node cannot serve now. Nothing acknowledged is lost. {ailment}");
    public string Figures => Say("Cifras", "Figures");
    public string Version => Say("Versión", "Version");
    public string Since => Say("En marcha desde", "Up since");
    public string Head => Say("Última posición del diario", "Last position of the journal");
    public string Lag => Say("Retraso de las particiones", "Lag of the partitions");
    public string LagLead => Say("tiempo hasta responder con todo lo confirmado antes de preguntar", "time until an answer holds everything acknowledged before the question");
    public string Memory => Say("Memoria", "Memory");
    public string Objects(string bytes) => Say($"libros y programa {bytes}", $"books and program {bytes}");
    public string HistoryHolds(string bytes, string max) => Say($"historial {bytes} de {max} como mucho", $"history {bytes} of {max} at most");
    public string Nodes => Say("Nodos", "Nodes");
    public string Node => Say("Nodo", "Node");
    public string Here => Say("este", "this one");
    public string State => Say("Estado", "State");
    public string StateName(string state) => state switch
    {
        "lives" => Say("en marcha", "running"),
        "leaves" => Say("se está parando", "stopping"),
        _ => Say("no da señales", "not heard of"),
    };
    public string Partitions => Say("Particiones", "Partitions");
    public string PartitionsLead => Say("Cada cliente está en una, siempre la misma. Una partición sin responder no pierde nada: el diario guarda lo que aún no ha leído.", "Each customer is in one, always the same. A partition that does not answer loses nothing: the journal holds what it has not read yet.");
    public string Partition => Say("Partición", "Partition");
    public string Owner => Say("La lleva", "Kept by");
    public string Nobody => Say("nadie en este momento", "nobody at this moment");
    public string Position => Say("Posición", "Position");
    public string Interactions => Say("Interacciones", "Interactions");
    public string Customers => Say("Clientes", "Customers");
    public string Answered => Say("Respondió en", "Answered in");
    public string Silent => Say("no responde", "not answering");
    public string Queues => Say("Colas", "Queues");
    public string QueuesLead => Say("Lo que espera en este nodo. Desde la mitad de la cola del diario se pide a quien envía que vuelva más tarde (429).", "What waits on this node. From half of the journal's queue on, senders are told to come later (429).");
    public string QueueName(string queue) => queue switch
    {
        "journal" => Say("Por escribir en el diario", "To be written to the journal"),
        "bodies" => Say("Envíos en memoria", "Requests in memory"),
        _ => Say("Historial por leer", "History to be read"),
    };
    public string Entries(string count) => Say($"{count} asientos", $"{count} entries");
    public string Of(string part, string whole) => Say($"{part} de {whole}", $"{part} of {whole}");
    public string Disk => Say("Disco", "Disk");
    public string DiskLead => Say("Lo que es la verdad debe estar en la copia de seguridad; lo derivado se rehace del diario.", "What is the truth belongs in the backup; what is derived is made again from the journal.");
    public string What => Say("Qué", "What");
    public string Size => Say("Tamaño", "Size");
    public string Kept => Say("Copia", "Backup");
    public string KeptName(string kept) => kept switch { "truth" => Say("necesaria", "needed"), "derived" => Say("se rehace", "made again"), _ => "–" };
    public string DiskName(string what) => what switch
    {
        "journal" => Say("Diario", "Journal"),
        "books" => Say("Libros", "Books"),
        "history" => Say("Historial", "History"),
        "application" => Say("Cuentas, claves, ajustes y encuestas", "Accounts, keys, settings and surveys"),
        "imports" => Say("Ficheros importados", "Imported files"),
        "models" => Say("Modelos de lectura", "Reading models"),
        "moments" => Say("Momentos de antes de definirlos", "Moments from before they were defined"),
        "database" => Say("Base de datos del clúster", "The cluster's database"),
        "free" => Say("Libre", "Free"),
        _ => Say("Otros", "Other"),
    };
    public string Retention => Say("Cuánto se guarda", "How long it is kept");
    public string RetentionLead => Say("Los plazos se ponen con «veinte retain --keep texts=365 --apply» o en la API. Lo que se quita nunca formó parte de una nota ni de un importe: los libros quedan igual.", "Set by 'veinte retain --keep texts=365 --apply' or the API. What is taken away never made a grade or an amount: the books stay the same.");
    public string KeptFor => Say("Se guarda", "Kept");
    public string TakenLast => Say("Última vez que se quitó", "Last taken away");
    public string Forever => Say("siempre", "for ever");
    public string Days(string days) => Say($"{days} días", $"{days} days");
    public string Taken(string items, string when) => Say($"{items} el {when}", $"{items} on {when}");
    public string ClassName(string name) => name switch
    {
        "quarantine" => Say("Envíos rechazados", "Refused events"),
        "texts" => Say("Lo que escribieron los clientes", "What customers wrote"),
        "context" => Say("Dispositivos y direcciones de red", "Devices and network addresses"),
        "uploads" => Say("Ficheros subidos sin importar", "Uploaded files not imported"),
        _ => Say("Historial para preguntas", "History for questions"),
    };
    public string ClassHow(bool journal) => journal ? Say("en el diario: se quita con «veinte retain --apply»", "in the journal: taken out by 'veinte retain --apply'") : Say("lo quita el servidor cada día", "taken away by the server every day");
    public string BooksClass => Say("Notas, importes y decisiones", "Grades, amounts and decisions");
    public string BooksWhy => Say("son los libros; sin ellos nadie podría comprobarlos", "they are the books; without them nobody could verify them");
    public string Dropped => Say("Lo que no entró en los libros", "What did not enter the books");
    public string DroppedLead => Say("Desde el primer día, por paso y motivo. Lo que está en cuarentena se puede corregir y reenviar.", "Since the first day, by step and reason. What is in quarantine can be corrected and sent again.");
    public string Refused => Say("Rechazado en las puertas", "Refused at the doors");
    public string RefusedLead => Say("En este nodo, desde que arrancó.", "On this node, since it started.");
    public string Quarantine => Say("Ver la cuarentena", "See the quarantine");
    public string Milliseconds(string number) => $"{number} ms";
}
