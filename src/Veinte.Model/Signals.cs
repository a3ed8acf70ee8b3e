namespace Veinte.Model;

/// <summary>Which signals an interaction carries. Written to disk: append only, never renumber.</summary>
[Flags]
public enum SignalSet : ushort
{
    /// <summary>No evidence: the interaction stays ungraded.</summary>
    None = 0,
    /// <summary>A rating on a scale of its own (<see cref="Signals.Rating"/>).</summary>
    Rating = 1,
    /// <summary>Likelihood to recommend, 0–10.</summary>
    Nps = 2,
    /// <summary>Satisfaction, 1–5.</summary>
    Csat = 4,
    /// <summary>Ease, 1–7 where 7 is easy.</summary>
    Ces = 8,
    /// <summary>Waiting time against a promised wait.</summary>
    Wait = 16,
    /// <summary>How the matter ended.</summary>
    Outcome = 32,
    /// <summary>Effort, 1–7 where 7 is hard.</summary>
    Effort = 64,
    /// <summary>A one-tap reaction.</summary>
    Reaction = 128,
    /// <summary>Revenue: kept with the interaction, never part of a grade.</summary>
    Revenue = 256,
    /// <summary>The tone of a text, read at the door: a fact of the journal, whatever later readers would say.</summary>
    Tone = 512,
}

/// <summary>
/// The evidence of how one interaction went, already checked at the door: every number is finite and on its scale.
/// A field means something only when <see cref="Present"/> has its flag. A value type; <c>default</c> is no evidence.
/// </summary>
public struct Signals
{
    /// <summary>Which of the fields below are set.</summary>
    public SignalSet Present;
    /// <summary>How the matter ended.</summary>
    public Outcome Outcome;
    /// <summary>The one-tap reaction.</summary>
    public Reaction Reaction;
    /// <summary>A rating, from <see cref="RatingMin"/> to <see cref="RatingMax"/>.</summary>
    public double Rating;
    /// <summary>The worst rating of its scale; 1 unless said.</summary>
    public double RatingMin;
    /// <summary>The best rating of its scale; 5 unless said. Always different from <see cref="RatingMin"/>.</summary>
    public double RatingMax;
    /// <summary>Likelihood to recommend, 0–10.</summary>
    public double Nps;
    /// <summary>Satisfaction, 1–5.</summary>
    public double Csat;
    /// <summary>Ease, 1–7 where 7 is easy.</summary>
    public double Ces;
    /// <summary>Seconds waited, 0 or more.</summary>
    public double WaitSeconds;
    /// <summary>Seconds promised, more than 0.</summary>
    public double PromisedWaitSeconds;
    /// <summary>Effort, 1–7 where 7 is hard.</summary>
    public double Effort;
    /// <summary>Money, in the currency named in the interaction's properties.</summary>
    public double Revenue;
    /// <summary>The tone of the text, from −1 (blame) to 1 (praise).</summary>
    public double Tone;
    /// <summary>How far this reading is to be trusted, above 0 and at most 1; the rule's variance is divided by it.</summary>
    public double ToneReliability;
    /// <summary>Where in the text the words stand that made the tone.</summary>
    public ToneWords ToneWords;

    /// <summary>Whether a signal is there.</summary>
    public readonly bool Has(SignalSet signal) => (Present & signal) != 0;

    /// <summary>Whether anything here can make a grade (revenue alone cannot).</summary>
    public readonly bool HasEvidence => (Present & ~SignalSet.Revenue) != 0;
}
