using System.Globalization;
using Veinte.Language.Topics;
using Veinte.Model;
using Veinte.Server.Listening;

namespace Veinte.Server.Pages.Listening;

/// <summary>What a reader of <i>Listening</i> looks at: the page and its file are made from the same words.</summary>
/// <param name="Days">One of <see cref="Periods"/>.</param>
/// <param name="Theme">A theme's code, or null.</param>
/// <param name="Tone"><c>blame</c>, <c>praise</c> or null.</param>
/// <param name="Touchpoint">A touchpoint, or null.</param>
/// <param name="Channel">A channel, or null.</param>
internal sealed record ListeningQuery(int Days, string? Theme, string? Tone, string? Touchpoint, Channel? Channel)
{
    /// <summary>Periods to choose from, in days.</summary>
    public static readonly int[] Periods = [7, 30, 90, 365];

    private const int DaysByDefault = 30;
    private const int GradeMax = 20;
    private const int NameLengthMax = 256;
    private const int CustomerLengthMax = 1_000;

    // Clocks of clients may be a little ahead.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    /// <summary><c>es</c>, <c>en</c> or null.</summary>
    public string? Language { get; init; }

    /// <summary>Area, staff member, stage, journey, source and intent, each or null.</summary>
    public HeardWhere Where { get; init; } = HeardWhere.Unknown;

    /// <summary>Any identifier of a customer, or null.</summary>
    public string? Customer { get; init; }

    /// <summary>The lowest grade given with a number, or null.</summary>
    public double? GradeFrom { get; init; }

    /// <summary>The highest grade given with a number, or null.</summary>
    public double? GradeTo { get; init; }

    /// <summary>Properties of the interaction that must all be met.</summary>
    public NamedValues Properties { get; init; } = NamedValues.None;

    /// <summary>Traits of the customer that must all be met.</summary>
    public NamedValues Traits { get; init; } = NamedValues.None;

    /// <summary>What stands in the address and means nothing, each with the name of its filter; it is left out.</summary>
    public IReadOnlyList<(string Name, string Value)> Faults { get; init; } = [];

    /// <summary>How many of the less common filters are set.</summary>
    public int Narrow => Chosen.Count(chosen => chosen.Name is not ("theme" or "tone" or "channel" or "touchpoint"));

    /// <summary>Whether anything but the period is chosen.</summary>
    public bool IsFiltered => Chosen.Any();

