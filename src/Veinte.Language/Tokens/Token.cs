namespace Veinte.Language.Tokens;

/// <summary>What a stretch of text is.</summary>
internal enum TokenKind : byte
{
    /// <summary>Letters, with apostrophes inside.</summary>
    Word,
    /// <summary>Digits, with letters or points among them.</summary>
    Number,
    /// <summary>Comma, bracket, dash: a pause inside a sentence.</summary>
    Pause,
    /// <summary>Full stop, line break, semicolon, ellipsis.</summary>
    Stop,
    /// <summary>One or more exclamation marks (a stop).</summary>
    Exclamation,
    /// <summary>One or more question marks (a stop).</summary>
    Question,
    /// <summary>An emoji or an emoticon, looked up like a word.</summary>
    Symbol,
    /// <summary>A mention or an address of the web: never looked up.</summary>
    Name,
}

/// <summary>How a word is written.</summary>
[Flags]
internal enum TokenMarks : byte
{
    /// <summary>Plainly.</summary>
    None = 0,
    /// <summary>All capitals, two letters or more.</summary>
    Capitals = 1,
    /// <summary>A letter three times or more in a row ("soooo").</summary>
    Elongated = 2,
    /// <summary>With a # before it.</summary>
    Tag = 4,
}

/// <summary>A stretch of text with the hash it is looked up by. A value type.</summary>
internal struct Token
{
    /// <summary>Where it starts, in UTF-16 units.</summary>
    public int Offset;
    /// <summary>How long it is, in UTF-16 units.</summary>
    public int Length;
    /// <summary>Hash of the folded letters, runs of three or more counted as one.</summary>
    public ulong Hash;
    /// <summary>The same with those runs counted as two; equal to <see cref="Hash"/> when there is none.</summary>
    public ulong DoubledHash;
    /// <summary>What it is.</summary>
    public TokenKind Kind;
    /// <summary>How it is written.</summary>
    public TokenMarks Marks;

    /// <summary>Whether sentences end here.</summary>
    public readonly bool EndsSentence => Kind is TokenKind.Stop or TokenKind.Exclamation or TokenKind.Question;
}
