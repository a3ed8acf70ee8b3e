using Veinte.Model;

namespace Veinte.Simulator;

/// <summary>
/// One passenger's trip, or one visitor's visit, while it is being told: his mood, his device, and the events so far.
/// The parts of a trip are in <c>TripStory.*.cs</c>. Owned by one caller.
/// </summary>
internal sealed partial class TripStory(Airline airline, Action<SimulatedInteraction> sink)
{
    private const long MicrosPerMinute = 60 * Instant.MicrosPerSecond;
    private readonly Airline _airline = airline;
    private readonly Action<SimulatedInteraction> _sink = sink;

    private Chance _chance;
    private Passenger? _passenger;
    private (int Who, int Trip) _trip;
    private int _index;
    private string _device = "";
    private bool _signedIn;
    private bool _answers;
    private double _planning, _digital, _comfort, _service;
    private double _sum, _worst;
    private int _rated;
    private string? _flight, _route;
    private bool _homebound;
    private double _bags;
    private int? _delay;

    /// <summary>Tells a trip that starts on a day; the same arguments tell the same trip.</summary>
    internal void Tell(Passenger passenger, int cycle, int startDay)
    {
        Begin(passenger, (passenger.Number, cycle), Chance.Seed(_airline.Seed, 0x7219, (ulong)passenger.Number, unchecked((ulong)cycle)));
        var habits = passenger.Habits;
        var (home, away) = (passenger.Home, Stations.DrawDestination(ref _chance, passenger.Home));
        var front = _chance.Is(habits.FrontShare);
        var bag = _chance.Is(habits.BagShare);
        var stay = _chance.Whole(habits.Stay.Min, habits.Stay.Max);
        var lead = _chance.Whole(habits.Lead.Min, habits.Lead.Max);

        SearchAndBook(startDay - lead, home, away, front, habits);
        if (_chance.Is(0.06)) Contact(startDay - _chance.Whole(0, lead), "care", trouble: false);
        // Whoever returns on the day he left takes the morning flight out and the evening flight back.
        var outSlot = stay == 0 ? 0 : _chance.Below(Schedule.DeparturesPerDay);
        Fly(_airline.Schedule.Departure(startDay, home, away, outSlot), habits, bag, front);
        _homebound = true;
        var backSlot = stay == 0 ? 2 : _chance.Below(Schedule.DeparturesPerDay);
        Fly(_airline.Schedule.Departure(startDay + stay, away, home, backSlot), habits, bag, front);
        Afterwards(startDay + stay);
    }

    /// <summary>Tells the visit of somebody who looks for a flight and leaves without a name.</summary>
    internal void TellVisit(int day, int number)
    {
        var seed = Chance.Seed(_airline.Seed, 0x7151, unchecked((ulong)day), (ulong)number);
        Begin(null, (2_000_000_000, checked(day * 10_000 + number)), seed);
        var at = Soon(At(day, _chance.Whole(8, 22)), 0, 59);
        var channel = _chance.Is(0.7) ? Channel.Web : Channel.App;
        var searches = _chance.Whole(1, 3);
        for (var i = 0; i < searches; i++)
        {
            Search(at, channel, Stations.Draw(ref _chance), found: 0.55);
            at += _chance.Whole(40, 400) * Instant.MicrosPerSecond;
        }
    }

    private void Begin(Passenger? passenger, (int Who, int Trip) trip, ulong seed)
    {
        _chance = new(seed);
        (_passenger, _trip, _index) = (passenger, trip, 0);
        (_flight, _route, _delay) = (null, null, null);
        (_homebound, _bags) = (false, 0);
        _signedIn = false;
        // One trip in eight is planned on another device than the usual one.
        var device = passenger is null || _chance.Is(0.12) ? _chance.Next() : passenger.Device;
        _device = Airline.DeviceName(device);
        _answers = _chance.Is(_airline.Options.AnswerShare);
        // Half of what a passenger feels is his own, half is this trip's.
        const double half = 0.7071067811865476;
        _planning = half * ((passenger?.Planning ?? _chance.Normal()) + _chance.Normal());
        _digital = half * ((passenger?.Digital ?? _chance.Normal()) + _chance.Normal());
        _comfort = half * ((passenger?.Comfort ?? _chance.Normal()) + _chance.Normal());
        _service = half * ((passenger?.Service ?? _chance.Normal()) + _chance.Normal());
        if (passenger is not null)
        {
            _digital += passenger.Habits.Digital;
            _comfort += passenger.Habits.Comfort;
            _service += passenger.Habits.Service;
        }
        (_sum, _worst, _rated) = (0, 0, 0);
    }