    /// <summary>By what stands in an address. What means nothing is left out and told, see <see cref="Faults"/>.</summary>
    public static ListeningQuery Of(IQueryCollection asked)
    {
        var faults = new List<(string, string)>();
        string? Said(string name, int most = NameLengthMax)
        {
            if (asked[name].ToString().Trim() is not { Length: > 0 } text) return null;
            if (text.Length <= most) return text;
            faults.Add((name, text));
            return null;
        }
        string? OneOf(string name, Predicate<string> known)
        {
            var text = Said(name);
            if (text is null || known(text)) return text;
            faults.Add((name, text));
            return null;
        }
        double? Grade(string name)
        {
            if (Said(name) is not { } text) return null;
            // A comma is a point for whoever writes Spanish.
            if (double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var grade) && grade is >= 0 and <= GradeMax) return grade;
            faults.Add((name, text));
            return null;
        }
        NamedValues Several(string name)
        {
            var read = NamedValues.Read(asked[name], out var wrong);
            if (wrong is not null) faults.Add((name, wrong));
            return read;
        }
        var days = OneOf("days", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var told) && Periods.Contains(told));
        var (gradeFrom, gradeTo) = (Grade("gradeFrom"), Grade("gradeTo"));
        if (gradeFrom > gradeTo)
        {
            faults.Add(("grades", string.Create(CultureInfo.InvariantCulture, $"{gradeFrom}–{gradeTo}")));
            (gradeFrom, gradeTo) = (null, null);
        }
        return new(
            days is null ? DaysByDefault : int.Parse(days, CultureInfo.InvariantCulture), OneOf("theme", Themes.All.Contains), OneOf("tone", text => text is "blame" or "praise"), Said("touchpoint"),
            WordNames.TryParse(OneOf("channel", text => WordNames.TryParse(text, out Channel _)), out Channel known) ? known : null)
        {
            Language = OneOf("textLanguage", text => text is "es" or "en"),
            Where = new(Said("area"), Said("staff"), Said("stage"), Said("journey"), Said("source"), OneOf("intent", text => WordNames.TryParse(text, out Intent intent) && intent != Intent.Unknown)),
            Customer = Said("customer", CustomerLengthMax),
            GradeFrom = gradeFrom,
            GradeTo = gradeTo,
            Properties = Several("property"),
            Traits = Several("trait"),
            Faults = faults,
        };
    }

    /// <summary>The period and place; whose texts are meant has to be asked of the books (<see cref="WriterDesk"/>).</summary>
    public HeardFilter Filter(DateTimeOffset now) => new(Instant.From(now.Add(Ahead).AddDays(-Days)), Instant.From(now.Add(Ahead)), Touchpoint, Channel)
    {
        Spanish = Language is null ? null : Language == "es",
        Where = Where,
        GradeFrom = GradeFrom,
        GradeTo = GradeTo,
        Properties = Properties,
    };

    /// <summary>Whether a text of the period is meant.</summary>
    public bool Fits(in HeardText text)
    {
        if (Theme is not null && (text.Themes >> Themes.All.ToList().IndexOf(Theme) & 1) == 0) return false;
        return Tone switch { "blame" => text.Tone <= -Veinte.Language.Tone.ToneReader.NeutralBelow, "praise" => text.Tone >= Veinte.Language.Tone.ToneReader.NeutralBelow, _ => true };
    }

    /// <summary>What is asked of places and people, by the names it has in addresses, those of the API included.</summary>
    public IEnumerable<(string Name, string Value)> Places => Chosen.Where(chosen => chosen.Name is not ("theme" or "tone")).Select(chosen => (chosen.Name, chosen.Value));

    /// <summary>Each filter that is set, and the query without it.</summary>
    public IEnumerable<(string Name, string Value, ListeningQuery Without)> Chosen
    {
        get
        {
            (string Name, string? Value, ListeningQuery Without)[] single =
            [
                ("theme", Theme, this with { Theme = null }), ("tone", Tone, this with { Tone = null }), ("touchpoint", Touchpoint, this with { Touchpoint = null }),
                ("channel", Channel?.Name(), this with { Channel = null }), ("textLanguage", Language, this with { Language = null }),
                ("area", Where.Area, this with { Where = Where with { Area = null } }), ("staff", Where.Staff, this with { Where = Where with { Staff = null } }),
                ("stage", Where.Stage, this with { Where = Where with { Stage = null } }), ("journey", Where.Journey, this with { Where = Where with { Journey = null } }),
                ("source", Where.Source, this with { Where = Where with { Source = null } }), ("intent", Where.Intent, this with { Where = Where with { Intent = null } }),
                ("customer", Customer, this with { Customer = null }),
                ("gradeFrom", Text(GradeFrom), this with { GradeFrom = null }), ("gradeTo", Text(GradeTo), this with { GradeTo = null }),
            ];
            foreach (var (name, value, without) in single)
                if (value is not null) yield return (name, value, without);
            foreach (var property in Properties.All) yield return ("property", property.ToString(), this with { Properties = Properties.Without(property) });
            foreach (var trait in Traits.All) yield return ("trait", trait.ToString(), this with { Traits = Traits.Without(trait) });
        }
    }

    /// <summary>As the query of an address.</summary>
    public override string ToString() =>
        string.Join('&', Chosen.Select(chosen => $"{chosen.Name}={Uri.EscapeDataString(chosen.Value)}").Prepend("days=" + Days.ToString(CultureInfo.InvariantCulture)));

    private static string? Text(double? grade) => grade?.ToString("0.###", CultureInfo.InvariantCulture);
}
