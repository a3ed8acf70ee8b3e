using Veinte.Model;

namespace Veinte.Grading;

/// <summary>
/// The mean of signals' grades weighted by their reliability (inverse-variance weighting). The one place where a grade is
/// made, for the bare grade and for the explained one alike.
/// </summary>
internal struct Fusion
{
    private double _weighted;
    private double _reliability;

    public readonly bool IsEmpty => _reliability == 0;

    public readonly double Reliability => _reliability;

    public readonly Grade Grade => Grade.FromDouble(_weighted / _reliability);

    public void Add(double grade, double reliability)
    {
        _weighted += grade * reliability;
        _reliability += reliability;
    }
}

/// <summary>Takes the graded signals of one interaction, in the fixed order of <see cref="Grader"/>.</summary>
internal interface ISignalSink
{
    void Take(SignalSet signal, double grade, double reliability, Evidence evidence);
}

/// <summary>Keeps the grade alone.</summary>
internal struct GradeSink : ISignalSink
{
    public Fusion Fusion;

    public void Take(SignalSet signal, double grade, double reliability, Evidence evidence) => Fusion.Add(grade, reliability);
}

/// <summary>Keeps every signal's part as well.</summary>
internal struct ReasonSink : ISignalSink
{
    public Fusion Fusion;
    public List<(SignalSet Signal, double Grade, double Reliability, Evidence Evidence)>? Parts;

    public void Take(SignalSet signal, double grade, double reliability, Evidence evidence)
    {
        Fusion.Add(grade, reliability);
        (Parts ??= []).Add((signal, grade, reliability, evidence));
    }

    /// <summary>The reasons, with the grade's thousandths shared out by largest remainder, ties to the earlier signal.</summary>
    public readonly IReadOnlyList<Reason> Reasons()
    {
        if (Parts is null) return [];
        var contributions = Shares.Round(Fusion.Grade.Milli, [.. Parts.Select(ContributionMilli)]);
        var reasons = new Reason[Parts.Count];
        for (var i = 0; i < reasons.Length; i++)
        {
            var (signal, grade, reliability, evidence) = Parts[i];
            var reason = new Reason(signal, "", Grade.FromDouble(grade), reliability / Fusion.Reliability, contributions[i])
            {
                Evidence = evidence,
            };
            reasons[i] = reason with { Value = ReasonText.Value(reason, "en") };
        }
        return reasons;
    }

    private readonly double ContributionMilli((SignalSet Signal, double Grade, double Reliability, Evidence Evidence) part) =>
        part.Grade * part.Reliability / Fusion.Reliability * 1000;
}
