using Veinte.Model;

namespace Veinte.Simulator;

internal sealed partial class TripStory
{
    private void Fly(Flight flight, PersonaHabits habits, bool bag, bool front)
    {
        var from = Stations.All[flight.From];
        _flight = flight.Number;
        _route = _airline.Route(flight.From, flight.To);
        _delay = null;
        var day = (int)(flight.Departure / Instant.MicrosPerDay);
        var hour = (int)(flight.Departure / Instant.MicrosPerHour % 24);
        var everybody = _airline.Options.AnswerShare >= 1;

        CheckIn(flight, from, habits, bag, day, hour, everybody);
        if (bag)
        {
            var agent = _airline.Roster.OnDuty(Team.BagDrop, flight.From, day, hour, ref _chance);
            var drop = Feel(Touchpoints.BagDrop, staff: agent);
            var signals = RatedIfAsked(Touchpoints.BagDrop, drop);
            AddWait(ref signals, drop, 600);
            Emit(flight.Departure - _chance.Whole(70, 100) * MicrosPerMinute, Touchpoints.BagDrop, Channel.InPerson, from.Area, signals, agent);
        }
        if (_chance.Is(0.6)) Security(flight, from);
        if (front || _passenger!.Tier >= Tier.Gold)
        {
            var host = _airline.Roster.OnDuty(Team.Lounge, flight.From, day, hour, ref _chance);
            var lounge = Feel(Touchpoints.Lounge, staff: host);
            Emit(flight.Departure - _chance.Whole(45, 60) * MicrosPerMinute, Touchpoints.Lounge, Channel.InPerson, from.Area,
                RatedIfAsked(Touchpoints.Lounge, lounge), host);
        }
        if (flight.DelayMinutes > 20 || flight.Cancelled) TellOfDelay(flight);

        var late = flight.DelayMinutes + (flight.Cancelled ? 240 : 0);
        _delay = late;
        if (late > 60) Hurt(Math.Min(1.2, late / 200.0));
        var boarding = flight.Departure + late * MicrosPerMinute;
        var gate = Feel(Touchpoints.Gate);
        if (_answers) Emit(boarding - 40 * MicrosPerMinute, Touchpoints.Gate, Channel.App, from.Area, Rated(Touchpoints.Gate, gate));
        var gateAgent = _airline.Roster.OnDuty(Team.Gate, flight.From, day, hour, ref _chance);
        var board = Feel(Touchpoints.Boarding, late > 60 ? -0.8 : 0, gateAgent);
        var boarded = RatedIfAsked(Touchpoints.Boarding, board);
        AddWait(ref boarded, board, 1200, late > 60 ? 1.5 : 1);
        Emit(boarding - _chance.Whole(15, 30) * MicrosPerMinute, Touchpoints.Boarding, Channel.InPerson, from.Area, boarded, gateAgent);

        OnBoard(boarding, flight, day, hour, everybody);
        var landing = boarding + flight.Minutes * MicrosPerMinute;
        if (bag || everybody) Baggage(landing, flight.To, (int)(landing / Instant.MicrosPerDay));
    }

    private void CheckIn(Flight flight, Station from, PersonaHabits habits, bool bag, int day, int hour, bool everybody)
    {
        var online = everybody || _chance.Is(habits.Digital < -0.3 ? 0.35 : 0.75);
        if (online)
        {
            var at = flight.Departure - _chance.Whole(150, 1400) * MicrosPerMinute;
            var channel = _chance.Is(habits.AppShare) ? Channel.App : Channel.Web;
            if (_chance.Is(0.5)) EmitSignIn(at - 20 * Instant.MicrosPerSecond, SimulatedKind.Identify, channel);
            var latent = Feel(Touchpoints.OnlineCheckIn);
            var signals = RatedIfAsked(Touchpoints.OnlineCheckIn, latent);
            AddOutcome(ref signals, latent < -1.7 ? Outcome.Failure : Outcome.Success);
            if (!_answers && _chance.Is(0.05))
            {
                signals.Present |= SignalSet.Ces;
                signals.Ces = Seven(latent);
            }
            Emit(at, Touchpoints.OnlineCheckIn, channel, Roster.DigitalArea, signals,
                text: _answers && _chance.Is(0.12) ? Say(Subject.Digital, latent) : null);
            if (!everybody) return;
        }
        if (!bag && !everybody && _chance.Is(0.6))
        {
            var latent = Feel(Touchpoints.CheckInKiosk);
            var signals = RatedIfAsked(Touchpoints.CheckInKiosk, latent);
            AddOutcome(ref signals, latent < -1.3 ? Outcome.Failure : latent < -0.9 ? Outcome.Partial : Outcome.Success);
            Emit(flight.Departure - _chance.Whole(75, 120) * MicrosPerMinute, Touchpoints.CheckInKiosk, Channel.Kiosk, from.Area, signals);
            return;
        }
        var agent = _airline.Roster.OnDuty(Team.CheckIn, flight.From, day, hour, ref _chance);
        var counter = Feel(Touchpoints.CheckInCounter, staff: agent);
        var atCounter = RatedIfAsked(Touchpoints.CheckInCounter, counter);
        AddWait(ref atCounter, counter, 900);
        Emit(flight.Departure - _chance.Whole(80, 130) * MicrosPerMinute, Touchpoints.CheckInCounter, Channel.InPerson, from.Area, atCounter, agent,
            text: _answers && _chance.Is(0.2) ? Say(Subject.Counter, counter) : null);
    }

