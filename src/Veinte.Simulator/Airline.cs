using System.Globalization;

namespace Veinte.Simulator;

/// <summary>What the trips of one Aurora share. Immutable but for the passengers, which are made when first needed.</summary>
internal sealed class Airline
{
    private readonly Passenger?[] _passengers;
    private readonly string[] _routes;

    internal Airline(ulong seed, AuroraOptions options)
    {
        Seed = seed;
        Options = options;
        Stories = new(options);
        Schedule = new(seed, Stories);
        Roster = new(seed, Stories);
        // Two flights a trip.
        _passengers = new Passenger?[Math.Max(10, (int)(options.PassengersPerDay / 2.0 / PersonaHabits.TripsPerDay))];
        _routes = new string[Stations.All.Length * Stations.All.Length];
        for (var i = 0; i < _routes.Length; i++)
            _routes[i] = $"{Stations.All[i / Stations.All.Length].Code}-{Stations.All[i % Stations.All.Length].Code}";
    }

    internal ulong Seed { get; }
    internal AuroraOptions Options { get; }
    internal Stories Stories { get; }
    internal Schedule Schedule { get; }
    internal Roster Roster { get; }
    internal int Customers => _passengers.Length;

    /// <summary>A passenger by number. Two threads may both make him; they make the same.</summary>
    internal Passenger Passenger(int number) => _passengers[number] ??= new(Seed, number);

    internal string Route(int from, int to) => _routes[from * Stations.All.Length + to];

    internal static string DeviceName(ulong device) => string.Create(CultureInfo.InvariantCulture, $"dev-{device:x16}");
}
