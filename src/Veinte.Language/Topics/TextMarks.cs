namespace Veinte.Language.Topics;

/// <summary>A theme of customer experience that a text speaks of, with the words that name it.</summary>
/// <param name="Theme">Its code, one of <see cref="Themes.All"/>.</param>
/// <param name="Offset">Where the words start, in UTF-16 units.</param>
/// <param name="Length">How long they are.</param>
/// <param name="Words">The words.</param>
public readonly record struct ThemeSpan(string Theme, int Offset, int Length, string Words);

/// <summary>What the author of a text came for.</summary>
public enum TextIntent : byte
{
    /// <summary>Not said.</summary>
    Unknown = 0,
    /// <summary>To find something out.</summary>
    Know = 1,
    /// <summary>To get somewhere.</summary>
    Go = 2,
    /// <summary>To get something done.</summary>
    Do = 3,
    /// <summary>To buy or book something.</summary>
    Buy = 4,
}

/// <summary>What a text is about.</summary>
/// <param name="Themes">Its themes in the order of the text, each mention.</param>
/// <param name="Intent">What its author came for.</param>
/// <param name="Hostility">0 (none) to 1: insults, slurs and threats. Blame alone is not hostility.</param>
public sealed record TextMarks(IReadOnlyList<ThemeSpan> Themes, TextIntent Intent, double Hostility);

/// <summary>The themes and how they are called.</summary>
public static class Themes
{
    private static readonly (string Code, string Spanish, string English)[] Names =
    [
        ("waiting", "Espera", "Waiting"), ("staff", "Personal", "Staff"), ("price", "Precio", "Price"), ("billing", "Cobros", "Billing"), ("refund", "Reembolsos", "Refunds"),
        ("product", "Producto", "Product"), ("delivery", "Entrega", "Delivery"), ("cleanliness", "Limpieza", "Cleanliness"), ("facilities", "Instalaciones", "Facilities"),
        ("noise", "Ruido", "Noise"), ("food", "Comida", "Food"), ("safety", "Seguridad", "Safety"), ("accessibility", "Accesibilidad", "Accessibility"), ("luggage", "Equipaje", "Luggage"),
        ("booking", "Reservas y citas", "Bookings"), ("app", "App y web", "App and website"), ("information", "Información", "Information"), ("contact", "Contacto", "Getting in touch"),
        ("competence", "Competencia", "Competence"), ("location", "Ubicación", "Location"), ("transport", "Transporte", "Transport"), ("listening", "Escucha", "Being listened to"),
        ("connection", "Conexión", "Connection"), ("teaching", "Enseñanza", "Teaching"), ("staffing", "Falta de personal", "Staffing"), ("gratitude", "Agradecimiento", "Gratitude"),
    ];

    /// <summary>The codes of all themes; a theme keeps its code.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(name => name.Code)];

    /// <summary>What a theme is called; the code itself when it is not known.</summary>
    public static string NameOf(string code, TextLanguage language) =>
        Names.FirstOrDefault(name => name.Code == code) is { Code: not null } name ? language == TextLanguage.Spanish ? name.Spanish : name.English : code;
}