    private void Security(Flight flight, Station from)
    {
        var latent = Feel(Touchpoints.SecurityLane);
        var signals = _answers && _chance.Is(0.4) ? Rated(Touchpoints.SecurityLane, latent) : default;
        AddWait(ref signals, latent, 720);
        Emit(flight.Departure - _chance.Whole(60, 75) * MicrosPerMinute, Touchpoints.SecurityLane, Channel.InPerson, from.Area, signals);
    }

    private void TellOfDelay(Flight flight)
    {
        var latent = Feel(Touchpoints.DelayNotice, flight.Cancelled ? -0.6 : 0);
        Signals signals = default;
        if (_chance.Is(0.25)) signals = Rated(Touchpoints.DelayNotice, latent);
        if (flight.Cancelled) AddOutcome(ref signals, Outcome.Failure);
        _delay = flight.DelayMinutes;
        Emit(flight.Departure - _chance.Whole(10, 90) * MicrosPerMinute, Touchpoints.DelayNotice, _chance.Is(0.6) ? Channel.Whatsapp : Channel.App,
            "Operations control", signals, text: _chance.Is(0.12) ? Say(Subject.Delay, latent) : null);
    }

    private void OnBoard(long takeoff, Flight flight, int day, int hour, bool everybody)
    {
        var member = _airline.Roster.OnDuty(Team.Cabin, 0, day, hour, ref _chance);
        var crew = Feel(Touchpoints.CabinCrew, staff: member);
        if (_answers || _chance.Is(0.25))
            Emit(Soon(takeoff, 25, 35), Touchpoints.CabinCrew, Channel.InPerson, Roster.CabinArea, RatedIfAsked(Touchpoints.CabinCrew, crew), member,
                text: _answers && _chance.Is(0.15) ? Say(Subject.Cabin, crew) : null);
        if (everybody || _chance.Is(0.4))
        {
            var food = Feel(Touchpoints.Food, _airline.Stories.Food(day));
            var signals = RatedIfAsked(Touchpoints.Food, food);
            signals.Present |= SignalSet.Revenue;
            signals.Revenue = Math.Round(3 + 11 * _chance.Uniform(), 1);
            Emit(Soon(takeoff, 35, 45), Touchpoints.Food, Channel.InPerson, Roster.CabinArea, signals, member, currency: "EUR",
                text: _answers && _chance.Is(0.15) ? Say(Subject.Food, food) : null);
        }
        if (everybody || _chance.Is(0.35))
        {
            var wifi = Feel(Touchpoints.Wifi);
            var signals = RatedIfAsked(Touchpoints.Wifi, wifi);
            if (!_answers) AddOutcome(ref signals, wifi < -0.8 ? Outcome.Failure : wifi < -0.2 ? Outcome.Partial : Outcome.Success);
            Emit(Soon(takeoff, 20, 50), Touchpoints.Wifi, Channel.App, Roster.DigitalArea, signals,
                text: _answers && _chance.Is(0.15) ? Say(Subject.Wifi, wifi) : null);
        }
        if (!_answers) return;
        // The questions on the seat's screen before landing.
        var at = takeoff + (flight.Minutes - 12) * MicrosPerMinute;
        if (everybody || _chance.Is(0.5)) At(Touchpoints.Entertainment);
        At(Touchpoints.InflightService);
        At(Touchpoints.Seat);
        At(Touchpoints.LegRoom);
        At(Touchpoints.Cleanliness);

        void At(Touchpoint touchpoint)
        {
            at += _chance.Whole(4, 15) * Instant.MicrosPerSecond;
            Emit(at, touchpoint, Channel.App, Roster.CabinArea, Rated(touchpoint, Feel(touchpoint)));
        }
    }

    private void Baggage(long landing, int station, int day)
    {
        var decline = _airline.Stories.BaggageClaim(day, station);
        var handler = _airline.Roster.OnDuty(Team.Baggage, station, day, (int)(landing / Instant.MicrosPerHour % 24), ref _chance);
        var latent = Feel(Touchpoints.BaggageClaim, decline, handler);
        var signals = RatedIfAsked(Touchpoints.BaggageClaim, latent);
        AddWait(ref signals, latent, 1500, 1 - 0.7 * decline);
        if (latent < -2) AddOutcome(ref signals, Outcome.Failure);
        Emit(Soon(landing, 18, 50), Touchpoints.BaggageClaim, Channel.InPerson, Stations.All[station].Area, signals, handler,
            text: _answers && _chance.Is(0.25) || latent < -2 && _chance.Is(0.5) ? Say(Subject.Bags, latent) : null);
        if (latent < -2) Hurt(0.5);
        _bags = latent;
        if (_airline.Stories.Surveys(day)) AtTheBelt(landing, station, latent);
    }
}
