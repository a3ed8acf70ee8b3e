namespace Veinte.Doors;

/// <summary>
/// Why an event was refused. Its kebab-case code (<see cref="QuarantineReasons.Code"/>) is written to the journal and
/// into metrics: append only, never rename.
/// </summary>
public enum QuarantineReason : byte
{
    /// <summary>The event is not a JSON object.</summary>
    NotAnObject = 1,
    /// <summary>The event is larger than a single event may be.</summary>
    EventTooLarge = 2,
    /// <summary>Objects and lists are nested too deeply.</summary>
    TooDeep = 3,
    /// <summary>Bytes that are not UTF-8.</summary>
    InvalidUtf8 = 4,
    /// <summary>A member that matters stands there twice.</summary>
    DuplicateMember = 5,
    /// <summary>The event stands beyond the number of events a batch may hold.</summary>
    BatchTooLong = 6,
    /// <summary>A member has a type that cannot be meant.</summary>
    WrongType = 7,
    /// <summary>The type of call is missing or none we know.</summary>
    UnknownType = 8,
    /// <summary>No identifier of a customer.</summary>
    MissingCustomer = 9,
    /// <summary>The only identifiers are placeholders such as <c>null</c> or <c>undefined</c>.</summary>
    BlockedIdentifier = 10,
    /// <summary>An identifier is too long.</summary>
    IdentifierTooLong = 11,
    /// <summary>A track call without an event's name.</summary>
    MissingEvent = 12,
    /// <summary>A group call without a group.</summary>
    MissingGroup = 13,
    /// <summary>An alias call without the two identifiers it joins.</summary>
    MissingPreviousId = 14,
    /// <summary>The message id is too long.</summary>
    MessageIdTooLong = 15,
    /// <summary>The touchpoint's name is too long.</summary>
    TouchpointTooLong = 16,
    /// <summary>Staff, area, stage or journey is too long.</summary>
    NameTooLong = 17,
    /// <summary>The source has brought more different touchpoints than one source may.</summary>
    TooManyTouchpoints = 18,
    /// <summary>A time that cannot be read.</summary>
    TimeInvalid = 19,
    /// <summary>A time that cannot be true.</summary>
    TimeOutOfRange = 20,
    /// <summary>A signal that should be a number is none, or is not finite.</summary>
    SignalNotANumber = 21,
    /// <summary>The rating lies outside its scale.</summary>
    RatingOffScale = 22,
    /// <summary>The two ends of the rating's scale are the same.</summary>
    RatingScaleEmpty = 23,
    /// <summary>Another signal lies outside its scale.</summary>
    SignalOffScale = 24,
    /// <summary>An outcome we do not know.</summary>
    UnknownOutcome = 25,
    /// <summary>A reaction we do not know.</summary>
    UnknownReaction = 26,
    /// <summary>A CloudEvent lacks an attribute it must have, or has one it must not.</summary>
    CloudEventInvalid = 27,
    /// <summary>A row of an imported file that the mapping cannot turn into interactions.</summary>
    RowUnmapped = 28,
}

/// <summary>The written forms of <see cref="QuarantineReason"/>.</summary>
public static class QuarantineReasons
{
    private static readonly string[] Codes = Array.ConvertAll(
        Enum.GetNames<QuarantineReason>().Prepend("").ToArray(), Kebab);

    private static readonly (string English, string Spanish)[] Sentences =
    [
        ("", ""),
        ("Not a JSON object", "No es un objeto JSON"),
        ("Larger than an event may be", "Más grande de lo que puede ser un evento"),
        ("Nested too deeply", "Anidado con demasiada profundidad"),
        ("Not valid UTF-8", "No es UTF-8 válido"),
        ("The same member twice", "El mismo miembro dos veces"),
        ("Beyond the length of a batch", "Fuera del tamaño de un lote"),
        ("A member of the wrong type", "Un miembro de tipo equivocado"),
        ("Unknown type of call", "Tipo de llamada desconocido"),
        ("No customer", "Sin cliente"),
        ("A placeholder instead of a customer", "Un marcador en lugar de un cliente"),
        ("Identifier too long", "Identificador demasiado largo"),
        ("No event name", "Sin nombre de evento"),
        ("No group", "Sin grupo"),
        ("No previous identifier", "Sin identificador anterior"),
        ("Message id too long", "messageId demasiado largo"),
        ("Touchpoint name too long", "Nombre de punto de contacto demasiado largo"),
        ("Name too long", "Nombre demasiado largo"),
        ("Too many touchpoints from one source", "Demasiados puntos de contacto de un mismo origen"),
        ("Time not readable", "Hora ilegible"),
        ("Time out of range", "Hora fuera de rango"),
        ("Signal is not a number", "La señal no es un número"),
        ("Rating off its scale", "Calificación fuera de su escala"),
        ("Rating scale without extent", "Escala de calificación sin extensión"),
        ("Signal off its scale", "Señal fuera de su escala"),
        ("Unknown outcome", "Resultado desconocido"),
        ("Unknown reaction", "Reacción desconocida"),
        ("Not a valid CloudEvent", "No es un CloudEvent válido"),
        ("Row does not fit the mapping", "La fila no encaja en el mapeo"),
    ];

    /// <summary>The code as it stands in the journal, such as <c>rating-off-scale</c>.</summary>
    public static string Code(this QuarantineReason reason) => Codes[(int)reason];

    /// <summary>A short name of the reason for people, in Spanish (<c>es</c>) or English (anything else). An unknown code is returned as it is.</summary>
    public static string Name(string code, string language)
    {
        var index = Array.IndexOf(Codes, code);
        if (index <= 0) return code;
        return language.StartsWith("es", StringComparison.OrdinalIgnoreCase) ? Sentences[index].Spanish : Sentences[index].English;
    }

    /// <summary>Reads a code; false when it is none.</summary>
    public static bool TryParse(string code, out QuarantineReason reason)
    {
        var index = Array.IndexOf(Codes, code);
        reason = (QuarantineReason)Math.Max(index, 0);
        return index > 0;
    }

    private static string Kebab(string name) => string.Concat(
        name.Select((letter, at) => char.IsUpper(letter) && at > 0 ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}