    /// <summary>How well one contact goes, in standard deviations, with the person who served taken into account.</summary>
    private double Feel(Touchpoint touchpoint, double shift = 0, StaffMember? staff = null)
    {
        var own = staff is null ? _chance.Normal() : 0.45 * staff.Skill + 0.893 * _chance.Normal();
        var latent = touchpoint.Planning * _planning + touchpoint.Digital * _digital + touchpoint.Comfort * _comfort + touchpoint.Service * _service
            + touchpoint.Own * own + shift;
        _sum += latent;
        _worst = Math.Min(_worst, latent);
        _rated++;
        return latent;
    }

    /// <summary>Something went badly wrong: people and their work are seen in another light for the rest of the trip.</summary>
    private void Hurt(double amount) => _service -= amount;

    private static long At(int day, int hour) => day * Instant.MicrosPerDay + hour * Instant.MicrosPerHour;

    private long Soon(long at, int minutesMin, int minutesMax) =>
        at + _chance.Whole(minutesMin * 60, minutesMax * 60) * Instant.MicrosPerSecond;

    private Signals Rated(Touchpoint touchpoint, double latent) => new()
    {
        Present = SignalSet.Rating,
        Rating = touchpoint.Rating(latent),
        RatingMin = 1,
        RatingMax = 5,
    };

    private Signals RatedIfAsked(Touchpoint touchpoint, double latent) => _answers ? Rated(touchpoint, latent) : default;

    /// <summary>Adds a wait that is short where it went well; <paramref name="load"/> above 1 is a queue.</summary>
    private void AddWait(ref Signals signals, double latent, int promisedSeconds, double load = 1)
    {
        // Around three quarters of what was promised; e^x by its rational approximation, for the same answer everywhere.
        var x = 0.5 * (-0.5 * latent + 0.866 * _chance.Normal());
        var ratio = 0.75 * load * (x >= 0 ? 1 + x + x * x / 2 + x * x * x / 6 : 1 / (1 - x + x * x / 2 - x * x * x / 6));
        signals.Present |= SignalSet.Wait;
        signals.PromisedWaitSeconds = promisedSeconds;
        signals.WaitSeconds = Math.Round(promisedSeconds * ratio);
    }

    private static void AddOutcome(ref Signals signals, Outcome outcome)
    {
        signals.Present |= SignalSet.Outcome;
        signals.Outcome = outcome;
    }

    private static double Seven(double latent) => Math.Clamp(Math.Round(4.4 + 1.5 * latent), 1, 7);

    private void Emit(
        long at, Touchpoint touchpoint, Channel channel, string? area, in Signals signals, StaffMember? staff = null,
        string? text = null, string? currency = null, string journey = "flight", Intent intent = Intent.Unknown,
        SimulatedAnswers? answers = null)
    {
        var happened = new SimulatedInteraction
        {
            Kind = SimulatedKind.Interaction,
            At = new(at),
            Trip = _trip,
            Index = _index++,
            Seed = _airline.Seed,
            Passenger = _passenger,
            CustomerId = _signedIn ? _passenger?.CustomerId : null,
            AnonymousId = _signedIn && channel is not (Channel.Web or Channel.App) ? null : _device,
            Touchpoint = touchpoint.Name,
            Channel = channel,
            Intent = intent == Intent.Unknown ? touchpoint.Intent : intent,
            Stage = touchpoint.Stage,
            Journey = journey,
            Staff = staff?.Name,
            Area = area,
            Signals = signals,
            Currency = currency,
            Text = text,
            Flight = _flight,
            Route = _route,
            DelayMinutes = _delay,
            Homebound = _homebound,
            Answers = answers,
        };
        _sink(happened);
        Disturb(happened);
    }

    private void EmitSignIn(long at, SimulatedKind kind, Channel channel) => _sink(new()
    {
        Kind = kind,
        At = new(at),
        Trip = _trip,
        Index = _index++,
        Seed = _airline.Seed,
        Passenger = _passenger,
        CustomerId = _passenger!.CustomerId,
        AnonymousId = _device,
        Channel = channel,
    });

    /// <summary>Now and then an event is sent twice, or a broken one goes with it, as real clients do.</summary>
    private void Disturb(SimulatedInteraction happened)
    {
        var u = _chance.Uniform();
        if (u < _airline.Options.RepeatShare)
        {
            _sink(happened with { Kind = SimulatedKind.Repeat, At = new(happened.At.UnixMicros + _chance.Whole(1, 90) * Instant.MicrosPerSecond) });
        }
        else if (u < _airline.Options.RepeatShare + _airline.Options.BrokenShare)
        {
            var defect = (Defect)_chance.Whole(1, 5);
            _sink(happened with { Kind = SimulatedKind.Broken, Index = _index++, Defect = defect });
        }
    }
}
