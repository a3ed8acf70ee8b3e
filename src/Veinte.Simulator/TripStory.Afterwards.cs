using Veinte.Model;

namespace Veinte.Simulator;

internal sealed partial class TripStory
{
    private void Afterwards(int day)
    {
        // What remains of a trip is its mean and its worst moment (peak and end).
        var overall = 0.9 * _sum / Math.Max(1, _rated) + 0.25 * (_worst + 1.9);
        var recommends = overall * 1.1 + 0.55 * _chance.Normal() + 0.25;
        if (_answers || _chance.Is(0.06))
        {
            var signals = new Signals { Present = SignalSet.Nps, Nps = Math.Clamp(Math.Round(7.4 + 2.4 * recommends), 0, 10) };
            var at = At(day + 1, _chance.Whole(9, 20)) + _chance.Whole(0, 3500) * Instant.MicrosPerSecond;
            var said = _chance.Is(0.45) ? Say(Subject.Whole, recommends) : null;
            var answers = _airline.Stories.Surveys(day + 1) ? AfterTheTrip(recommends, ref said) : null;
            Emit(at, Touchpoints.TripSurvey, Channel.Email, Roster.CorrespondenceArea, signals, text: said, answers: answers);
        }
        if (_chance.Is(0.10)) Contact(day + _chance.Whole(0, 4), "care", trouble: _worst < -1.6);
        if (_worst < -1.9 && _chance.Is(0.35)) ClaimAndRefund(day);
        var extreme = recommends is > 1.5 or < -1.2;
        if (_chance.Is(extreme ? 0.10 : 0.01)) Mention(day, recommends);
        if (_passenger!.Tier > Tier.None && _chance.Is(0.6))
            Emit(At(day + 2, 8) + _chance.Whole(0, 7000) * Instant.MicrosPerSecond, Touchpoints.Loyalty, _chance.Is(0.5) ? Channel.App : Channel.Email,
                "Boreal", ReactionOf(Touchpoints.Loyalty, 0.15));
    }

    /// <summary>A question or a problem, put to the WhatsApp assistant, the contact centre or by e-mail.</summary>
    private void Contact(int day, string journey, bool trouble)
    {
        var hour = _chance.Whole(9, 20);
        var at = At(day, hour) + _chance.Whole(0, 3500) * Instant.MicrosPerSecond;
        var u = _chance.Uniform();
        if (u < 0.5 && AskAssistant(at, day, journey)) return;
        if (u < 0.5) at = Soon(at, 4, 40);
        if (u < 0.85) Call(at, day, hour, journey, trouble);
        else Write(at, day, hour, journey, trouble);
    }

    /// <summary>Asks the assistant; false when it could not help and the customer goes on to a person.</summary>
    private bool AskAssistant(long at, int day, string journey)
    {
        var better = _airline.Stories.NewAssistant(day);
        var latent = Feel(Touchpoints.WhatsappAssistant, better ? 0.6 : -0.3);
        var solved = latent > (better ? -0.7 : -0.1);
        var half = !solved && latent > -0.9;
        var signals = _chance.Is(0.3) ? Rated(Touchpoints.WhatsappAssistant, latent) : default;
        AddOutcome(ref signals, solved ? Outcome.Success : half ? Outcome.Partial : Outcome.Failure);
        signals.Present |= SignalSet.Effort;
        signals.Effort = 8 - Seven(latent);
        AddWait(ref signals, latent, 60, better ? 0.5 : 0.9);
        Emit(at, Touchpoints.WhatsappAssistant, Channel.Whatsapp, Roster.DigitalArea, signals,
            text: _chance.Is(0.4) ? Say(Subject.Care, latent) : null, journey: journey);
        if (!solved) Hurt(0.2);
        return solved;
    }

