namespace Veinte.Model;

/// <summary>The written forms of the closed words, as they stand in JSON, CSV and URLs: lower case, ASCII.</summary>
public static class WordNames
{
    private static readonly string[] Channels =
    [
        "", "web", "app", "whatsapp", "messenger", "instagram", "x", "facebook", "linkedin", "telegram", "email", "phone",
        "chat", "in-person", "kiosk", "document", "community", "iot", "xr", "other",
    ];

    private static readonly string[] Intents = ["", "unknown", "know", "go", "do", "buy"];
    private static readonly string[] Outcomes = ["", "success", "partial", "failure"];
    private static readonly string[] Reactions = ["", "like", "love", "laugh", "wow", "sad", "dislike", "angry"];
    private static readonly string[] Accounts = ["", "customer", "touchpoint", "staff", "area"];

    /// <summary>The word for a channel.</summary>
    public static string Name(this Channel channel) => Channels[(int)channel];

    /// <summary>The word for an intent.</summary>
    public static string Name(this Intent intent) => Intents[(int)intent];

    /// <summary>The word for an outcome.</summary>
    public static string Name(this Outcome outcome) => Outcomes[(int)outcome];

    /// <summary>The word for a reaction.</summary>
    public static string Name(this Reaction reaction) => Reactions[(int)reaction];

    /// <summary>The word for a kind of account.</summary>
    public static string Name(this AccountKind kind) => Accounts[(int)kind];

    /// <summary>Reads a channel's word, whatever its case; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Channel channel) =>
        TryFind(Channels, text, out var index) ? (channel = (Channel)index) != 0 : (channel = default) != 0;

    /// <summary>Reads an intent's word, whatever its case; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Intent intent) =>
        TryFind(Intents, text, out var index) ? (intent = (Intent)index) != 0 : (intent = default) != 0;

    /// <summary>Reads an outcome's word, whatever its case; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Outcome outcome) =>
        TryFind(Outcomes, text, out var index) ? (outcome = (Outcome)index) != 0 : (outcome = default) != 0;

    /// <summary>Reads a reaction's word, whatever its case; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Reaction reaction) =>
        TryFind(Reactions, text, out var index) ? (reaction = (Reaction)index) != 0 : (reaction = default) != 0;

    /// <summary>Reads the word for a kind of account, whatever its case; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AccountKind kind) =>
        TryFind(Accounts, text, out var index) ? (kind = (AccountKind)index) != 0 : (kind = default) != 0;

    private static bool TryFind(string[] names, ReadOnlySpan<char> text, out int index)
    {
        for (index = 1; index < names.Length; index++)
            if (text.Equals(names[index], StringComparison.OrdinalIgnoreCase))
                return true;
        index = 0;
        return false;
    }
}
