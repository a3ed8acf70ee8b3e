using Veinte.Model;

namespace Veinte.Simulator;

// A bad hour at the check-in counters, for showing how soon a promise is found to be broken.
public sealed partial class Aurora
{
    /// <summary>Trips of the queue are numbered apart from everybody else's.</summary>
    private const int QueueWho = 1_900_000_000;

    /// <summary>
    /// Somebody at a check-in counter that has become slow: he waits two to four times what was promised, and says so if he is asked.
    /// </summary>
    /// <param name="number">The same number of the same airline is the same person with the same wait.</param>
    /// <param name="at">When.</param>
    public SimulatedInteraction CheckInQueue(int number, Instant at)
    {
        var chance = new Chance(Chance.Seed(_airline.Seed, 0x9E0E, unchecked((ulong)number)));
        var passenger = _airline.Passenger(chance.Below(_airline.Customers));
        var hour = (int)(at.UnixMicros / Instant.MicrosPerHour % 24);
        var agent = _airline.Roster.OnDuty(Team.CheckIn, passenger.Home, Day(at), hour, ref chance);
        var signals = new Signals { Present = SignalSet.Wait, PromisedWaitSeconds = 900, WaitSeconds = Math.Round(900 * (2 + 2 * chance.Uniform())) };
        if (chance.Is(_airline.Options.AnswerShare))
        {
            signals.Present |= SignalSet.Rating;
            (signals.Rating, signals.RatingMin, signals.RatingMax) = (chance.Is(0.7) ? 1 : 2, 1, 5);
        }
        return new()
        {
            Kind = SimulatedKind.Interaction,
            At = at,
            Trip = (QueueWho, number),
            Index = 0,
            Seed = _airline.Seed,
            Passenger = passenger,
            CustomerId = passenger.CustomerId,
            Touchpoint = Touchpoints.CheckInCounter.Name,
            Channel = Channel.InPerson,
            Intent = Touchpoints.CheckInCounter.Intent,
            Stage = Touchpoints.CheckInCounter.Stage,
            Journey = "flight",
            Staff = agent.Name,
            Area = Stations.All[passenger.Home].Area,
            Signals = signals,
        };
    }
}
