using System.Text.Json;
using Veinte.Model;

namespace Veinte.Grading;

public static partial class ScoringPolicyJson
{
    /// <summary>
    /// Reads a policy. Members left out take their default; unknown, repeated or wrongly typed ones are errors, as is any
    /// value out of range. Never throws for what a document says.
    /// </summary>
    /// <param name="json">A JSON object.</param>
    /// <param name="language">Language of the errors: <c>es</c>, or English.</param>
    public static PolicyReading Read(string json, string language = "en")
    {
        var messages = PolicyMessages.In(language);
        if (json.Length > LengthMax) return Refused(messages.TooLong(json.Length));
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, language);
        }
        catch (JsonException broken)
        {
            return Refused(messages.NotJson((broken.LineNumber ?? 0) + 1, (broken.BytePositionInLine ?? 0) + 1));
        }
    }

    /// <inheritdoc cref="Read(string, string)"/>
    public static PolicyReading Read(JsonElement json, string language = "en")
    {
        var messages = PolicyMessages.In(language);
        var reader = new PolicyReader(messages);
        try
        {
            var policy = ReadPolicy(reader, json);
            return reader.Errors.Count == 0 ? new(policy, []) : new(null, reader.Errors);
        }
        catch (InvalidOperationException)
        {
            // How JsonElement says that a text holds half a surrogate pair, or that there is no element at all.
            return Refused(messages.NotUnicode());
        }
    }

    private static ScoringPolicy ReadPolicy(PolicyReader reader, JsonElement json)
    {
        var policy = ScoringPolicy.Default;
        reader.Object("$", json, ["name", "par", "debitFactor", "halfLifeDays", "defaultWeight", "touchpoints", "signals"], (member, path, value) =>
            policy = member switch
            {
                "name" => policy with { Name = reader.Text(path, value, ScoringPolicy.NameLengthMax) },
                "par" => policy with { Par = reader.Grade(path, value) },
                "debitFactor" => policy with
                {
                    DebitFactorMilli = reader.Thousandths(path, value, Terms.NeutralDebitFactorMilli, ScoringPolicy.DebitFactorMilliMax),
                },
                "halfLifeDays" => policy with
                {
                    HalfLifeDays = reader.Number(path, value, ScoringPolicy.HalfLifeDaysMin, ScoringPolicy.HalfLifeDaysMax),
                },
                "defaultWeight" => policy with { DefaultWeight = reader.Weight(path, value) },
                "touchpoints" => policy with { Touchpoints = ReadTouchpoints(reader, path, value) },
                _ => policy with { Signals = ReadSignals(reader, path, value) },
            });
        return policy;
    }

    private static Dictionary<string, TouchpointRule> ReadTouchpoints(PolicyReader reader, string path, JsonElement json)
    {
        var touchpoints = new Dictionary<string, TouchpointRule>(StringComparer.Ordinal);
        reader.Object(path, json, null, (name, at, value) =>
        {
            if (name.Length is 0 or > ScoringPolicy.NameLengthMax)
                reader.Add(at, reader.Messages.NameLength(name.Length, ScoringPolicy.NameLengthMax));
            var rule = new TouchpointRule();
            reader.Object(at, value, ["weight", "par"], (member, path, value) => rule = member == "weight"
                ? rule with { Weight = reader.Weight(path, value) }
                : rule with { Par = reader.Grade(path, value) });
            touchpoints[name] = rule;
        });
        if (touchpoints.Count > ScoringPolicy.TouchpointsMax)
            reader.Add(path, reader.Messages.TooManyTouchpoints(touchpoints.Count, ScoringPolicy.TouchpointsMax));
        return touchpoints;
    }

    private static SignalRules ReadSignals(PolicyReader reader, string path, JsonElement json)
    {
        var rules = new SignalRules();
        reader.Object(path, json, ["rating", "nps", "csat", "ces", "wait", "outcome", "effort", "reaction", "tone"], (signal, at, value) =>
            rules = signal switch
            {
                "rating" => rules with { Rating = ReadRule(reader, at, value, rules.Rating) },
                "nps" => rules with { Nps = ReadRule(reader, at, value, rules.Nps) },
                "csat" => rules with { Csat = ReadRule(reader, at, value, rules.Csat) },
                "ces" => rules with { Ces = ReadRule(reader, at, value, rules.Ces) },
                "wait" => rules with
                {
                    Wait = ReadRule(reader, at, value, rules.Wait, "points",
                        (rule, path, json) => rule with { Points = ReadPoints(reader, path, json) }),
                },
                "outcome" => rules with
                {
                    Outcome = ReadRule(reader, at, value, rules.Outcome, "grades", (rule, path, json) => ReadOutcomes(reader, path, json, rule)),
                },
                "effort" => rules with { Effort = ReadRule(reader, at, value, rules.Effort) },
                "tone" => rules with { Tone = ReadRule(reader, at, value, rules.Tone) },
                _ => rules with
                {
                    Reaction = ReadRule(reader, at, value, rules.Reaction, "grades", (rule, path, json) => ReadReactions(reader, path, json, rule)),
                },
            });
        return rules;
    }

    private static TRule ReadRule<TRule>(
        PolicyReader reader, string path, JsonElement json, TRule rule, string? map = null, Func<TRule, string, JsonElement, TRule>? readMap = null)
        where TRule : SignalRule
    {
        string[] known = map is null ? ["enabled", "variance"] : ["enabled", "variance", map];
        reader.Object(path, json, known, (member, at, value) => rule = member switch
        {
            "enabled" => (TRule)((SignalRule)rule with { Enabled = reader.Boolean(at, value) }),
            "variance" => (TRule)((SignalRule)rule with { Variance = reader.Number(at, value, SignalRule.VarianceMin, SignalRule.VarianceMax) }),
            _ => readMap!(rule, at, value),
        });
        return rule;
    }

    private static List<WaitPoint> ReadPoints(PolicyReader reader, string path, JsonElement json)
    {
        var points = new List<WaitPoint>();
        if (!reader.Array(path, json, WaitRule.PointsMin, WaitRule.PointsMax)) return points;
        foreach (var item in json.EnumerateArray())
        {
            var at = $"{path}[{points.Count}]";
            double? ratio = null;
            Grade? grade = null;
            reader.Object(at, item, ["ratio", "grade"], (member, path, value) =>
            {
                if (member == "ratio") ratio = reader.Number(path, value, 0, WaitPoint.RatioMax);
                else grade = reader.Grade(path, value);
            });
            if (ratio is null) reader.Add(at, reader.Messages.Missing("ratio"));
            if (grade is null) reader.Add(at, reader.Messages.Missing("grade"));
            var point = new WaitPoint(ratio ?? 0, grade ?? default);
            if (ratio is not null && grade is not null && points.Count > 0)
            {
                if (point.Ratio <= points[^1].Ratio) reader.Add(at, reader.Messages.RatioNotRising(point.Ratio, points[^1].Ratio));
                if (point.Grade.Milli > points[^1].Grade.Milli) reader.Add(at, reader.Messages.GradeRises(point.Grade, points[^1].Grade));
            }
            points.Add(point);
        }
        return points;
    }

    private static OutcomeRule ReadOutcomes(PolicyReader reader, string path, JsonElement json, OutcomeRule rule)
    {
        reader.Object(path, json, [.. Enum.GetValues<Outcome>().Select(word => word.Name())], (word, at, value) =>
        {
            var grade = reader.Grade(at, value);
            _ = WordNames.TryParse(word, out Outcome outcome);
            rule = outcome switch
            {
                Outcome.Success => rule with { Success = grade },
                Outcome.Partial => rule with { Partial = grade },
                Outcome.Failure => rule with { Failure = grade },
            };
        });
        return rule;
    }

    private static ReactionRule ReadReactions(PolicyReader reader, string path, JsonElement json, ReactionRule rule)
    {
        reader.Object(path, json, [.. Enum.GetValues<Reaction>().Select(word => word.Name())], (word, at, value) =>
        {
            var grade = reader.Grade(at, value);
            _ = WordNames.TryParse(word, out Reaction reaction);
            rule = reaction switch
            {
                Reaction.Like => rule with { Like = grade },
                Reaction.Love => rule with { Love = grade },
                Reaction.Laugh => rule with { Laugh = grade },
                Reaction.Wow => rule with { Wow = grade },
                Reaction.Sad => rule with { Sad = grade },
                Reaction.Dislike => rule with { Dislike = grade },
                Reaction.Angry => rule with { Angry = grade },
            };
        });
        return rule;
    }

    private static PolicyReading Refused((string Problem, string Remedy) message) => new(null, [new("$", message.Problem, message.Remedy)]);
}