    private void Call(long at, int day, int hour, string journey, bool trouble)
    {
        var storm = _airline.Stories.StormAftermath(day);
        var agent = _airline.Roster.OnDuty(Team.ContactCentre, 0, day, hour, ref _chance);
        var latent = Feel(Touchpoints.ContactCentre, (trouble ? -0.25 : 0.1) - (storm ? 0.8 : 0), agent);
        Signals signals = default;
        if (_chance.Is(0.35))
        {
            signals.Present = SignalSet.Csat;
            signals.Csat = Touchpoints.ContactCentre.Rating(latent);
        }
        AddWait(ref signals, latent, 180, storm ? 4.5 : 1.1);
        AddOutcome(ref signals, latent > -0.4 ? Outcome.Success : latent > -1.2 ? Outcome.Partial : Outcome.Failure);
        Emit(at, Touchpoints.ContactCentre, Channel.Phone, Roster.ContactArea, signals, agent,
            text: _chance.Is(0.2) ? Say(Subject.Care, latent) : null, journey: journey);
    }

    private void Write(long at, int day, int hour, string journey, bool trouble)
    {
        var clerk = _airline.Roster.OnDuty(Team.Correspondence, 0, day, hour, ref _chance);
        var latent = Feel(Touchpoints.EmailSupport, trouble ? -0.3 : 0, clerk);
        Signals signals = _chance.Is(0.25) ? Rated(Touchpoints.EmailSupport, latent) : default;
        AddWait(ref signals, latent, 24 * 3600);
        AddOutcome(ref signals, latent > -0.3 ? Outcome.Success : latent > -1.1 ? Outcome.Partial : Outcome.Failure);
        Emit(at + (long)signals.WaitSeconds * Instant.MicrosPerSecond, Touchpoints.EmailSupport, Channel.Email, Roster.CorrespondenceArea, signals, clerk,
            text: _chance.Is(0.3) ? Say(Subject.Care, latent) : null, journey: journey);
    }

    private void ClaimAndRefund(int day)
    {
        var at = At(day + 1, _chance.Whole(9, 21));
        var clerk = _airline.Roster.OnDuty(Team.Correspondence, 0, day, 10, ref _chance);
        var latent = Feel(Touchpoints.Claim, staff: clerk);
        var signals = new Signals { Present = SignalSet.Effort, Effort = 8 - Seven(latent) };
        AddOutcome(ref signals, latent > 0 ? Outcome.Success : latent > -1 ? Outcome.Partial : Outcome.Failure);
        Emit(at, Touchpoints.Claim, _chance.Is(0.7) ? Channel.Web : Channel.Email, Roster.CorrespondenceArea, signals, clerk,
            text: _chance.Is(0.6) ? Say(Subject.Whole, latent - 0.8) : null, journey: "care");
        if (latent <= -1) return;
        var refund = Feel(Touchpoints.Refund);
        Signals paid = _chance.Is(0.3) ? Rated(Touchpoints.Refund, refund) : default;
        AddWait(ref paid, refund, 7 * 24 * 3600);
        // Even a slow refund is in the books within three weeks.
        paid.WaitSeconds = Math.Min(paid.WaitSeconds, 18 * 24 * 3600);
        Emit(at + (long)paid.WaitSeconds * Instant.MicrosPerSecond, Touchpoints.Refund, Channel.Email, "Accounts payable", paid, journey: "care");
    }

    private void Mention(int day, double recommends)
    {
        var signals = new Signals
        {
            Present = SignalSet.Reaction,
            Reaction = recommends > 1.8 ? Reaction.Love : recommends > 0 ? Reaction.Like : recommends > -1.6 ? Reaction.Dislike : Reaction.Angry,
        };
        Emit(At(day, 22) + _chance.Whole(0, 3500) * Instant.MicrosPerSecond, Touchpoints.Social, _chance.Is(0.5) ? Channel.X : Channel.Instagram,
            "Social media", signals, text: Say(Subject.Whole, recommends), journey: "care");
    }
}
