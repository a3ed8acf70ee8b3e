using Veinte.Model;

namespace Veinte.Simulator;

/// <summary>
/// A living airline that never existed: passengers with a character of their own travel from search and booking to
/// baggage claim and afterwards. Pure: the same seed, options and period tell the same events, bit for bit, on every
/// machine. Thread-safe; each enumeration is independent.
/// </summary>
public sealed partial class Aurora
{
    /// <summary>No event of a trip happens more than so many days before its first flight.</summary>
    private const int DaysBeforeMax = 62;
    /// <summary>No event of a trip happens more than so many days after its first flight.</summary>
    private const int DaysAfterMax = 34;
    private readonly Airline _airline;

    private Aurora(Airline airline) => _airline = airline;

    /// <summary>An airline.</summary>
    /// <param name="seed">Any number; another seed is another airline with other people.</param>
    /// <param name="options">Its size and its stories; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static Aurora Create(ulong seed, AuroraOptions? options = null) => new(new(seed, (options ?? new()).Checked()));

    /// <summary>How many customers the airline has.</summary>
    public int Customers => _airline.Customers;

    /// <summary>The customer with a number from 0 to <see cref="Customers"/> − 1.</summary>
    public Passenger Customer(int number) => _airline.Passenger(number);

    /// <summary>All members of staff: name and area.</summary>
    public IEnumerable<(string Name, string Area)> Staff => _airline.Roster.All.Select(member => (member.Name, member.Area));

    /// <summary>The names of all touchpoints, in the order of the journey.</summary>
    public static IReadOnlyList<string> TouchpointNames { get; } = [.. Simulator.Touchpoints.All.Select(touchpoint => touchpoint.Name)];

    /// <summary>The airports Aurora serves, each with the area that runs it.</summary>
    public static IReadOnlyList<(string City, string Area)> Airports { get; } = [.. Stations.All.Select(station => (station.City, station.Area))];

    /// <summary>
    /// The events from <paramref name="from"/> (included) to <paramref name="to"/> (not included) in the order of their
    /// times. Two neighbouring periods joined are the same as the whole. Streams: keeps about three months of trips in
    /// memory, never the whole period.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is before 1971: Aurora did not fly yet.</exception>
    public IEnumerable<SimulatedInteraction> Between(Instant from, Instant to)
    {
        if (Day(from) < 365)
            throw new ArgumentOutOfRangeException(nameof(from), $"Aurora flies since 1971; {from} is before that.");
        return Tell(from, to);
    }

    private IEnumerable<SimulatedInteraction> Tell(Instant from, Instant to)
    {
        if (to <= from) yield break;
        var firstDay = Day(from);
        var lastDay = Day(new(to.UnixMicros - 1));
        // Events wait in the bucket of their day until all trips that can still add to that day are told.
        var buckets = new Dictionary<int, List<SimulatedInteraction>>();
        var story = new TripStory(_airline, happened =>
        {
            if (happened.At < from || happened.At >= to) return;
            var day = Day(happened.At);
            if (!buckets.TryGetValue(day, out var bucket)) buckets[day] = bucket = [];
            bucket.Add(happened);
        });
        var told = firstDay - DaysAfterMax;
        for (var day = firstDay; day <= lastDay; day++)
        {
            while (told <= day + DaysBeforeMax) TellTripsOf(story, told++);
            // A visit late in the evening may end the day after.
            if (day == firstDay) TellVisitsOf(story, day - 1);
            TellVisitsOf(story, day);
            if (!buckets.Remove(day, out var events)) continue;
            events.Sort(ByTime);
            foreach (var happened in events) yield return happened;
        }
    }

    /// <summary>Tells the trips whose first flight is on a day. Each passenger's time is cut into cycles with at most one trip each.</summary>
    private void TellTripsOf(TripStory story, int day)
    {
        for (var number = 0; number < _airline.Customers; number++)
        {
            var passenger = _airline.Passenger(number);
            var habits = passenger.Habits;
            var (cycle, dayOfCycle) = Math.DivRem(day + passenger.Phase, habits.CycleDays);
            var draw = Chance.Seed(_airline.Seed, 0xC7C1E, (ulong)number, (ulong)cycle);
            // The trip starts early enough in the cycle to be over before the next one begins.
            if ((int)(draw % (ulong)(habits.CycleDays - habits.Stay.Max - 1)) != dayOfCycle) continue;
            var travels = new Chance(draw);
            if (travels.Is(habits.TripShare * DayOfWeek(habits.Persona, day))) story.Tell(passenger, cycle, day);
        }
    }

    /// <summary>Who flies for work leaves on working days, the others rather towards the weekend; about 1 on average.</summary>
    private static double DayOfWeek(Persona persona, int day)
    {
        // 1970-01-01 was a Thursday: 0 is Monday here.
        var weekday = (day + 3) % 7;
        return persona is Persona.Commuter or Persona.Vip ? weekday < 5 ? 1.17 : 0.4 : weekday < 4 ? 0.88 : 1.16;
    }

    private void TellVisitsOf(TripStory story, int day)
    {
        // A bit less than one unknown visitor for every passenger who books.
        var visits = Math.Min(9_999, _airline.Options.PassengersPerDay * 2 / 5);
        for (var number = 0; number < visits; number++) story.TellVisit(day, number);
    }

    private static int Day(Instant at) => checked((int)Math.DivRem(at.UnixMicros, Instant.MicrosPerDay).Quotient);

    private static int ByTime(SimulatedInteraction a, SimulatedInteraction b)
    {
        var order = a.At.CompareTo(b.At);
        if (order == 0) order = a.Trip.Who.CompareTo(b.Trip.Who);
        if (order == 0) order = a.Trip.Trip.CompareTo(b.Trip.Trip);
        if (order == 0) order = a.Index.CompareTo(b.Index);
        return order != 0 ? order : a.Kind.CompareTo(b.Kind);
    }
}
