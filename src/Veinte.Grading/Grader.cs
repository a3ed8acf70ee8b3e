using System.Collections.Frozen;
using Veinte.Model;

namespace Veinte.Grading;

/// <summary>
/// Grades interactions under one scoring policy. Build it once per policy; thread-safe. Signals are always taken in the
/// same order, so the same evidence gives the same grade to the thousandth, on every machine.
/// </summary>
public sealed class Grader
{
    private const double ToneReliabilityMin = 0.01;
    private const SignalSet Evidences = (SignalSet)0xFF | SignalSet.Tone;

    private readonly FrozenDictionary<string, Terms> _touchpoints;
    private readonly Terms _terms;
    private readonly SignalSet _enabled;
    private readonly double _rating, _nps, _csat, _ces, _wait, _outcome, _effort, _reaction, _tone;
    private readonly double[] _waitRatios, _waitGrades;
    private readonly double[] _outcomeGrades, _reactionGrades;

    /// <summary>A grader for a policy.</summary>
    /// <exception cref="ArgumentException">The policy breaks a rule of <see cref="ScoringPolicyJson.Read(string, string)"/>; the message names all.</exception>
    public Grader(ScoringPolicy policy)
    {
        var errors = ScoringPolicyJson.Read(ScoringPolicyJson.Write(policy)).Errors;
        if (errors.Count > 0)
            throw new ArgumentException($"Scoring policy '{policy.Name}' cannot grade: {string.Join(' ', errors)}", nameof(policy));

        Policy = policy;
        _terms = new(policy.DefaultWeight, policy.Par, policy.DebitFactorMilli);
        _touchpoints = policy.Touchpoints.ToFrozenDictionary(
            named => named.Key,
            named => new Terms(named.Value.Weight ?? policy.DefaultWeight, named.Value.Par ?? policy.Par, policy.DebitFactorMilli),
            StringComparer.Ordinal);

        var rules = policy.Signals;
        _rating = Reliability(SignalSet.Rating, rules.Rating, ref _enabled);
        _nps = Reliability(SignalSet.Nps, rules.Nps, ref _enabled);
        _csat = Reliability(SignalSet.Csat, rules.Csat, ref _enabled);
        _ces = Reliability(SignalSet.Ces, rules.Ces, ref _enabled);
        _wait = Reliability(SignalSet.Wait, rules.Wait, ref _enabled);
        _outcome = Reliability(SignalSet.Outcome, rules.Outcome, ref _enabled);
        _effort = Reliability(SignalSet.Effort, rules.Effort, ref _enabled);
        _reaction = Reliability(SignalSet.Reaction, rules.Reaction, ref _enabled);
        _tone = Reliability(SignalSet.Tone, rules.Tone, ref _enabled);
        _waitRatios = [.. rules.Wait.Points.Select(point => point.Ratio)];
        _waitGrades = [.. rules.Wait.Points.Select(point => point.Grade.Value)];
        _outcomeGrades = ByNumber<Outcome>(word => rules.Outcome.GradeOf(word));
        _reactionGrades = ByNumber<Reaction>(word => rules.Reaction.GradeOf(word));
    }

    /// <summary>The policy it grades by.</summary>
    public ScoringPolicy Policy { get; }

    /// <summary>The terms on which a touchpoint's grades are posted; unknown ones get the policy's own.</summary>
    public Terms TermsOf(string touchpoint) => _touchpoints.TryGetValue(touchpoint, out var terms) ? terms : _terms;

    /// <summary>
    /// The grade of an interaction: the mean of its signals' grades, weighted by their reliability. Allocates nothing.
    /// </summary>
    /// <param name="signals">The evidence, checked at the door.</param>
    /// <param name="grade">The grade; meaningless when there is none.</param>
    /// <returns>False when ungraded: no evidence, or none that the policy grades.</returns>
    public bool TryGrade(in Signals signals, out Grade grade)
    {
        var sink = default(GradeSink);
        Visit(signals, ref sink);
        grade = sink.Fusion.IsEmpty ? default : sink.Fusion.Grade;
        return !sink.Fusion.IsEmpty;
    }

