using System.Globalization;

namespace Veinte.Simulator;

/// <summary>Standing in Aurora's loyalty programme, "Boreal".</summary>
public enum Tier : byte
{
    /// <summary>Not a member.</summary>
    None = 0,
    /// <summary>Blue.</summary>
    Blue = 1,
    /// <summary>Silver.</summary>
    Silver = 2,
    /// <summary>Gold.</summary>
    Gold = 3,
    /// <summary>Platinum.</summary>
    Platinum = 4,
}

/// <summary>
/// One of Aurora's customers: invented, the same for the same seed and number. Immutable and thread-safe.
/// </summary>
public sealed class Passenger
{
    private static readonly string[] TierWords = ["none", "blue", "silver", "gold", "platinum"];

    internal Passenger(ulong seed, int number)
    {
        Number = number;
        var chance = new Chance(Chance.Seed(seed, 0x9A55, (ulong)number));
        Habits = Draw(ref chance);
        Persona = Habits.Persona;
        Home = Stations.Draw(ref chance);
        Language = chance.Is(Stations.All[Home].SpanishShare) ? "es" : "en";
        (GivenName, FamilyName) = PeopleNames.Draw(ref chance, Language);
        Tier = DrawTier(ref chance, Persona);
        CustomerId = string.Create(CultureInfo.InvariantCulture, $"AU{100_000 + number}");
        Device = Chance.Seed(seed, 0xDE71CE, (ulong)number);
        Planning = chance.Normal();
        Digital = chance.Normal();
        Comfort = chance.Normal();
        Service = chance.Normal();
        Phase = chance.Below(Habits.CycleDays);
        Born = 2026 - Age(ref chance, Persona);
    }

    /// <summary>0, 1, 2…</summary>
    public int Number { get; }
    /// <summary>The customer's identifier in all systems of Aurora, such as <c>AU100042</c>.</summary>
    public string CustomerId { get; }
    /// <summary>Given name.</summary>
    public string GivenName { get; }
    /// <summary>Family name; two in Spanish.</summary>
    public string FamilyName { get; }
    /// <summary>Given and family name.</summary>
    public string Name => $"{GivenName} {FamilyName}";
    /// <summary>An address in the domain that is reserved for examples.</summary>
    public string Email => string.Create(CultureInfo.InvariantCulture, $"au{100_000 + Number}@example.com");
    /// <summary><c>es</c> or <c>en</c>.</summary>
    public string Language { get; }
    /// <summary>City where he lives.</summary>
    public string City => Stations.All[Home].City;
    /// <summary>What sort of passenger he is.</summary>
    public Persona Persona { get; }
    /// <summary>The persona's word, such as <c>older-couple</c>.</summary>
    public string PersonaWord => Habits.Word;
    /// <summary>Standing in the loyalty programme.</summary>
    public Tier Tier { get; }
    /// <summary>The tier's word, such as <c>gold</c>.</summary>
    public string TierWord => TierWords[(int)Tier];
    /// <summary>Year of birth.</summary>
    public int Born { get; }

    internal PersonaHabits Habits { get; }
    internal int Home { get; }
    internal ulong Device { get; }
    /// <summary>How well Aurora's times and places always suit this person, in standard deviations.</summary>
    internal double Planning { get; }
    /// <summary>What this person always thinks of the digital side, in standard deviations.</summary>
    internal double Digital { get; }
    internal double Comfort { get; }
    internal double Service { get; }
    /// <summary>Day within the persona's cycle on which this person's cycle starts.</summary>
    internal int Phase { get; }

    private static PersonaHabits Draw(ref Chance chance)
    {
        var u = chance.Uniform();
        foreach (var habits in PersonaHabits.All)
            if ((u -= habits.Share) < 0)
                return habits;
        return PersonaHabits.All[^1];
    }

    private static Tier DrawTier(ref Chance chance, Persona persona)
    {
        var u = chance.Uniform();
        return persona switch
        {
            Persona.Commuter => u < 0.10 ? Tier.None : u < 0.35 ? Tier.Blue : u < 0.70 ? Tier.Silver : u < 0.95 ? Tier.Gold : Tier.Platinum,
            Persona.Vip => u < 0.30 ? Tier.Gold : Tier.Platinum,
            Persona.Family or Persona.OlderCouple => u < 0.55 ? Tier.None : u < 0.90 ? Tier.Blue : Tier.Silver,
            Persona.Student or Persona.Weekender => u < 0.65 ? Tier.None : u < 0.97 ? Tier.Blue : Tier.Silver,
        };
    }

    private static int Age(ref Chance chance, Persona persona) => persona switch
    {
        Persona.Commuter => chance.Whole(28, 60),
        Persona.Family => chance.Whole(30, 50),
        Persona.Student => chance.Whole(18, 26),
        Persona.OlderCouple => chance.Whole(60, 82),
        Persona.Vip => chance.Whole(35, 68),
        Persona.Weekender => chance.Whole(24, 48),
    };
}
