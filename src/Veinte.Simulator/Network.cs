using System.Globalization;

namespace Veinte.Simulator;

/// <summary>An airport that Aurora serves.</summary>
/// <param name="City">Its city.</param>
/// <param name="Code">Its three letters.</param>
/// <param name="Share">Share of the customers who live there.</param>
/// <param name="SpanishShare">How many of them speak Spanish with Aurora; the others speak English.</param>
internal sealed record Station(string City, string Code, double Share, double SpanishShare)
{
    /// <summary>The area that runs it.</summary>
    public string Area { get; } = $"Station {City}";
}

/// <summary>Aurora's airports. The cities are real, the airline is not.</summary>
internal static class Stations
{
    internal const int Madrid = 0;
    internal const int Sevilla = 2;
    internal const int Bilbao = 3;

    internal static readonly Station[] All =
    [
        new("Madrid", "MAD", 0.30, 0.88),
        new("Barcelona", "BCN", 0.18, 0.80),
        new("Sevilla", "SVQ", 0.14, 0.93),
        new("Bilbao", "BIO", 0.09, 0.92),
        new("Valencia", "VLC", 0.08, 0.88),
        new("Palma", "PMI", 0.06, 0.70),
        new("Lisboa", "LIS", 0.05, 0.35),
        new("London", "LON", 0.06, 0.08),
        new("Paris", "PAR", 0.04, 0.20),
    ];

    internal static int Draw(ref Chance chance)
    {
        var u = chance.Uniform();
        for (var i = 0; i < All.Length; i++)
            if ((u -= All[i].Share) < 0)
                return i;
        return Madrid;
    }

    /// <summary>A destination other than <paramref name="home"/>: big cities more often.</summary>
    internal static int DrawDestination(ref Chance chance, int home)
    {
        while (true)
        {
            var station = Draw(ref chance);
            if (station != home) return station;
        }
    }
}

/// <summary>One departure: when it leaves, how late it really is, and whether it flies at all.</summary>
/// <param name="Number">Such as <c>AR1207</c>.</param>
/// <param name="From">Station of departure.</param>
/// <param name="To">Station of arrival.</param>
/// <param name="Departure">Planned departure, in microseconds since 1970.</param>
/// <param name="Minutes">Planned duration.</param>
/// <param name="DelayMinutes">Minutes late, 0 or more.</param>
/// <param name="Cancelled">Whether it does not fly; passengers go on the next one.</param>
internal readonly record struct Flight(
    string Number, int From, int To, long Departure, int Minutes, int DelayMinutes, bool Cancelled);

/// <summary>Aurora's schedule: between any two stations three flights a day, each with its own luck.</summary>
/// <param name="seed">The airline's seed.</param>
/// <param name="stories">Storms are stories.</param>
internal sealed class Schedule(ulong seed, Stories stories)
{
    internal const int DeparturesPerDay = 3;
    private const long MicrosPerMinute = 60_000_000;
    private const long MicrosPerDay = 1440 * MicrosPerMinute;
    private static readonly string[] Numbers = MakeNumbers();

    /// <summary>The <paramref name="slot"/>-th departure (0 morning, 1 midday, 2 evening) of a day.</summary>
    internal Flight Departure(int day, int from, int to, int slot)
    {
        var route = (from * Stations.All.Length + to) * DeparturesPerDay + slot;
        var chance = new Chance(Chance.Seed(seed, 0xF117, (ulong)route, unchecked((ulong)day)));
        // 7:00, 12:30 and 18:00, shifted by the route so that not everything leaves at once; whole five minutes.
        var minuteOfDay = 390 + slot * 330 + route * 37 % 36 * 5;
        var delay = chance.Is(0.565) ? 0 : SomeDelay(ref chance);
        var cancelled = false;
        if (stories.Storm(day))
        {
            delay += 60 + chance.Below(180);
            cancelled = chance.Is(0.2);
        }
        return new(Numbers[route], from, to, day * MicrosPerDay + minuteOfDay * MicrosPerMinute, Duration(from, to), delay, cancelled);
    }

    /// <summary>
    /// Minutes of a flight that is late: mostly a few, sometimes hours. 56.5 % of flights on time and 34 minutes on
    /// average for the others give the mean of about 15 that airline passengers report.
    /// </summary>
    private static int SomeDelay(ref Chance chance)
    {
        var u = chance.Uniform();
        // Inverse of a Pareto II (Lomax) tail with shape 2, computed without logarithms: 34 × (1/√(1−u) − 1), at most 480.
        return 1 + (int)Math.Min(479, 34 * (1 / Math.Sqrt(1 - u) - 1));
    }

    private static int Duration(int from, int to) => from >= 6 || to >= 6 ? 130 + (from + to) % 3 * 10 : 60 + (from + to) % 4 * 5;

    private static string[] MakeNumbers()
    {
        var numbers = new string[Stations.All.Length * Stations.All.Length * DeparturesPerDay];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = string.Create(CultureInfo.InvariantCulture, $"AR{1000 + i}");
        return numbers;
    }
}
