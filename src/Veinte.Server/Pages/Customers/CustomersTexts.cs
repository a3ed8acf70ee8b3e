using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Customers;

/// <summary>The texts of <i>Customers</i>, of statements and of the decisions taken on their lines.</summary>
public sealed class CustomersTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Clientes", "Customers");
    public string Lead(string count) => Say($"{count} conocidos.", $"{count} known.");
    public string SearchLabel => Say("Nombre o identificador", "Name or identifier");
    public string SortLabel => Say("Ordenar por", "Sort by");
    public string ByLast => Say("Contacto más reciente", "Most recent contact");
    public string ByBalanceHigh => Say("Saldo más alto", "Highest balance");
    public string ByBalanceLow => Say("Saldo más bajo", "Lowest balance");
    public string ByGradeLow => Say("Nota más baja", "Lowest grade");
    public string ByInteractions => Say("Más interacciones", "Most interactions");
    public string NobodyTitle => Say("Todavía no hay clientes", "No customers yet");
    public string NobodyText => Say(
        "Un cliente aparece solo, con su primera interacción. No hace falta darlo de alta.",
        "A customer appears with his first interaction. There is nothing to register.");
    public string NotFound(string search) => Say($"Nadie coincide con «{search}».", $"Nobody matches “{search}”.");
    public string ShowAll => Say("Ver todos", "Show all");
    public string Profile => Say("Ficha", "Profile");
    public string Traits => Say("Rasgos", "Traits");
    public string NoTraits => Say("Ningún rasgo todavía. Llegan con «identify».", "No traits yet. They arrive with “identify”.");
    public string WhatTheyWrote => Say("Lo que ha escrito", "What they wrote");
    public string Groups => Say("Organizaciones", "Organisations");
    public string ByTouchpoint => Say("Por punto de contacto", "By touchpoint");
    public string Identifiers => Say("Identificadores", "Identifiers");
    public string IdentifierKind(string kind) => kind == "anonymous" ? Say("dispositivo o sesión", "device or session") : Say("identificador propio", "own identifier");
    /// <summary>Why an identifier was merged, by the word the journal keeps for it.</summary>
    public string Merged(string cause) => cause switch
    {
        "seen-together" => Say("fusionado: llegaron en la misma llamada", "merged: they came in the same call"),
        "alias" or "alias-known" => Say("fusionado: lo pidió una llamada «alias»", "merged: an “alias” call asked for it"),
        _ => Say("fusionado a mano", "merged by hand"),
    };

    public string OnlySeen => Say("visto, sin fusionar", "seen, not merged");
    public string Undo => Say("Deshacer", "Undo");
    public string UndoMerge => Say("Deshacer la fusión", "Undo the merge");
    public string MergeInto => Say("Fusionar otro cliente en este", "Merge another customer into this one");
    public string MergeFrom => Say("Identificador del otro cliente", "Identifier of the other customer");
    public string Merge => Say("Fusionar", "Merge");
    public string MergeExplained => Say(
        "Su saldo pasa aquí con un traspaso. Se puede deshacer, y los libros cuadran en todo momento.",
        "His balance moves here by a transfer. It can be undone, and the books balance throughout.");
    public string WasMerged(string asked) => Say($"«{asked}» se fusionó en este cliente.", $"“{asked}” was merged into this customer.");
    public string Unknown(string id) => Say($"No hay ningún cliente con el identificador «{id}».", $"There is no customer with the identifier “{id}”.");

    public string When => Say("Cuándo", "When");
    public string What => Say("Qué", "What");
    public string OpenLine => Say("Ver por qué", "See why");
    public string Signal => Say("Señal", "Signal");
    public string Said => Say("Dijo", "It said");
    public string AloneGrade => Say("Por sí sola", "On its own");
    public string Share => Say("Cuota", "Share");
    public string Contribution => Say("Aporta", "Adds");
    public string Sum => Say("Nota", "Grade");
    public string Equation(string weight, string grade, string par, string amount) => Say(
        $"peso {weight} × (nota {grade} − par {par}) = {amount} puntos",
        $"weight {weight} × (grade {grade} − par {par}) = {amount} points");
    public string MessageId => Say("Mensaje", "Message");
    public string AllKnown => Say("Todo lo que se sabe", "Everything known");
    public string Reversed => Say("anulada", "reversed");
    public string DisputeState(string state) => state switch
    {
        "open" => Say("en disputa", "disputed"),
        "upheld" => Say("disputa aceptada", "dispute upheld"),
        _ => Say("disputa rechazada", "dispute rejected"),
    };
    public string Reverse => Say("Anular el apunte", "Reverse the posting");
    public string ReverseExplained => Say(
        "Se escribe un apunte contrario; el original queda a la vista.",
        "An opposite posting is written; the original stays in sight.");
    public string Dispute => Say("Disputar", "Dispute");
    public string DisputeExplained => Say(
        "Alguien con autoridad decidirá; aceptarla anula el apunte.",
        "Somebody with the authority will decide; upholding it reverses the posting.");
    public string Reason => Say("Motivo", "Reason");
    public string NoLines => Say("Sin movimientos todavía.", "Nothing posted yet.");

    public string Disputes => Say("Disputas", "Disputes");
    public string DisputesLead => Say("Lo que alguien no considera justo, y qué se decidió.", "What somebody finds unfair, and what was decided.");
    public string NoDisputesTitle => Say("Nadie disputa nada", "Nobody disputes anything");
    public string NoDisputesText => Say(
        "Una disputa se abre desde cualquier línea de un extracto.",
        "A dispute is opened from any line of a statement.");
    public string OpenedBy(string author) => Say($"abierta por {author}", $"opened by {author}");
    public string ResolvedBy(string author) => Say($"decidida por {author}", $"decided by {author}");
    public string Uphold => Say("Aceptar y anular el apunte", "Uphold and reverse the posting");
    public string Reject => Say("Rechazar", "Reject");

    public string InteractionTitle(string touchpoint) => Say($"Interacción en {touchpoint}", $"Interaction at {touchpoint}");
    public string Times => Say("Las cuatro horas", "The four times");
    public string OccurredAt => Say("Ocurrió", "Occurred");
    public string OriginalAt => Say("Reloj del emisor al ocurrir", "Sender's clock when it occurred");
    public string SentAt => Say("Reloj del emisor al enviar", "Sender's clock when sending");
    public string ReceivedAt => Say("Recibida aquí", "Received here");
    public string Clamped => Say(
        "La hora declarada no era creíble: se usa la de recepción.",
        "The time it claimed was not credible: the time of receipt is used.");
    public string Where => Say("Dónde y quién", "Where and who");
    public string Source => Say("Origen", "Source");
    public string CallType => Say("Llamada", "Call");
    public string Intent => Say("Intención", "Intent");
    public string IntentName(string intent) => intent switch
    {
        "know" => Say("saber", "know"),
        "go" => Say("ir", "go"),
        "do" => Say("hacer", "do"),
        "buy" => Say("comprar", "buy"),
        _ => Say("no se dijo", "not said"),
    };
    public string Stage => Say("Etapa", "Stage");
    public string Journey => Say("Recorrido", "Journey");
    public string PositionInJournal => Say("Posición en el diario", "Position in the journal");
    public string Properties => Say("Propiedades", "Properties");
    public string Context => Say("Contexto", "Context");
    public string NoneCame => Say("No llegó nada.", "Nothing came.");

    /// <summary>What a decision came to, by the code in the address; null when the code is none.</summary>
    public string? Outcome(string? code) => code switch
    {
        "reverse-done" => Say("Apunte anulado. El apunte contrario ya está en el extracto.", "Posting reversed. The opposite posting is in the statement."),
        "dispute-done" => Say("Disputa abierta.", "Dispute opened."),
        "resolve-done" => Say("Disputa decidida.", "Dispute decided."),
        "merge-done" => Say("Clientes fusionados. El saldo ha pasado con un traspaso.", "Customers merged. The balance moved by a transfer."),
        "unmerge-done" => Say("Fusión deshecha. El saldo ha vuelto.", "Merge undone. The balance has moved back."),
        "reverse-already" or "dispute-already" or "resolve-already" or "merge-already" or "unmerge-already" =>
            Say("Ya estaba así; no ha cambiado nada.", "It was so already; nothing changed."),
        "reverse-notfound" or "dispute-notfound" or "resolve-notfound" or "merge-notfound" or "unmerge-notfound" =>
            Say("No existe lo que se nombró; no ha cambiado nada.", "What was named does not exist; nothing changed."),
        "reverse-refused" => Say("Los libros no lo permiten: ese apunte ya está anulado o no es un apunte.", "The books do not allow it: that posting is reversed already, or is no posting."),
        "dispute-refused" => Say("Los libros no lo permiten: ya hay una disputa o no es un apunte.", "The books do not allow it: there is a dispute already, or it is no posting."),
        "resolve-refused" => Say("La disputa ya estaba decidida.", "The dispute was decided already."),
        "merge-refused" => Say("Los libros no permiten fusionar estos dos clientes.", "The books do not allow merging these two customers."),
        "unmerge-refused" => Say("Los libros no permiten deshacer esa fusión.", "The books do not allow undoing that merge."),
        "reason-missing" => Say("Falta el motivo; no ha cambiado nada.", "The reason is missing; nothing changed."),
        _ => null,
    };
}
