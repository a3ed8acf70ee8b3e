namespace Veinte.Engine.Moments;

/// <summary>An outcome that moments of truth can be asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Version of its definition; 0 for a shipped one.</param>
/// <param name="Definition">What it is.</param>
/// <param name="Trips">Trips counted.</param>
/// <param name="DefinedAt">When it was defined; null for a shipped one, which has counted from the beginning.</param>
/// <param name="BackFilled">How many of the trips are from before the definition.</param>
/// <param name="Missed">Interactions that were in the books before it and have not been looked at for it yet.</param>
/// <param name="WasRead">Whether what came before it was read from the journal, with journeys and segments.</param>
public sealed record OutcomeView(string Id, int Version, OutcomeDefinition Definition, long Trips, DateTimeOffset? DefinedAt, long BackFilled, long Missed = 0, bool WasRead = false);

/// <summary>Which moments of truth are asked for.</summary>
/// <param name="Outcome">Id of the outcome.</param>
/// <param name="Journey">A journey, or null for all.</param>
/// <param name="Segment">A segment, or null for all; not together with a journey.</param>
/// <param name="From">From the month of this time on; null for the beginning.</param>
/// <param name="To">To the month of this time; null for the end.</param>
public sealed record MomentsAsked(string Outcome, string? Journey = null, string? Segment = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Which touchpoints move an outcome. Every grade is on 0–20.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Journey">The journey asked for, or null.</param>
/// <param name="Segment">The segment asked for, or null.</param>
/// <param name="From">First day of the period, or null when it was not limited.</param>
/// <param name="To">First day after it.</param>
/// <param name="Trips">Trips in the answer.</param>
/// <param name="OutcomeMean">Mean of the outcome.</param>
/// <param name="OutcomeLow">Lower end of its 95 % interval.</param>
/// <param name="OutcomeHigh">Upper end.</param>
/// <param name="Explained">Share of the outcome's variance that all touchpoints explain together.</param>
/// <param name="ExplainedLow">Lower end of its 95 % interval.</param>
/// <param name="ExplainedHigh">Upper end.</param>
/// <param name="Enough">Whether anything can be said.</param>
/// <param name="Needed">How many trips are needed for that at least.</param>
/// <param name="GradeMean">Mean grade over all touchpoints, by trips.</param>
/// <param name="Items">Proven ones first by importance, then the others by name.</param>
/// <param name="TooFew">Touchpoints left out of the computation, with the reason.</param>
/// <param name="Drift">Share of importance month by month.</param>
/// <param name="Journeys">Journeys that can be asked for.</param>
/// <param name="Segments">Segments that can be asked for.</param>
/// <param name="Repaired">Whether correlations from different trips had to be adjusted to fit together.</param>
/// <param name="PendingUntil">For an outcome that is waited for: trips from this day on are not in the answer yet.</param>
public sealed record MomentsView(
    OutcomeView Outcome, string? Journey, string? Segment, DateTimeOffset? From, DateTimeOffset? To, long Trips,
    double? OutcomeMean, double? OutcomeLow, double? OutcomeHigh, double? Explained, double? ExplainedLow, double? ExplainedHigh,
    bool Enough, long Needed, double? GradeMean, IReadOnlyList<MomentView> Items, IReadOnlyList<TooFewView> TooFew, IReadOnlyList<DriftView> Drift,
    IReadOnlyList<string> Journeys, IReadOnlyList<string> Segments, bool Repaired, DateTimeOffset? PendingUntil);

/// <summary>One touchpoint as a driver of the outcome.</summary>
/// <param name="Touchpoint">Its name.</param>
/// <param name="N">Trips that met it and the outcome.</param>
/// <param name="Rank">Place among the proven ones; null when its effect is not proven.</param>
/// <param name="Significant">Whether it is related to the outcome beyond chance, allowing for how many touchpoints were looked at (5 %).</param>
/// <param name="MomentOfTruth">Whether it is a moment of truth: significant, and either its importance is surely above an equal share, or a very bad grade there surely costs.</param>
/// <param name="Share">Its part of what is explained, 0–1 (relative weights).</param>
/// <param name="ShareLow">Lower end of its 95 % interval.</param>
/// <param name="ShareHigh">Upper end.</param>
/// <param name="ShareLmg">The same by LMG/Shapley; null above 15 touchpoints.</param>
/// <param name="Weight">Its part of the outcome's variance.</param>
/// <param name="Correlation">With the outcome.</param>
/// <param name="Coefficient">Standardised coefficient beside all others.</param>
/// <param name="P">p-value, corrected for the number of touchpoints (Holm).</param>
/// <param name="SignsDiffer">Whether correlation and coefficient point in different directions.</param>
/// <param name="Grade">Mean grade on these trips.</param>
/// <param name="GradeLow">Lower end of its 95 % interval.</param>
/// <param name="GradeHigh">Upper end.</param>
/// <param name="AgainstRest">Mean grade less that of the other touchpoints.</param>
/// <param name="Asymmetry"><c>basic</c>, <c>performance</c> or <c>delight</c>; null when it cannot be told.</param>
/// <param name="Penalty">What a very bad grade (5 or less) changes in the outcome; null when too few.</param>
/// <param name="Reward">What a very good grade (15 or more) changes.</param>
/// <param name="PenaltyP">Its p-value, corrected.</param>
/// <param name="RewardP">Its p-value, corrected.</param>
public sealed record MomentView(
    string Touchpoint, long N, int? Rank, bool Significant, bool MomentOfTruth, double Share, double? ShareLow, double? ShareHigh, double? ShareLmg,
    double Weight, double Correlation, double Coefficient, double? P, bool SignsDiffer, double Grade, double? GradeLow, double? GradeHigh,
    double? AgainstRest, string? Asymmetry, double? Penalty, double? Reward, double? PenaltyP, double? RewardP);

/// <summary>A touchpoint that is not part of the computation.</summary>
/// <param name="Touchpoint">Its name.</param>
/// <param name="Reason"><c>few</c> (too few trips), <c>constant</c> (all grades equal), <c>apart</c> (met too seldom together with another), <c>full</c> (no place left).</param>
/// <param name="N">Trips it has.</param>
/// <param name="Needed">Trips it needs; 0 where more would not help.</param>
/// <param name="With">For <c>apart</c>: the other touchpoint.</param>
public sealed record TooFewView(string Touchpoint, string Reason, long N, long Needed, string? With);

/// <summary>Importance in one month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Trips">Trips of the month.</param>
/// <param name="Shares">Share by touchpoint, in the order of the items; null where the month has too few trips.</param>
public sealed record DriftView(DateTimeOffset Month, long Trips, IReadOnlyList<double?> Shares);

/// <summary>How two answers differ.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="Changes">Touchpoints that both have, the surest difference first.</param>
public sealed record MomentsComparison(MomentsView First, MomentsView Second, IReadOnlyList<MomentChange> Changes);

/// <summary>How a touchpoint's importance differs.</summary>
/// <param name="Touchpoint">Its name.</param>
/// <param name="Difference">Second share less first.</param>
/// <param name="P">p-value, corrected for the number of touchpoints (Holm); null without errors.</param>
public sealed record MomentChange(string Touchpoint, double Difference, double? P);
