using Veinte.Model;

namespace Veinte.Simulator;

/// <summary>
/// One of Aurora's touchpoints and how it is rated. A rating is a latent value cut into five: the passenger's view of
/// planning, of the digital side, of comfort and of service, each by its loading, plus what is peculiar to this one touchpoint.
/// </summary>
/// <param name="Name">Its name, as it stands in the books.</param>
/// <param name="Stage">The stage of the journey it belongs to.</param>
/// <param name="Intent">What passengers come for.</param>
/// <param name="Planning">Loading of the planning factor: do times and places suit him?</param>
/// <param name="Digital">Loading of the digital factor.</param>
/// <param name="Comfort">Loading of the comfort factor.</param>
/// <param name="Service">Loading of the service factor.</param>
/// <param name="Cuts">The four latent values between the ratings 1 to 5, ascending.</param>
internal sealed record Touchpoint(
    string Name, string Stage, Intent Intent, double Planning, double Digital, double Comfort, double Service,
    (double One, double Two, double Three, double Four) Cuts)
{
    /// <summary>Weight of what is peculiar to this touchpoint, so that the latent value has variance 1.</summary>
    internal double Own { get; } = Math.Sqrt(1 - Planning * Planning - Digital * Digital - Comfort * Comfort - Service * Service);

    /// <summary>The rating, 1 to 5, that a latent value means.</summary>
    internal int Rating(double latent) =>
        latent < Cuts.Two ? latent < Cuts.One ? 1 : 2
        : latent < Cuts.Three ? 3
        : latent < Cuts.Four ? 4 : 5;
}

/// <summary>
/// All touchpoints from search to afterwards. Those marked "surveyed" are calibrated: cuts are the normal quantiles of
/// the cumulative shares of the ratings 1 to 5 in a published survey of about 100,000 airline passengers, loadings
/// reproduce its correlations (four groups: planning, digital, comfort, service). The others are set by hand in between.
/// </summary>
internal static class Touchpoints
{
    internal const string Search = "search", Booking = "booking", Preparation = "preparation", Airport = "airport",
        Onboard = "on board", Arrival = "arrival", Afterwards = "afterwards";