    /// <summary>
    /// Why an interaction has its grade, signal by signal in the fixed order. Contributions add up exactly to the grade of
    /// <see cref="TryGrade"/>; empty when ungraded.
    /// </summary>
    public IReadOnlyList<Reason> Explain(in Signals signals)
    {
        var sink = default(ReasonSink);
        Visit(signals, ref sink);
        return sink.Reasons();
    }

    // The order below is part of the contract: floating sums depend on it.
    private void Visit<TSink>(in Signals signals, ref TSink sink) where TSink : struct, ISignalSink
    {
        var present = signals.Present & _enabled;
        if (present == 0) return;
        if ((present & SignalSet.Rating) != 0)
            Take(ref sink, SignalSet.Rating, _rating, new(signals.Rating, signals.RatingMin, signals.RatingMax));
        if ((present & SignalSet.Nps) != 0) Take(ref sink, SignalSet.Nps, _nps, new(signals.Nps, 0, 10));
        if ((present & SignalSet.Csat) != 0) Take(ref sink, SignalSet.Csat, _csat, new(signals.Csat, 1, 5));
        if ((present & SignalSet.Ces) != 0) Take(ref sink, SignalSet.Ces, _ces, new(signals.Ces, 1, 7));
        if ((present & SignalSet.Wait) != 0)
            sink.Take(SignalSet.Wait,
                GradeMaps.Piecewise(signals.WaitSeconds / signals.PromisedWaitSeconds, _waitRatios, _waitGrades), _wait,
                new(signals.WaitSeconds, signals.PromisedWaitSeconds, 0));
        if ((present & SignalSet.Outcome) != 0)
            sink.Take(SignalSet.Outcome, _outcomeGrades[(int)signals.Outcome], _outcome, new((int)signals.Outcome, 0, 0));
        if ((present & SignalSet.Effort) != 0)
            sink.Take(SignalSet.Effort, GradeMaps.Linear(signals.Effort, 7, 1), _effort, new(signals.Effort, 1, 7));
        if ((present & SignalSet.Reaction) != 0)
            sink.Take(SignalSet.Reaction, _reactionGrades[(int)signals.Reaction], _reaction, new((int)signals.Reaction, 0, 0));
        if ((present & SignalSet.Tone) != 0) Take(ref sink, SignalSet.Tone, ToneReliability(present, signals.ToneReliability), new(signals.Tone, -1, 1));
    }

    // What a customer says with a number outweighs what a reader makes of the words beside it.
    private double ToneReliability(SignalSet present, double reading)
    {
        var reliability = _tone * Math.Clamp(reading, ToneReliabilityMin, 1);
        if ((present & SignalSet.Rating) != 0) reliability = Math.Min(reliability, _rating / 2);
        if ((present & SignalSet.Nps) != 0) reliability = Math.Min(reliability, _nps / 2);
        if ((present & SignalSet.Csat) != 0) reliability = Math.Min(reliability, _csat / 2);
        if ((present & SignalSet.Ces) != 0) reliability = Math.Min(reliability, _ces / 2);
        return reliability;
    }

    private static void Take<TSink>(ref TSink sink, SignalSet signal, double reliability, Evidence answer)
        where TSink : struct, ISignalSink =>
        sink.Take(signal, GradeMaps.Linear(answer.Number, answer.From, answer.To), reliability, answer);

    private static double Reliability(SignalSet signal, SignalRule rule, ref SignalSet enabled)
    {
        if (rule.Enabled) enabled |= signal & Evidences;
        return 1 / rule.Variance;
    }

    private static double[] ByNumber<TWord>(Func<TWord, Grade> gradeOf) where TWord : struct, Enum
    {
        var words = Enum.GetValues<TWord>();
        var grades = new double[words.Max(word => Convert.ToInt32(word, null)) + 1];
        foreach (var word in words) grades[Convert.ToInt32(word, null)] = gradeOf(word).Value;
        return grades;
    }
}
