using Veinte.Model;

namespace Veinte.Simulator;

internal sealed partial class TripStory
{
    // Answers are drawn from a sequence of their own: the rest of the trip is the same whether or not anybody asks.
    private Chance Answering(ulong survey) => new(Chance.Seed(_airline.Seed, survey, (ulong)_trip.Who, unchecked((ulong)_trip.Trip)));

    /// <summary>The survey that everybody is sent after a trip: what weighed most, and sometimes a sentence about it.</summary>
    private SimulatedAnswers AfterTheTrip(double recommends, ref string? said)
    {
        var chance = Answering(0xA57E);
        var choice = chance.Is(0.12) ? "other" : recommends < 0 && _bags < -1.2 ? "bags" : recommends < 0 && _delay > 60 ? "time" : Weighs(recommends > 0 ? 1 : -1);
        if (said is not null && chance.Is(0.6) && SubjectOf(choice) is { } subject)
            said += " " + Phrases.About(subject, recommends, _passenger!.Language, ref chance);
        return new(AuroraSurveys.AfterTheTrip, choice, chance.Is(0.45));
    }

    /// <summary>What stood out for the better (1) or the worse (−1).</summary>
    private string Weighs(int towards)
    {
        var (choice, most) = ("people", _service * towards);
        foreach (var (other, felt) in ((string, double)[])[("time", _planning), ("digital", _digital), ("comfort", _comfort)])
            if (felt * towards > most) (choice, most) = (other, felt * towards);
        return choice;
    }

    private static Subject? SubjectOf(string choice) => choice switch
    {
        "bags" => Subject.Bags,
        "people" => Subject.Cabin,
        "digital" => Subject.Digital,
        "comfort" => Subject.Food,
        _ => null,
    };

    /// <summary>Some scan the code at the belt, rather those for whom it went badly. They say no name.</summary>
    private void AtTheBelt(long landing, int station, double latent)
    {
        var chance = Answering(_homebound ? 0xBE17u : 0xBE16u);
        if (!chance.Is(latent < -1 ? 0.25 : 0.10)) return;
        var rating = Touchpoints.BaggageClaim.Rating(latent);
        string[] troubles = rating == 1 ? ["wait", "wait", "damaged", "lost", "people"] : ["wait", "wait", "wait", "screens", "people"];
        var choice = troubles[chance.Below(troubles.Length)];
        _sink(new()
        {
            Kind = SimulatedKind.Interaction,
            At = new(landing + chance.Whole(52, 75) * MicrosPerMinute),
            Trip = _trip,
            // Beyond all that a trip has: what comes after it keeps its number.
            Index = _homebound ? 901 : 900,
            Seed = _airline.Seed,
            Passenger = _passenger,
            AnonymousId = Airline.DeviceName(chance.Next()),
            Touchpoint = Touchpoints.BaggageClaim.Name,
            Channel = Channel.InPerson,
            Intent = Touchpoints.BaggageClaim.Intent,
            Stage = Touchpoints.BaggageClaim.Stage,
            Journey = "flight",
            Area = Stations.All[station].Area,
            Signals = Rated(Touchpoints.BaggageClaim, latent),
            Text = chance.Is(0.4) ? Phrases.About(Subject.Bags, latent, _passenger!.Language, ref chance) : null,
            Homebound = _homebound,
            Answers = new(AuroraSurveys.AtTheBelt, choice, false),
        });
    }
}
