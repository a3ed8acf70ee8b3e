using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Veinte.Model;

namespace Veinte.Grading;

/// <summary>The written form of a scoring policy. Pure; thread-safe.</summary>
/// <remarks>
/// Writing names every member, in a fixed order, touchpoints by ordinal name: equal policies are written equal. Store what
/// <see cref="Write(ScoringPolicy)"/> says rather than what a person sent, so that a later release with other defaults reads the same policy.
/// </remarks>
public static partial class ScoringPolicyJson
{
    /// <summary>The longest document that is read, in UTF-16 characters.</summary>
    public const int LengthMax = 4 * 1024 * 1024;

    private static readonly JsonWriterOptions Written = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The policy as an indented JSON object.</summary>
    public static string Write(ScoringPolicy policy)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Written))
            Write(json, policy);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ScoringPolicy policy)
    {
        json.WriteStartObject();
        json.WriteString("name", policy.Name);
        json.WriteNumber("par", Thousandths(policy.Par.Milli));
        json.WriteNumber("debitFactor", Thousandths(policy.DebitFactorMilli));
        json.WriteNumber("halfLifeDays", policy.HalfLifeDays);
        json.WriteNumber("defaultWeight", Thousandths(policy.DefaultWeight.Milli));
        json.WriteStartObject("touchpoints");
        foreach (var (name, rule) in policy.Touchpoints.OrderBy(named => named.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(name);
            if (rule.Weight is { } weight) json.WriteNumber("weight", Thousandths(weight.Milli));
            if (rule.Par is { } par) json.WriteNumber("par", Thousandths(par.Milli));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        WriteSignals(json, policy.Signals);
        json.WriteEndObject();
    }

    private static void WriteSignals(Utf8JsonWriter json, SignalRules signals)
    {
        json.WriteStartObject("signals");
        WriteRule(json, "rating", signals.Rating);
        WriteRule(json, "nps", signals.Nps);
        WriteRule(json, "csat", signals.Csat);
        WriteRule(json, "ces", signals.Ces);
        WriteRule(json, "wait", signals.Wait, () =>
        {
            json.WriteStartArray("points");
            foreach (var point in signals.Wait.Points)
            {
                json.WriteStartObject();
                json.WriteNumber("ratio", point.Ratio);
                json.WriteNumber("grade", Thousandths(point.Grade.Milli));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
        WriteRule(json, "outcome", signals.Outcome, () => WriteGrades<Outcome>(json, word => word.Name(), signals.Outcome.GradeOf));
        WriteRule(json, "effort", signals.Effort);
        WriteRule(json, "reaction", signals.Reaction, () => WriteGrades<Reaction>(json, word => word.Name(), signals.Reaction.GradeOf));
        WriteRule(json, "tone", signals.Tone);
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, string signal, SignalRule rule, Action? map = null)
    {
        json.WriteStartObject(signal);
        json.WriteBoolean("enabled", rule.Enabled);
        json.WriteNumber("variance", rule.Variance);
        map?.Invoke();
        json.WriteEndObject();
    }

    private static void WriteGrades<TWord>(Utf8JsonWriter json, Func<TWord, string> name, Func<TWord, Grade> gradeOf)
        where TWord : struct, Enum
    {
        json.WriteStartObject("grades");
        foreach (var word in Enum.GetValues<TWord>())
            json.WriteNumber(name(word), Thousandths(gradeOf(word).Milli));
        json.WriteEndObject();
    }

    private static decimal Thousandths(int milli) => milli / 1000m;
}
