using System.Text.RegularExpressions;

namespace Veinte.Server.Listening;

/// <summary>
/// A text without what says who wrote it: addresses of mail and web, mentions, numbers of five digits or more (telephones,
/// orders, documents), and the names the books know its customer by. It cannot know a name nobody has told: whoever shares a
/// quote reads it first. Pure; thread-safe.
/// </summary>
internal static partial class Anonymous
{
    /// <summary>What stands for whatever was taken out.</summary>
    public const string Blank = "•••";

    private const int NameCharsMin = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The text without identities.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="names">Names and identifiers of its customer; each word of them is looked for by itself.</param>
    public static string Of(string text, IEnumerable<string?> names)
    {
        text = Address().Replace(text, Blank);
        text = LongNumber().Replace(text, Blank);
        foreach (var name in names.OfType<string>().SelectMany(name => name.Split([' ', ',', '.', '@', '-', '_'], StringSplitOptions.RemoveEmptyEntries)).Where(word => word.Length >= NameCharsMin).Distinct(StringComparer.OrdinalIgnoreCase))
            text = Regex.Replace(text, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(name)}(?![\p{{L}}\p{{N}}])", Blank, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);
        return text;
    }

    [GeneratedRegex(@"https?://\S+|www\.\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+|(?<![\p{L}\p{N}])@[\p{L}\p{N}_]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\p{L}]{0,3}\+?(?:\d[ .\-/]?){4,}\d[\p{L}]?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongNumber();
}
