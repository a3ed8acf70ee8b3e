namespace Veinte.Language.Lexicon;

/// <summary>What a word or phrase does to the tone of a text.</summary>
internal enum Role : byte
{
    /// <summary>It is good or bad in itself.</summary>
    Valence,
    /// <summary>It turns what follows (not, no, nunca, nadie).</summary>
    Negator,
    /// <summary>It turns what follows, near by only (sin, falta de, dejó de, lack of).</summary>
    Absence,
    /// <summary>It turns a praise that follows at once and weakens a blame ("poco amable").</summary>
    Little,
    /// <summary>It makes what follows, or stands before, stronger (very) or weaker (kinda); its value is the factor.</summary>
    Degree,
    /// <summary>It makes an adjective without tone bad ("too small", "demasiado lejos") and weakens praise.</summary>
    Excess,
    /// <summary>Praise by itself, a degree before another word of tone ("bien caro", "pretty bad").</summary>
    Well,
    /// <summary>What follows counts more than what stood before (but, pero).</summary>
    Contrast,
    /// <summary>What follows, up to the comma, counts less (although, aunque).</summary>
    Concession,
    /// <summary>What follows is only wished for (should, ojalá, podría).</summary>
    Wish,
    /// <summary>The next contrast adds instead of opposing (not only … but).</summary>
    Addition,
    /// <summary>Waiting: a duration near by makes it worse.</summary>
    Waiting,
    /// <summary>A unit of time long enough to be complained about.</summary>
    Duration,
    /// <summary>A phrase that must not be read word by word; says nothing.</summary>
    Neutral,
    /// <summary>Thanks: worth little when a blame follows in the same sentence.</summary>
    Thanks,
}

/// <summary>An entry of the lexicon.</summary>
/// <param name="Role">What it does.</param>
/// <param name="Value">For valences from −4 to 4; for degrees the factor.</param>
/// <param name="Negated">The valence when negated, or NaN when it follows from <paramref name="Value"/>.</param>
internal readonly record struct Entry(Role Role, float Value, float Negated);
