namespace Veinte.Simulator;

/// <summary>What sort of passenger somebody is.</summary>
public enum Persona : byte
{
    /// <summary>Flies every other week for work, books late, travels light.</summary>
    Commuter = 1,
    /// <summary>Parents with children: rarely, planned early, with luggage.</summary>
    Family = 2,
    /// <summary>Young, on a budget, lives in the app.</summary>
    Student = 3,
    /// <summary>Two who travel together and like to be helped by a person.</summary>
    OlderCouple = 4,
    /// <summary>Flies often and in front, expects much.</summary>
    Vip = 5,
    /// <summary>Two or three nights in another city.</summary>
    Weekender = 6,
}

/// <summary>How passengers of one persona behave. Shifts are in standard deviations of a rating's latent value.</summary>
/// <param name="Persona">Which one.</param>
/// <param name="Word">Its word in traits.</param>
/// <param name="Share">Share of the customers.</param>
/// <param name="CycleDays">Length of the period in which at most one trip starts.</param>
/// <param name="TripShare">Probability that a period has a trip.</param>
/// <param name="Stay">Fewest and most days between the two flights of a trip.</param>
/// <param name="Lead">Fewest and most days from booking to departure.</param>
/// <param name="BagShare">Probability of a checked bag.</param>
/// <param name="FrontShare">Probability of a seat in Business.</param>
/// <param name="AppShare">Probability of the app instead of the website.</param>
/// <param name="Digital">Shift of everything digital.</param>
/// <param name="Comfort">Shift of everything about comfort.</param>
/// <param name="Service">Shift of everything that people do.</param>
internal sealed record PersonaHabits(
    Persona Persona, string Word, double Share, int CycleDays, double TripShare, (int Min, int Max) Stay, (int Min, int Max) Lead,
    double BagShare, double FrontShare, double AppShare, double Digital, double Comfort, double Service)
{
    /// <summary>All personas. The shifts cancel out over all trips, so that the calibrated means hold.</summary>
    internal static readonly PersonaHabits[] All =
    [
        new(Persona.Commuter, "commuter", 0.22, 14, 0.85, (0, 2), (1, 12), 0.15, 0.30, 0.75, 0.08, -0.06, -0.02),
        new(Persona.Family, "family", 0.24, 90, 0.70, (5, 10), (15, 55), 0.92, 0.02, 0.40, -0.15, 0.05, -0.05),
        new(Persona.Student, "student", 0.18, 60, 0.70, (3, 9), (5, 40), 0.35, 0.00, 0.85, 0.15, 0.10, 0.10),
        new(Persona.OlderCouple, "older-couple", 0.16, 75, 0.65, (5, 10), (14, 55), 0.85, 0.06, 0.15, -0.55, 0.15, 0.20),
        new(Persona.Vip, "vip", 0.05, 21, 0.80, (1, 4), (1, 10), 0.40, 0.90, 0.60, 0.00, 0.10, -0.05),
        new(Persona.Weekender, "weekender", 0.15, 45, 0.70, (2, 3), (7, 45), 0.25, 0.03, 0.70, 0.05, 0.05, 0.05),
    ];

    /// <summary>Trips a day that one average customer makes.</summary>
    internal static double TripsPerDay => All.Sum(p => p.Share * p.TripShare / p.CycleDays);
}
