namespace Veinte.Server.Pages.Language;

/// <summary>The words of the books as people read them.</summary>
public sealed class BooksTexts(PageLanguage language) : TextsOf(language)
{
    public string Balance => Say("Saldo", "Balance");
    public string Grade => Say("Nota", "Grade");
    public string Standing => Say("Situación", "Standing");
    public string Points => Say("puntos", "points");
    public string OfTwenty => Say("de 20", "out of 20");
    public string Par => Say("par", "par");
    public string Credit => Say("abono", "credit");
    public string Debit => Say("cargo", "debit");
    public string AtPar => Say("en par", "at par");
    public string Ungraded => Say("sin nota", "ungraded");
    public string UngradedWhy => Say(
        "No trajo ninguna evidencia de cómo fue: se cuenta, pero no suma ni resta.",
        "It carried no evidence of how it went: it is counted, and adds or takes nothing.");
    public string Interaction => Say("Interacción", "Interaction");
    public string Interactions => Say("Interacciones", "Interactions");
    public string Graded => Say("Con nota", "Graded");
    public string Customer => Say("Cliente", "Customer");
    public string Touchpoint => Say("Punto de contacto", "Touchpoint");
    public string Touchpoints => Say("Puntos de contacto", "Touchpoints");
    public string Channel => Say("Canal", "Channel");
    public string Staff => Say("Persona", "Staff member");
    public string StaffMany => Say("Personal", "Staff");
    public string Area => Say("Área", "Area");
    public string Areas => Say("Áreas", "Areas");
    public string Weight => Say("Peso", "Weight");
    public string Amount => Say("Importe", "Amount");
    public string Policy => Say("Política", "Policy");
    public string PolicyVersion(int version) => Say($"política de notas v{version}", $"scoring policy v{version}");
    public string LastContact => Say("Último contacto", "Last contact");
    public string FirstContact => Say("Primer contacto", "First contact");
    public string Name => Say("Nombre", "Name");
    public string NotEnough => Say("Aún no hay datos suficientes", "Not enough data yet");
    public string Interval(string low, string high) => Say($"de {low} a {high}", $"{low} to {high}");
    public string IntervalMeaning => Say(
        "Con un 95 % de confianza la nota verdadera está entre los extremos. Con pocas interacciones se acerca a la de su grupo.",
        "With 95 % confidence the true grade lies between the ends. With few interactions it leans towards its group's.");
    public string PlainMean(string grade) => Say($"media simple {grade}", $"plain mean {grade}");
    public string NothingGraded => Say("Todavía no hay ninguna nota.", "Nothing is graded yet.");
    public string CountOf(string graded, string all) => Say($"{graded} con nota de {all}", $"{graded} graded of {all}");
    public string Statement => Say("Extracto", "Statement");
    public string Reasons => Say("Por qué", "Why");
    public string Anonymous => Say("sin identificar", "not identified");

    /// <summary>The word for a statement line's or live posting's kind.</summary>
    public string Kind(string kind, long amount) => kind switch
    {
        "ungraded" => Ungraded,
        "reversal" => Say("anulación", "reversal"),
        "transfer-in" => Say("traspaso recibido", "transfer in"),
        "transfer-out" => Say("traspaso enviado", "transfer out"),
        _ => amount > 0 ? Credit : amount < 0 ? Debit : AtPar,
    };

    /// <summary>The word for a channel.</summary>
    public string ChannelName(string channel) => channel switch
    {
        "web" => "web",
        "app" => "app",
        "whatsapp" => "WhatsApp",
        "messenger" => "Messenger",
        "instagram" => "Instagram",
        "x" => "X",
        "facebook" => "Facebook",
        "linkedin" => "LinkedIn",
        "telegram" => "Telegram",
        "email" => Say("correo", "e-mail"),
        "phone" => Say("teléfono", "phone"),
        "chat" => "chat",
        "in-person" => Say("en persona", "in person"),
        "kiosk" => Say("quiosco", "kiosk"),
        "document" => Say("documento", "document"),
        "community" => Say("comunidad", "community"),
        "iot" => Say("objeto conectado", "connected thing"),
        "xr" => Say("realidad virtual", "virtual reality"),
        _ => Say("otro", "other"),
    };

    /// <summary>The word for a signal.</summary>
    public string SignalName(string signal) => signal switch
    {
        "rating" => Say("valoración", "rating"),
        "nps" => "NPS",
        "csat" => "CSAT",
        "ces" => "CES",
        "wait" => Say("espera", "wait"),
        "outcome" => Say("resultado", "outcome"),
        "effort" => Say("esfuerzo", "effort"),
        "reaction" => Say("reacción", "reaction"),
        "tone" => Say("tono del texto", "tone of the text"),
        _ => signal,
    };
}
