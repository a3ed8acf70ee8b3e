namespace Veinte.Language.Lexicon;

/// <summary>
/// A phrase of the lexicon with choices: <c>(waste|wasted) of my? (time|money)</c>. A group in brackets is one of its
/// parts, a part may be several words, and a question mark after a word or group makes it optional.
/// </summary>
internal static class PhrasePattern
{
    /// <summary>Every phrase a pattern stands for.</summary>
    /// <exception cref="FormatException">Brackets that do not match.</exception>
    public static IEnumerable<string> Expand(string pattern)
    {
        IEnumerable<string> phrases = [""];
        for (var at = 0; at < pattern.Length;)
        {
            if (pattern[at] == ' ')
            {
                at++;
                continue;
            }
            string[] choices;
            if (pattern[at] == '(')
            {
                var close = pattern.IndexOf(')', at);
                if (close < 0) throw new FormatException($"A bracket is not closed in the phrase '{pattern}'.");
                choices = pattern[(at + 1)..close].Split('|', StringSplitOptions.TrimEntries);
                at = close + 1;
            }
            else
            {
                var end = at;
                while (end < pattern.Length && pattern[end] is not (' ' or '(' or '?')) end++;
                choices = [pattern[at..end]];
                at = end;
            }
            if (at < pattern.Length && pattern[at] == '?')
            {
                choices = [.. choices, ""];
                at++;
            }
            phrases = [.. phrases.SelectMany(before => choices.Select(choice => Join(before, choice)))];
        }
        return phrases;
    }

    private static string Join(string before, string choice) => before.Length == 0 ? choice : choice.Length == 0 ? before : before + " " + choice;
}
