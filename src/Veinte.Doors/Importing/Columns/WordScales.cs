using Veinte.Model;

namespace Veinte.Doors.Importing.Columns;

/// <summary>Words by which people answer, and what they mean here, in Spanish and English. Compared without case and accents.</summary>
internal static class WordScales
{
    private static readonly Dictionary<string, string> Ratings = Of(
        ("1", ["muy malo", "muy mala", "muy mal", "pesimo", "pesima", "muy insatisfecho", "muy insatisfecha", "nada satisfecho", "nada satisfecha", "terrible",
            "very bad", "very poor", "awful", "very dissatisfied", "strongly disagree", "muy en desacuerdo", "😡"]),
        ("2", ["malo", "mala", "mal", "insatisfecho", "insatisfecha", "poco satisfecho", "poco satisfecha", "bad", "poor", "dissatisfied", "disagree", "en desacuerdo", "🙁", "☹️"]),
        ("3", ["regular", "normal", "neutral", "neutro", "aceptable", "ok", "okay", "average", "fair", "neither", "😐"]),
        ("4", ["bueno", "buena", "bien", "satisfecho", "satisfecha", "good", "satisfied", "agree", "de acuerdo", "🙂"]),
        ("5", ["muy bueno", "muy buena", "muy bien", "excelente", "muy satisfecho", "muy satisfecha", "very good", "excellent", "great", "very satisfied",
            "strongly agree", "muy de acuerdo", "totalmente de acuerdo", "😀", "😃", "😍"]));

    private static readonly Dictionary<string, string> Outcomes = Of(
        ("success", ["success", "successful", "si", "yes", "y", "true", "resuelto", "resuelta", "resolved", "solved", "exito", "ok", "completed", "completado", "completada", "entregado", "delivered"]),
        ("partial", ["partial", "parcial", "parcialmente", "partially", "en parte"]),
        ("failure", ["failure", "failed", "no", "n", "false", "sin resolver", "no resuelto", "no resuelta", "unresolved", "not resolved", "fallo", "fallido", "fallida", "cancelado", "cancelada", "cancelled", "canceled"]));

    private static readonly Dictionary<string, string> Channels = Of(
        ("web", ["pagina", "pagina web", "sitio web", "website", "online", "internet"]), ("app", ["aplicacion", "movil", "mobile"]),
        ("phone", ["telefono", "llamada", "call", "telephone"]), ("email", ["correo", "correo electronico", "e-mail", "mail"]),
        ("in-person", ["tienda", "presencial", "en persona", "store", "in store", "in-store", "counter", "mostrador", "oficina"]),
        ("kiosk", ["quiosco", "kiosco"]), ("chat", ["chat web", "live chat"]), ("other", ["otro", "otros", "others"]));

    /// <summary>What each of a column's words means as a rating from 1 to 5; null when they mean none, or there is but one.</summary>
    internal static IReadOnlyDictionary<string, string>? RatingsOf(ColumnSample column) => column.Distinct.Length < 2 ? null : Meanings(column, Ratings.GetValueOrDefault);

    /// <summary>What each of a column's words means as an outcome; null when they mean none.</summary>
    internal static IReadOnlyDictionary<string, string>? OutcomesOf(ColumnSample column) => Meanings(column, Outcomes.GetValueOrDefault);

    /// <summary>Which channel each of a column's words means; null when they mean none.</summary>
    internal static IReadOnlyDictionary<string, string>? ChannelsOf(ColumnSample column) =>
        Meanings(column, word => WordNames.TryParse(word, out Channel channel) ? channel.Name() : Channels.GetValueOrDefault(word));

    /// <summary>Which reaction each of a column's words means; null when they mean none.</summary>
    internal static IReadOnlyDictionary<string, string>? ReactionsOf(ColumnSample column) =>
        Meanings(column, word => WordNames.TryParse(word, out Reaction reaction) ? reaction.Name() : null);

    private static Dictionary<string, string>? Meanings(ColumnSample column, Func<string, string?> meaning)
    {
        if (column.Values.Length == 0 || column.IsNumeric) return null;
        var meanings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in column.Distinct)
            if (meaning(ColumnSample.Plain(word)) is { } meant)
                meanings[word] = meant;
        // A word that means nothing here is told as a bad row, unless there are too many of them.
        return column.Mostly(column.Values.Count(meanings.ContainsKey)) ? meanings : null;
    }

    private static Dictionary<string, string> Of(params (string Meaning, string[] Words)[] scales) =>
        scales.SelectMany(scale => scale.Words, (scale, word) => (Word: ColumnSample.Plain(word), scale.Meaning)).DistinctBy(pair => pair.Word)
            .ToDictionary(pair => pair.Word, pair => pair.Meaning, StringComparer.Ordinal);
}
