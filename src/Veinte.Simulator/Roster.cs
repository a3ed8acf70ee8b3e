namespace Veinte.Simulator;

/// <summary>Where a member of staff works.</summary>
internal enum Team
{
    CheckIn, BagDrop, Gate, Baggage, Cabin, ContactCentre, Correspondence, Lounge,
}

/// <summary>Somebody who works for Aurora.</summary>
/// <param name="Name">Name on the badge; unique within Aurora.</param>
/// <param name="Area">The area he belongs to.</param>
/// <param name="Skill">How much better than his colleagues, in standard deviations.</param>
internal sealed record StaffMember(string Name, string Area, double Skill);

/// <summary>
/// Who works where and when. Each team has more members than are on duty, and whoever is on duty changes with day and
/// shift. Skills in a team are spread evenly over a normal curve, so that they cancel out. Immutable.
/// </summary>
internal sealed class Roster
{
    /// <summary>The star: an agent at the gates of Bilbao.</summary>
    internal const string Star = "Amaia Echevarría";

    internal const string CabinArea = "Cabin crew";
    internal const string ContactArea = "Contact centre";
    internal const string CorrespondenceArea = "Customer relations";
    internal const string DigitalArea = "Digital";

    private readonly ulong _seed;
    private readonly StaffMember[][][] _teams = new StaffMember[8][][];

    internal Roster(ulong seed, Stories stories)
    {
        _seed = seed;
        var chance = new Chance(Chance.Seed(seed, 0x57AFF));
        var taken = new HashSet<string>(StringComparer.Ordinal) { Star };
        foreach (var (team, size) in new[] { (Team.CheckIn, 4), (Team.BagDrop, 2), (Team.Gate, 3), (Team.Baggage, 2), (Team.Lounge, 1) })
        {
            _teams[(int)team] = new StaffMember[Stations.All.Length][];
            for (var station = 0; station < Stations.All.Length; station++)
            {
                var members = size + (station < 3 && team != Team.Lounge ? 2 : 0);
                _teams[(int)team][station] = Hire(ref chance, taken, members, Stations.All[station].Area, station < 6);
            }
        }
        _teams[(int)Team.Cabin] = [Hire(ref chance, taken, 26, CabinArea, spanish: true)];
        _teams[(int)Team.ContactCentre] = [Hire(ref chance, taken, 12, ContactArea, spanish: true)];
        _teams[(int)Team.Correspondence] = [Hire(ref chance, taken, 5, CorrespondenceArea, spanish: true)];
        if (stories.StarSkill > 0)
        {
            var gates = _teams[(int)Team.Gate][Stations.Bilbao];
            gates[^1] = new(Star, Stations.All[Stations.Bilbao].Area, stories.StarSkill);
        }
    }

    /// <summary>Everybody, team by team.</summary>
    internal IEnumerable<StaffMember> All => _teams.SelectMany(team => team).SelectMany(members => members);

    /// <summary>Who of a team serves somebody at an hour (0–23) of a day; <paramref name="at"/> is the station, 0 for teams without one.</summary>
    internal StaffMember OnDuty(Team team, int at, int day, int hour, ref Chance chance)
    {
        var members = _teams[(int)team][at];
        var onDuty = Math.Max(1, (members.Length + 1) / 2);
        // Two shifts a day; the window of members on duty wanders, so that everybody works with everybody.
        var shift = Chance.Seed(_seed, 0x5417, unchecked((ulong)day) * 2 + (hour < 14 ? 0UL : 1UL), (ulong)((int)team * 64 + at));
        var first = (int)(shift % (ulong)members.Length);
        return members[(first + chance.Below(onDuty)) % members.Length];
    }

    private static StaffMember[] Hire(ref Chance chance, HashSet<string> taken, int count, string area, bool spanish)
    {
        var members = new StaffMember[count];
        for (var i = 0; i < count; i++)
        {
            string name;
            do name = PeopleNames.DrawBadge(ref chance, spanish);
            while (!taken.Add(name));
            // Evenly spread and symmetrical: the mean is 0 in every team, whatever its size.
            members[i] = new(name, area, count == 1 ? 0 : 1.5 * (2.0 * i / (count - 1) - 1));
        }
        return members;
    }
}
