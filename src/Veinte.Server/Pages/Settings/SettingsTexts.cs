using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Settings;

/// <summary>The texts of <i>Settings</i>: the scoring policy, restatement, the workspace, the demo.</summary>
public sealed class SettingsTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Ajustes", "Settings");
    public string NeedsScript => Say("El editor necesita JavaScript; la API hace lo mismo sin él.", "The editor needs JavaScript; the API does the same without.");
    public string Policy => Say("Política de notas", "Scoring policy");
    public string PolicyLead => Say("Cómo las señales se vuelven una nota de 0 a 20, y la nota un importe.", "How signals become a grade from 0 to 20, and the grade an amount.");
    public string InForce(int version, string name) => Say($"En vigor: versión {version}, «{name}»", $"In force: version {version}, “{name}”");
    public string Basics => Say("Lo básico", "The basics");
    public string Name => Say("Nombre", "Name");
    public string Par => Say("Par: la nota con la que no se gana ni se pierde", "Par: the grade at which nothing is earned or lost");
    public string DefaultWeight => Say("Peso de una interacción", "Weight of an interaction");
    public string DebitFactor => Say("Por cuánto se multiplican los cargos (1 a 5)", "By how much debits are multiplied (1 to 5)");
    public string HalfLife => Say("Días en que una nota cuenta la mitad en la situación", "Days after which a grade counts half in the standing");
    public string Signals => Say("Señales", "Signals");
    public string SignalsLead => Say(
        "Varianza: cuánto se desvía la señal de la nota verdadera. Cuanto menor, más pesa entre las señales de una interacción.",
        "Variance: how far the signal strays from the true grade. The smaller, the more it counts among the signals of one interaction.");
    public string Counts => Say("Cuenta", "Counts");
    public string Variance => Say("Varianza", "Variance");
    public string Scale(string signal) => signal switch
    {
        "rating" => Say("su propia escala, de peor a mejor", "its own scale, worst to best"),
        "nps" => "0–10",
        "csat" => "1–5",
        "ces" => Say("1–7, 7 = fácil", "1–7, 7 = easy"),
        "effort" => Say("1–7, 7 = difícil", "1–7, 7 = hard"),
        "wait" => Say("según el mapa de espera", "by the map of waiting"),
        "tone" => Say("lo que dicen las palabras; pesa menos que una valoración", "what the words say; weighs less than a rating"),
        _ => Say("una nota por respuesta", "one grade for each answer"),
    };
    public string Wait => Say("Mapa de espera", "Map of waiting");
    public string WaitLead => Say("Esperado entre prometido, y la nota que merece. Entre puntos, en línea recta.", "Waited divided by promised, and the grade it is worth. Straight lines between points.");
    public string Ratio => Say("Esperado ÷ prometido", "Waited ÷ promised");
    public string Grade => Say("Nota", "Grade");
    public string AddPoint => Say("Añadir punto", "Add a point");
    public string Remove => Say("Quitar", "Remove");
    public string Outcomes => Say("Resultados y reacciones", "Outcomes and reactions");
    public string Word(string word) => word switch
    {
        "success" => Say("resuelto", "solved"),
        "partial" => Say("resuelto en parte", "solved in part"),
        "failure" => Say("sin resolver", "not solved"),
        "like" => Say("me gusta", "like"),
        "love" => Say("me encanta", "love"),
        "laugh" => Say("me divierte", "laugh"),
        "wow" => Say("me asombra", "wow"),
        "sad" => Say("me entristece", "sad"),
        "dislike" => Say("no me gusta", "dislike"),
        _ => Say("me enfada", "angry"),
    };
    public string Touchpoints => Say("Puntos de contacto con condiciones propias", "Touchpoints with terms of their own");
    public string TouchpointsLead => Say("Vacío significa lo de la política.", "Left empty it is the policy's.");
    public string AddTouchpoint => Say("Añadir punto de contacto", "Add a touchpoint");
    public string Weight => Say("Peso", "Weight");
    public string ParShort => Say("Par", "Par");
    public string Example => Say("Un ejemplo, con este borrador", "An example, under this draft");
    public string ExampleLead => Say("Escriba una interacción y vea su nota, por qué, y el importe.", "Type an interaction and see its grade, why, and the amount.");
    public string Rating => Say("Valoración", "Rating");
    public string OfScale => Say("de", "out of");
    public string Waited => Say("Esperó (s)", "Waited (s)");
    public string Promised => Say("Prometido (s)", "Promised (s)");
    public string WhatTheyWrote => Say("Lo que escribió", "What they wrote");
    public string Outcome => Say("Resultado", "Outcome");
    public string Reaction => Say("Reacción", "Reaction");
    public string Nothing => Say("nada", "none");
    public string Ungraded => Say("Sin señales que cuenten, queda sin nota.", "Without signals that count it stays ungraded.");
    public string Sum => Say("Suman", "They add up to");
    public string Errors => Say("El borrador no se puede publicar todavía", "The draft cannot be published yet");
    public string Changes => Say("Cambios respecto a la versión en vigor", "Changes against the version in force");
    public string NoChanges => Say("Ninguno: el borrador es la versión en vigor.", "None: the draft is the version in force.");
    public string Note => Say("Nota para los demás (por qué)", "Note for the others (why)");
    public string Publish => Say("Publicar", "Publish");
    public string PublishLead => Say("Vale para lo que llegue desde ahora. Lo ya apuntado no cambia.", "It holds for what comes from now on. What is posted does not change.");
    public string PublishSure => Say("¿Publicar esta política? Las interacciones nuevas se graduarán con ella.", "Publish this policy? New interactions will be graded by it.");
    public string Failed => Say("No se ha podido: ", "That did not work: ");
    public string Versions => Say("Versiones publicadas", "Published versions");
    public string Version => Say("Versión", "Version");
    public string UseVersion => Say("Llevar al borrador", "Take into the draft");
    public string Json => Say("El borrador como JSON", "The draft as JSON");
    public string Restate => Say("Reexpresar la historia", "Restate history");
    public string RestateLead => Say(
        "Recalcula toda la historia con el borrador, aparte, y compara. No cambia nada hasta que usted lo decida.",
        "Computes all of history anew under the draft, apart, and compares. Nothing changes until you decide so.");
    public string Compare => Say("Comparar antes y después", "Compare before and after");
    public string Working => Say("Calculando…", "Computing…");
    public string Before => Say("Antes", "Before");
    public string After => Say("Después", "After");
    public string Total => Say("Todos los clientes", "All customers");
    public string PutInForce => Say("Poner en vigor para toda la historia", "Put in force for all of history");
    public string PutInForceSure => Say(
        "Se publica este borrador (si no lo está) y los libros pasan a ser los recalculados con él, hasta este momento. Cada línea dirá también lo que decía. ¿Seguir?",
        "This draft is published (unless it is) and the books become those computed under it, up to this moment. Each line will also tell what it said. Go on?");
    public string NowInForce => Say("Los libros recalculados están en vigor.", "The restated books are in force.");
    public string Stale => Say("El borrador ha cambiado desde esta comparación: compare otra vez.", "The draft has changed since this comparison: compare again.");
    public string Workspace => Say("Espacio de trabajo", "Workspace");
    public string WorkspaceName => Say("Nombre de la firma", "Name of the firm");
    public string TimeZone => Say("Zona horaria", "Time zone");
    public string Currency => Say("Moneda (código de tres letras)", "Currency (three-letter code)");
    public string DefaultLanguage => Say("Idioma de quien no ha elegido", "Language of those who have not chosen");
    public string Save => Say("Guardar", "Save");
    public string Demo => Say("La demostración", "The demo");
    public string DemoLead => Say("Borrar deja los libros vacíos. Las cuentas y las claves se quedan.", "Wiping leaves the books empty. Accounts and keys stay.");
    public string SlowCheckIn => Say("Empeorar la facturación dos minutos", "Make check-in slow for two minutes");
    public string NormalCheckIn => Say("Devolver la facturación a la normalidad", "Make check-in normal again");
    public string SlowCheckInLead => Say("Para ver en Promesas cuánto tarda en notarse: unos segundos.", "To see on Promises how soon it is noticed: within seconds.");
    public string Wipe => Say("Borrar la demostración", "Wipe the demo");
    public string WipeSure => Say("¿Borrar los libros de la demostración? No se puede deshacer.", "Wipe the demo's books? This cannot be undone.");
    public string Wiping => Say("Borrando; la página vuelve sola.", "Wiping; the page comes back by itself.");
    public string ForPrograms => Say("Para programas", "For programs");
    public string ApiReference => Say("Referencia de la API", "API reference");

    /// <summary>What saving came to, by the code in the address; null when the code is none.</summary>
    public string? Saved(string? code) => code switch
    {
        "saved" => Say("Guardado.", "Saved."),
        "published" => Say("Política publicada.", "Policy published."),
        "restated" => NowInForce,
        "time-zone" => Say("Esa zona horaria no existe; no ha cambiado nada.", "There is no such time zone; nothing changed."),
        "currency" => Say("La moneda son tres letras mayúsculas, como EUR; no ha cambiado nada.", "A currency is three capital letters such as EUR; nothing changed."),
        "name" => Say("El nombre es demasiado largo; no ha cambiado nada.", "The name is too long; nothing changed."),
        _ => null,
    };
}
