using System.Globalization;
using System.Runtime.InteropServices;
using Veinte.Language.Lexicon;
using Veinte.Language.Tokens;

namespace Veinte.Language.Topics;

/// <summary>Reads what texts are about: themes with their words, intent and hostility, by rules of our own. Not thread-safe.</summary>
public sealed class MarkReader
{
    private static readonly Lazy<Tables> Spanish = new(() => new(TextLanguage.Spanish));
    private static readonly Lazy<Tables> English = new(() => new(TextLanguage.English));

    // What looks like a word of a theme and is none: «a la cara» is no price, «vino roto» no wine.
    private const float NoTheme = -1;

    private readonly List<Token> _tokens = new(256);
    private readonly double[] _intents = new double[5];

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; of more than 20,000 UTF-16 units only the beginning is read.</param>
    /// <param name="language">Its language.</param>
    public TextMarks Read(string text, TextLanguage language)
    {
        Tokenizer.Cut(text, _tokens);
        var tables = (language == TextLanguage.Spanish ? Spanish : English).Value;
        var tokens = CollectionsMarshal.AsSpan(_tokens);
        return new(ThemesOf(text, tokens, tables.About), IntentOf(tokens, tables.Intents), HostilityOf(tokens, tables.Hostility));
    }

    private static List<ThemeSpan> ThemesOf(string text, ReadOnlySpan<Token> tokens, LexiconTable table)
    {
        var found = new List<ThemeSpan>();
        for (var at = 0; at < tokens.Length;)
        {
            var entry = table.Match(tokens, at, out var length);
            if (entry >= 0 && table[entry].Value != NoTheme)
            {
                var (offset, last) = (tokens[at].Offset, tokens[at + length - 1]);
                found.Add(new(Themes.All[(int)table[entry].Value], offset, last.Offset + last.Length - offset, text.Substring(offset, last.Offset + last.Length - offset)));
            }
            at += Math.Max(length, 1);
        }
        return found;
    }

    // Who asks to buy also asks to know: the more special intent counts more. Without a question or a wish nothing is said.
    private TextIntent IntentOf(ReadOnlySpan<Token> tokens, LexiconTable table)
    {
        Array.Clear(_intents);
        var asks = false;
        for (var at = 0; at < tokens.Length;)
        {
            asks |= tokens[at].Kind == TokenKind.Question;
            var entry = table.Match(tokens, at, out var length);
            if (entry >= 0) _intents[(int)table[entry].Value] += 1 + 0.5 * (length - 1);
            at += Math.Max(length, 1);
        }
        // A question word outside a question is mostly something else ("que", "how great").
        if (!asks) (_intents[(int)TextIntent.Know], _intents[(int)TextIntent.Go]) = (_intents[(int)TextIntent.Know] - 1, _intents[(int)TextIntent.Go] - 1);
        (_intents[(int)TextIntent.Go], _intents[(int)TextIntent.Do], _intents[(int)TextIntent.Buy]) =
            (_intents[(int)TextIntent.Go] * 1.4, _intents[(int)TextIntent.Do] * 1.5, _intents[(int)TextIntent.Buy] * 1.7);
        var best = TextIntent.Unknown;
        for (var intent = TextIntent.Know; intent <= TextIntent.Buy; intent++)
            if (_intents[(int)intent] > Math.Max(0.4, _intents[(int)best])) best = intent;
        return best == TextIntent.Unknown && asks ? TextIntent.Know : best;
    }

    private static double HostilityOf(ReadOnlySpan<Token> tokens, LexiconTable table)
    {
        var sum = 0.0;
        for (var at = 0; at < tokens.Length;)
        {
            var entry = table.Match(tokens, at, out var length);
            if (entry >= 0) sum += table[entry].Value * ((tokens[at].Marks & TokenMarks.Capitals) != 0 ? 1.2 : 1);
            at += Math.Max(length, 1);
        }
        return Math.Round(1 - Math.Exp(-0.55 * sum), 3);
    }

    // @theme:waiting noun | @intent:know phrase | @hostility:2 word
    private sealed class Tables
    {
        public Tables(TextLanguage language)
        {
            var (themes, intents, hostility) = (new LexiconTable.Builder(), new LexiconTable.Builder(), new LexiconTable.Builder());
            using var reader = new StreamReader(typeof(Tables).Assembly.GetManifestResourceStream($"Topics/Markers/{language.Code}.txt")!);
            LexiconReader? into = null;
            for (var line = reader.ReadLine(); line is not null; line = reader.ReadLine())
            {
                if (line.Length == 0 || line[0] == '%') continue;
                if (line[0] != '@')
                {
                    into!.Read(new StringReader(line));
                    continue;
                }
                var head = line[1..].Split(' ', ':');
                var (builder, value) = head[0] switch
                {
                    "theme" when head[1] == "none" => (themes, NoTheme),
                    "theme" => (themes, Math.Max(0, Themes.All.ToList().IndexOf(head[1]))),
                    "intent" => (intents, (double)Enum.Parse<TextIntent>(head[1], ignoreCase: true)),
                    _ => (hostility, double.Parse(head[1], CultureInfo.InvariantCulture)),
                };
                into = new(builder, language, "Topics/Markers");
                into.Read(new StringReader($"@{head[2]} {value.ToString(CultureInfo.InvariantCulture)}"));
            }
            (About, Intents, Hostility) = (themes.Build(), intents.Build(), hostility.Build());
        }

        public LexiconTable About { get; }

        public LexiconTable Intents { get; }

        public LexiconTable Hostility { get; }
    }
}
