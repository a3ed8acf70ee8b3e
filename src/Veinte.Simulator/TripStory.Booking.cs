using Veinte.Model;

namespace Veinte.Simulator;

internal sealed partial class TripStory
{
    private void SearchAndBook(int day, int home, int away, bool front, PersonaHabits habits)
    {
        var channel = _chance.Is(habits.AppShare) ? Channel.App : Channel.Web;
        var searches = _chance.Whole(1, 3);
        var at = Soon(At(day, _chance.Whole(8, 20)), 0, 59);
        for (var i = 1; i < searches; i++) Search(at - i * _chance.Whole(3 * 60, 26 * 60) * MicrosPerMinute, channel, home, found: 0.8);
        Search(at, channel, home, found: 0.97);

        at = Soon(at, 3, 15);
        var latent = Feel(Touchpoints.Book);
        _route = _airline.Route(home, away);
        // Who has not signed in before does so at the checkout; that ties the searches of this device to a name.
        _signedIn = true;
        EmitSignIn(at - 30 * Instant.MicrosPerSecond, _chance.Is(0.03) ? SimulatedKind.Alias : SimulatedKind.Identify, channel);
        var signals = RatedIfAsked(Touchpoints.Book, latent);
        var failed = latent < -1.7;
        AddOutcome(ref signals, failed ? Outcome.Failure : Outcome.Success);
        Emit(at, Touchpoints.Book, channel, Roster.DigitalArea, signals,
            text: _answers && _chance.Is(0.2) ? Say(Subject.Digital, latent) : null);
        if (failed)
        {
            // The website gives up; a person in the contact centre books instead.
            Contact(day, "flight", trouble: true);
            at = At(day, 22);
        }

        var pay = Feel(Touchpoints.Payment);
        signals = default;
        AddOutcome(ref signals, pay < -1.9 ? Outcome.Partial : Outcome.Success);
        signals.Present |= SignalSet.Revenue;
        signals.Revenue = Math.Round((front ? 310 : 62) * (0.6 + 0.8 * _chance.Uniform()) * (home >= 6 || away >= 6 ? 1.6 : 1), 2);
        Emit(Soon(at, 1, 4), Touchpoints.Payment, channel, Roster.DigitalArea, signals, currency: "EUR");
        Emit(Soon(at, 4, 6), Touchpoints.Confirmation, Channel.Email, Roster.DigitalArea, ReactionOf(Touchpoints.Confirmation, 0.06));

        if (_answers && _chance.Is(_airline.Options.AnswerShare >= 1 ? 1 : 0.5))
            Emit(Soon(at, 20, 600), Touchpoints.FlightTimes, Channel.Email, "Network planning", Rated(Touchpoints.FlightTimes, Feel(Touchpoints.FlightTimes)));
        if (_chance.Is(0.35))
        {
            latent = Feel(Touchpoints.SeatSelection);
            signals = RatedIfAsked(Touchpoints.SeatSelection, latent);
            AddOutcome(ref signals, latent < -1.5 ? Outcome.Failure : Outcome.Success);
            Emit(Soon(at, 7, 60), Touchpoints.SeatSelection, channel, Roster.DigitalArea, signals);
        }
    }

    private void Search(long at, Channel channel, int home, double found)
    {
        var latent = Feel(Touchpoints.FlightSearch);
        var signals = _chance.Is(0.04) ? Rated(Touchpoints.FlightSearch, latent) : default;
        // Only some sessions tell whether the search led anywhere; the rest are page views without evidence.
        if (_chance.Is(0.3)) AddOutcome(ref signals, _chance.Is(found) ? Outcome.Success : Outcome.Failure);
        Emit(at, Touchpoints.FlightSearch, channel, Roster.DigitalArea, signals);
    }

    private Signals ReactionOf(Touchpoint touchpoint, double share)
    {
        if (!_chance.Is(share)) return default;
        var latent = Feel(touchpoint);
        return new()
        {
            Present = SignalSet.Reaction,
            Reaction = latent > 0.9 ? Reaction.Love : latent > -0.3 ? Reaction.Like : latent > -1.1 ? Reaction.Dislike : Reaction.Angry,
        };
    }

    private string Say(Subject subject, double latent) => Phrases.About(subject, latent, _passenger?.Language ?? "es", ref _chance);
}