    internal static readonly Touchpoint FlightSearch = new("Flight search", Search, Intent.Know, 0, 0.60, 0, 0.05, (-1.30, -0.65, 0.05, 0.95));
    internal static readonly Touchpoint Book = new("Online booking", Booking, Intent.Buy, 0.67, 0.62, 0, 0.02, (-0.930, -0.207, 0.423, 1.083)); // surveyed
    internal static readonly Touchpoint FlightTimes = new("Flight times", Booking, Intent.Know, 0.75, 0.10, 0, 0.08, (-1.006, -0.436, 0.034, 0.748)); // surveyed
    internal static readonly Touchpoint Payment = new("Payment", Booking, Intent.Buy, 0, 0.55, 0, 0.05, (-1.60, -1.00, -0.30, 0.60));
    internal static readonly Touchpoint Confirmation = new("Booking confirmation", Booking, Intent.Know, 0, 0.40, 0, 0.10, (-1.60, -0.95, -0.20, 0.70));
    internal static readonly Touchpoint SeatSelection = new("Seat selection", Preparation, Intent.Do, 0, 0.60, 0.20, 0, (-1.20, -0.55, 0.10, 0.90));
    internal static readonly Touchpoint OnlineCheckIn = new("Online check-in", Preparation, Intent.Do, 0, 0.63, 0.44, 0.12, (-1.252, -0.589, -0.018, 0.827)); // surveyed
    internal static readonly Touchpoint CheckInKiosk = new("Check-in kiosk", Airport, Intent.Do, 0, 0.35, 0.10, 0.15, (-1.20, -0.60, 0.10, 0.95));
    internal static readonly Touchpoint CheckInCounter = new("Check-in counter", Airport, Intent.Do, 0, 0.12, 0.16, 0.28, (-1.155, -0.680, 0.055, 0.847)); // surveyed
    internal static readonly Touchpoint BagDrop = new("Bag drop", Airport, Intent.Do, 0, 0.05, 0.10, 0.40, (-1.30, -0.75, -0.05, 0.80));
    internal static readonly Touchpoint SecurityLane = new("Security lane", Airport, Intent.Go, 0, 0, 0.10, 0.20, (-1.10, -0.50, 0.20, 1.10));
    internal static readonly Touchpoint Lounge = new("Lounge", Airport, Intent.Go, 0, 0, 0.60, 0.30, (-1.70, -1.10, -0.40, 0.45));
    internal static readonly Touchpoint Gate = new("Gate", Airport, Intent.Go, 0.78, -0.05, 0, -0.02, (-0.958, -0.368, 0.335, 1.110)); // surveyed
    internal static readonly Touchpoint Boarding = new("Boarding", Airport, Intent.Go, 0, 0.10, 0.15, 0.45, (-1.25, -0.65, 0.00, 0.90));
    internal static readonly Touchpoint CabinCrew = new("Cabin crew", Onboard, Intent.Go, 0, 0.05, 0.12, 0.76, (-1.204, -0.657, -0.062, 0.747)); // surveyed
    internal static readonly Touchpoint InflightService = new("In-flight service", Onboard, Intent.Go, 0, 0.02, 0.06, 0.82, (-1.489, -0.921, -0.322, 0.640)); // surveyed
    internal static readonly Touchpoint Seat = new("Seat comfort", Onboard, Intent.Go, 0, 0.03, 0.81, 0.03, (-1.194, -0.645, -0.152, 0.660)); // surveyed
    internal static readonly Touchpoint LegRoom = new("Leg room", Onboard, Intent.Go, 0, 0.05, 0.10, 0.50, (-1.281, -0.557, -0.042, 0.711)); // surveyed
    internal static readonly Touchpoint Cleanliness = new("Cabin cleanliness", Onboard, Intent.Go, 0, 0.02, 0.89, 0.06, (-1.135, -0.573, 0.050, 0.778)); // surveyed
    internal static readonly Touchpoint Food = new("Food and drink", Onboard, Intent.Buy, 0, 0.01, 0.80, -0.02, (-1.157, -0.425, 0.127, 0.789)); // surveyed
    internal static readonly Touchpoint Wifi = new("Wi-Fi on board", Onboard, Intent.Do, 0.50, 0.66, 0.16, 0.12, (-0.927, -0.168, 0.495, 1.207)); // surveyed
    internal static readonly Touchpoint Entertainment = new("Entertainment on board", Onboard, Intent.Do, 0, 0.03, 0.80, 0.43, (-1.174, -0.554, -0.065, 0.698)); // surveyed
    internal static readonly Touchpoint DelayNotice = new("Delay notice", Airport, Intent.Know, 0, 0.25, 0, 0.30, (-0.60, 0.00, 0.60, 1.40));
    internal static readonly Touchpoint BaggageClaim = new("Baggage claim", Arrival, Intent.Do, 0, 0.03, 0.07, 0.78, (-1.478, -0.913, -0.308, 0.640)); // surveyed
    internal static readonly Touchpoint WhatsappAssistant = new("WhatsApp assistant", Afterwards, Intent.Know, 0, 0.45, 0, 0.20, (-1.00, -0.40, 0.20, 0.95));
    internal static readonly Touchpoint ContactCentre = new("Contact centre call", Afterwards, Intent.Do, 0, 0.05, 0.05, 0.50, (-1.05, -0.50, 0.10, 0.85));
    internal static readonly Touchpoint EmailSupport = new("E-mail support", Afterwards, Intent.Do, 0, 0.15, 0, 0.45, (-0.95, -0.35, 0.25, 1.00));
    internal static readonly Touchpoint Claim = new("Claim", Afterwards, Intent.Do, 0, 0.10, 0, 0.45, (-0.50, 0.05, 0.60, 1.30));
    internal static readonly Touchpoint Refund = new("Refund", Afterwards, Intent.Do, 0, 0.10, 0, 0.35, (-0.60, -0.05, 0.50, 1.20));
    internal static readonly Touchpoint TripSurvey = new("Trip survey", Afterwards, Intent.Know, 0, 0.33, 0.45, 0.52, (-1.20, -0.60, 0.00, 0.80));
    internal static readonly Touchpoint Social = new("Social media mention", Afterwards, Intent.Know, 0, 0.20, 0.30, 0.45, (-0.90, -0.30, 0.20, 0.90));
    internal static readonly Touchpoint Loyalty = new("Boreal loyalty programme", Afterwards, Intent.Know, 0, 0.40, 0.10, 0.20, (-1.30, -0.80, -0.10, 0.75));

    /// <summary>Every touchpoint, in the order of the journey.</summary>
    internal static readonly Touchpoint[] All =
    [
        FlightSearch, Book, FlightTimes, Payment, Confirmation, SeatSelection, OnlineCheckIn, CheckInKiosk, CheckInCounter, BagDrop,
        SecurityLane, Lounge, DelayNotice, Gate, Boarding, CabinCrew, InflightService, Seat, LegRoom, Cleanliness, Food, Wifi,
        Entertainment, BaggageClaim, WhatsappAssistant, ContactCentre, EmailSupport, Claim, Refund, TripSurvey, Social, Loyalty,
    ];
}
