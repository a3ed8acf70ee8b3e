using System.Globalization;
using Veinte.Model;

namespace Veinte.Grading;

/// <summary>What can be wrong with a policy and what to do about it, in one language.</summary>
internal abstract class PolicyMessages
{
    public static PolicyMessages In(string language) =>
        language.StartsWith("es", StringComparison.OrdinalIgnoreCase) ? new SpanishMessages() : new EnglishMessages();

    public abstract (string Problem, string Remedy) NotJson(long line, long column);
    public abstract (string Problem, string Remedy) NotUnicode();
    public abstract (string Problem, string Remedy) TooLong(int length);
    public abstract (string Problem, string Remedy) WrongKind(string found, string kind);
    public abstract (string Problem, string Remedy) Unknown(string name, string[] known);
    public abstract (string Problem, string Remedy) Repeated(string name);
    public abstract (string Problem, string Remedy) Missing(string name);
    public abstract (string Problem, string Remedy) NameLength(int length, int max);
    public abstract (string Problem, string Remedy) TooManyTouchpoints(int count, int max);
    public abstract (string Problem, string Remedy) ItemCount(int count, int min, int max);
    public abstract (string Problem, string Remedy) OutOfRange(string found, string min, string max);
    public abstract (string Problem, string Remedy) TooFine(string found);
    public abstract (string Problem, string Remedy) RatioNotRising(double ratio, double before);
    public abstract (string Problem, string Remedy) GradeRises(Grade grade, Grade before);

    protected static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private sealed class EnglishMessages : PolicyMessages
    {
        public override (string, string) NotJson(long line, long column) =>
            ($"This is not JSON: it breaks at line {line}, byte {column}.", "Correct the text there.");
        public override (string, string) NotUnicode() =>
            ("A text in the document is not valid Unicode, or there is no document.", "Send a JSON object whose texts are valid Unicode.");
        public override (string, string) TooLong(int length) =>
            ($"The document has {length} characters.", $"Keep it within {ScoringPolicyJson.LengthMax}.");
        public override (string, string) WrongKind(string found, string kind) => ($"Found {found}.", $"Give {Article(kind)} {kind}.");
        public override (string, string) Unknown(string name, string[] known) =>
            ($"There is no member '{name}' here.", $"Take it out, or use one of: {string.Join(", ", known)}.");
        public override (string, string) Repeated(string name) => ($"The member '{name}' appears twice.", "Keep one of the two.");
        public override (string, string) Missing(string name) => ($"The member '{name}' is missing.", "Add it.");
        public override (string, string) NameLength(int length, int max) =>
            ($"The name has {length} characters or is blank.", $"Give 1 to {max} characters.");
        public override (string, string) TooManyTouchpoints(int count, int max) =>
            ($"{count} touchpoints have terms of their own.", $"Keep at most {max}; the others take the policy's default weight and par.");
        public override (string, string) ItemCount(int count, int min, int max) => ($"The list has {count} items.", $"Give {min} to {max}.");
        public override (string, string) OutOfRange(string found, string min, string max) => ($"{found} is out of range.", $"Give a number from {min} to {max}.");
        public override (string, string) TooFine(string found) =>
            ($"{found} has more than three decimals.", "Round it to thousandths: the books count in thousandths.");
        public override (string, string) RatioNotRising(double ratio, double before) =>
            ($"The ratio {Number(ratio)} does not lie above the one before it, {Number(before)}.", "List the points by rising ratio.");
        public override (string, string) GradeRises(Grade grade, Grade before) =>
            ($"The grade rises from {before} to {grade} with a longer wait.", $"Give at most {before} here.");

        private static string Article(string kind) => kind is "object" or "array" ? "an" : "a";
    }

    private sealed class SpanishMessages : PolicyMessages
    {
        public override (string, string) NotJson(long line, long column) =>
            ($"Esto no es JSON: falla en la línea {line}, byte {column}.", "Corrija el texto en ese punto.");
        public override (string, string) NotUnicode() =>
            ("Un texto del documento no es Unicode válido, o no hay documento.", "Envíe un objeto JSON cuyos textos sean Unicode válido.");
        public override (string, string) TooLong(int length) =>
            ($"El documento tiene {length} caracteres.", $"No pase de {ScoringPolicyJson.LengthMax}.");
        public override (string, string) WrongKind(string found, string kind) => ($"Hay {found}.", $"Ponga {Kind(kind)}.");
        public override (string, string) Unknown(string name, string[] known) =>
            ($"Aquí no existe el miembro «{name}».", $"Quítelo o use uno de estos: {string.Join(", ", known)}.");
        public override (string, string) Repeated(string name) => ($"El miembro «{name}» aparece dos veces.", "Deje solo uno.");
        public override (string, string) Missing(string name) => ($"Falta el miembro «{name}».", "Añádalo.");
        public override (string, string) NameLength(int length, int max) =>
            ($"El nombre tiene {length} caracteres o está en blanco.", $"Use de 1 a {max} caracteres.");
        public override (string, string) TooManyTouchpoints(int count, int max) =>
            ($"{count} puntos de contacto tienen condiciones propias.", $"Deje como mucho {max}; los demás toman el peso y el par de la política.");
        public override (string, string) ItemCount(int count, int min, int max) => ($"La lista tiene {count} elementos.", $"Ponga de {min} a {max}.");
        public override (string, string) OutOfRange(string found, string min, string max) => ($"{found} está fuera de rango.", $"Ponga un número de {min} a {max}.");
        public override (string, string) TooFine(string found) =>
            ($"{found} tiene más de tres decimales.", "Redondéelo a milésimas: los libros cuentan en milésimas.");
        public override (string, string) RatioNotRising(double ratio, double before) =>
            ($"La proporción {Number(ratio)} no es mayor que la anterior, {Number(before)}.", "Ordene los puntos por proporción creciente.");
        public override (string, string) GradeRises(Grade grade, Grade before) =>
            ($"La nota sube de {before} a {grade} con una espera más larga.", $"Ponga aquí {before} como mucho.");

        private static string Kind(string kind) => kind switch
        {
            "object" => "un objeto",
            "array" => "una lista",
            "string" => "un texto",
            "number" => "un número",
            _ => "true o false",
        };
    }
}
