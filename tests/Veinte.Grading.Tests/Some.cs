using CsCheck;
using Veinte.Model;

namespace Veinte.Grading.Tests;

/// <summary>Random policies and evidence, all within what the door and the policy reader let in.</summary>
internal static class Some
{
    private static readonly Gen<Grade> Grade = Gen.Int[0, Model.Grade.MaxMilli].Select(milli => new Grade(milli));

    private static readonly Gen<Weight> Weight = Gen.Int[0, Model.Weight.MaxMilli].Select(milli => new Weight(milli));

    private static readonly Gen<(bool Enabled, double Variance)> Trust = Gen.Select(Gen.Bool, Gen.Double[0.01, 10_000]);

    private static readonly Gen<SignalRule> Rule = Trust.Select(t => new SignalRule { Enabled = t.Enabled, Variance = t.Variance });

    private static readonly Gen<WaitPoint[]> Points =
        Gen.Select(Gen.Double[0.01, 30].Array[2, 8], Gen.Int[0, 20_000].Array[8], Gen.Double[0, 5])
            .Select((steps, grades, start) =>
            {
                var falling = grades.OrderDescending().ToArray();
                return steps.Select((_, i) => new WaitPoint(start + steps[..i].Sum(), new(falling[i]))).ToArray();
            });

    private static readonly Gen<SignalRules> Rules =
        Gen.Select(Rule.Array[5], Trust.Array[3], Points, Grade.Array[3], Grade.Array[7])
            .Select((plain, trust, points, outcomes, reactions) => new SignalRules
            {
                Rating = plain[0],
                Nps = plain[1],
                Csat = plain[2],
                Ces = plain[3],
                Effort = plain[4],
                Wait = new() { Enabled = trust[0].Enabled, Variance = trust[0].Variance, Points = points },
                Outcome = new()
                {
                    Enabled = trust[1].Enabled,
                    Variance = trust[1].Variance,
                    Success = outcomes[0],
                    Partial = outcomes[1],
                    Failure = outcomes[2],
                },
                Reaction = new()
                {
                    Enabled = trust[2].Enabled,
                    Variance = trust[2].Variance,
                    Like = reactions[0],
                    Love = reactions[1],
                    Laugh = reactions[2],
                    Wow = reactions[3],
                    Sad = reactions[4],
                    Dislike = reactions[5],
                    Angry = reactions[6],
                },
            });

    private static readonly Gen<TouchpointRule> TouchpointRule = Gen.Select(Weight.Nullable(), Grade.Nullable(), (w, p) => new TouchpointRule(w, p));

    public static readonly Gen<ScoringPolicy> Policy =
        Gen.Select(
            Gen.Select(Gen.String[Gen.Char['!', 'ÿ'], 1, 20], Grade, Gen.Int[1000, 5000], Gen.Double[0.05, 36_500], Weight),
            Gen.Dictionary(Gen.String[Gen.Char['!', 'ÿ'], 1, 12], TouchpointRule)[0, 5],
            Rules,
            (head, touchpoints, rules) => new ScoringPolicy
            {
                Name = "p" + head.Item1,
                Par = head.Item2,
                DebitFactorMilli = head.Item3,
                HalfLifeDays = head.Item4,
                DefaultWeight = head.Item5,
                Touchpoints = touchpoints,
                Signals = rules,
            });

    public static readonly Gen<Signals> Signals =
        Gen.Select(
            Gen.Int[0, 511],
            Gen.Select(Gen.Double[0, 1], Gen.Double[-1000, 1000], Gen.Double[0.001, 1000], Gen.Bool),
            Gen.Select(Gen.Double[0, 10], Gen.Double[1, 5], Gen.Double[1, 7], Gen.Double[1, 7]),
            Gen.Select(Gen.Double[0, 100_000], Gen.Double[0.1, 10_000]),
            Gen.Select(Gen.Int[1, 3], Gen.Int[1, 7]),
            (present, scale, answers, wait, words) =>
            {
                var (low, high) = (scale.Item2, scale.Item2 + scale.Item3);
                return new Signals
                {
                    Present = (SignalSet)present,
                    Rating = Math.Clamp(low + scale.Item1 * (high - low), low, high),
                    RatingMin = scale.Item4 ? high : low,
                    RatingMax = scale.Item4 ? low : high,
                    Nps = answers.Item1,
                    Csat = answers.Item2,
                    Ces = answers.Item3,
                    Effort = answers.Item4,
                    WaitSeconds = wait.Item1,
                    PromisedWaitSeconds = wait.Item2,
                    Outcome = (Outcome)words.Item1,
                    Reaction = (Reaction)words.Item2,
                    Revenue = 10,
                };
            });

    /// <summary>Evidence written as in a table: <c>rating 4 of 1-5; wait 900 of 600; outcome success</c>.</summary>
    public static Signals Evidence(string text)
    {
        var signals = new Signals();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "rating":
                    var ends = words[3].Split("..");
                    signals.Present |= SignalSet.Rating;
                    (signals.Rating, signals.RatingMin, signals.RatingMax) = (Number(words[1]), Number(ends[0]), Number(ends[1]));
                    break;
                case "nps": (signals.Nps, signals.Present) = (Number(words[1]), signals.Present | SignalSet.Nps); break;
                case "csat": (signals.Csat, signals.Present) = (Number(words[1]), signals.Present | SignalSet.Csat); break;
                case "ces": (signals.Ces, signals.Present) = (Number(words[1]), signals.Present | SignalSet.Ces); break;
                case "effort": (signals.Effort, signals.Present) = (Number(words[1]), signals.Present | SignalSet.Effort); break;
                case "wait":
                    signals.Present |= SignalSet.Wait;
                    (signals.WaitSeconds, signals.PromisedWaitSeconds) = (Number(words[1]), Number(words[3]));
                    break;
                case "outcome":
                    Assert(WordNames.TryParse(words[1], out signals.Outcome), part);
                    signals.Present |= SignalSet.Outcome;
                    break;
                case "reaction":
                    Assert(WordNames.TryParse(words[1], out signals.Reaction), part);
                    signals.Present |= SignalSet.Reaction;
                    break;
                case "revenue": (signals.Revenue, signals.Present) = (Number(words[1]), signals.Present | SignalSet.Revenue); break;
                default: throw new ArgumentException($"The table says '{part}', which is no signal.");
            }
        }
        return signals;
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static void Assert(bool known, string part)
    {
        if (!known) throw new ArgumentException($"The table says '{part}', whose word is unknown.");
    }
}
