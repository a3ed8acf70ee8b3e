using Veinte.Model;

namespace Veinte.Simulator.Tests;

/// <summary>A small Aurora and a few days of it.</summary>
internal static class Periods
{
    internal static readonly Instant Today = Instant.From(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    internal static Aurora Small(ulong seed = 7) => Aurora.Create(seed, new() { PassengersPerDay = 40, Today = Today });

    internal static Instant DaysAgo(double days) => new(Today.UnixMicros - (long)(days * Instant.MicrosPerDay));
}
