using Veinte.Model;

namespace Veinte.Doors.Tests.Segment;

public sealed class Signals_are_read_without_configuration
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"text":"thanks","currency":"EUR"}""", "")]
    [InlineData("""{"rating":4}""", "rating 4 of 1..5")]
    [InlineData("""{"rating":0,"ratingMin":0}""", "rating 0 of 0..5")]
    [InlineData("""{"rating":2,"ratingMin":5,"ratingMax":1}""", "rating 2 of 5..1")]
    [InlineData("""{"rating":"4.5","ratingMax":"10"}""", "rating 4.5 of 1..10")]
    [InlineData("""{"rating":null,"ratingMax":10}""", "")]
    [InlineData("""{"rating":"","nps":" "}""", "")]
    [InlineData("""{"ratingMin":0,"ratingMax":10}""", "")]
    [InlineData("""{"nps":10,"csat":1,"ces":7,"effort":1}""", "nps 10; csat 1; ces 7; effort 1")]
    [InlineData("""{"waitSeconds":30,"promisedWaitSeconds":60}""", "wait 30 of 60")]
    [InlineData("""{"waitSeconds":30}""", "")]
    [InlineData("""{"promisedWaitSeconds":60}""", "")]
    [InlineData("""{"waitSeconds":0,"promisedWaitSeconds":0.5}""", "wait 0 of 0.5")]
    [InlineData("""{"outcome":"Success","reaction":"ANGRY"}""", "outcome success; reaction angry")]
    [InlineData("""{"outcome":"","reaction":null}""", "")]
    [InlineData("""{"revenue":-14.99}""", "revenue -14.99")]
    [InlineData("""{"revenue":1e300}""", "revenue 1E+300")]
    public void They_are_understood_as_they_are(string properties, string expected) =>
        Assert.Equal(expected, Written(Door.Interaction(Door.Track(properties)).Signals));

    [Theory]
    [InlineData("""{"rating":6}""", "rating-off-scale")]
    [InlineData("""{"rating":0}""", "rating-off-scale")]
    [InlineData("""{"rating":50}""", "rating-off-scale")]
    [InlineData("""{"rating":5,"ratingMin":5,"ratingMax":5}""", "rating-scale-empty")]
    [InlineData("""{"rating":5,"ratingMin":-1e308,"ratingMax":1e308}""", "rating-scale-empty")]
    [InlineData("""{"rating":"good"}""", "signal-not-a-number")]
    [InlineData("""{"rating":"4 stars"}""", "signal-not-a-number")]
    [InlineData("""{"rating":"NaN"}""", "signal-not-a-number")]
    [InlineData("""{"rating":"Infinity"}""", "signal-not-a-number")]
    [InlineData("""{"rating":1e999}""", "signal-not-a-number")]
    [InlineData("""{"rating":true}""", "signal-not-a-number")]
    [InlineData("""{"rating":{"value":4}}""", "signal-not-a-number")]
    [InlineData("""{"rating":[4]}""", "signal-not-a-number")]
    [InlineData("""{"rating":4,"ratingMax":"ten"}""", "signal-not-a-number")]
    [InlineData("""{"nps":11}""", "signal-off-scale")]
    [InlineData("""{"nps":-1}""", "signal-off-scale")]
    [InlineData("""{"csat":0}""", "signal-off-scale")]
    [InlineData("""{"ces":8}""", "signal-off-scale")]
    [InlineData("""{"effort":0.5}""", "signal-off-scale")]
    [InlineData("""{"waitSeconds":-1,"promisedWaitSeconds":60}""", "signal-off-scale")]
    [InlineData("""{"waitSeconds":1,"promisedWaitSeconds":0}""", "signal-off-scale")]
    [InlineData("""{"outcome":"won"}""", "unknown-outcome")]
    [InlineData("""{"outcome":1}""", "unknown-outcome")]
    [InlineData("""{"reaction":"meh"}""", "unknown-reaction")]
    [InlineData("""{"reaction":{}}""", "unknown-reaction")]
    [InlineData("""{"revenue":"$14.99"}""", "signal-not-a-number")]
    [InlineData("""{"rating":4,"rating":2}""", "duplicate-member")]
    public void What_is_off_its_scale_or_no_number_is_quarantined(string properties, string reason)
    {
        var entered = Door.One(Door.Track(properties));
        Assert.Equal(reason, entered.What);
    }

    [Fact]
    public void The_detail_says_the_value_and_what_to_do()
    {
        var (_, reason, detail, door, raw) = Door.One(Door.Track("""{"rating":50}""")).Quarantined!.Value;
        Assert.Equal("rating-off-scale", reason);
        Assert.Equal("rating 50 is off the scale from 1 to 5. Send ratingMin and ratingMax with it if its scale is another.", detail);
        Assert.Equal("segment", door);
        Assert.Equal(Door.Track("""{"rating":50}"""), System.Text.Encoding.UTF8.GetString(raw));
    }

    [Fact]
    public void Signals_of_calls_that_are_no_interactions_are_not_judged() =>
        Assert.NotNull(Door.One("""{"type":"identify","userId":"u1","properties":{"rating":50}}""").Identified);

    private static string Written(Signals signals)
    {
        var parts = new List<string>();
        if (signals.Has(SignalSet.Rating)) parts.Add(FormattableString.Invariant($"rating {signals.Rating} of {signals.RatingMin}..{signals.RatingMax}"));
        if (signals.Has(SignalSet.Nps)) parts.Add(FormattableString.Invariant($"nps {signals.Nps}"));
        if (signals.Has(SignalSet.Csat)) parts.Add(FormattableString.Invariant($"csat {signals.Csat}"));
        if (signals.Has(SignalSet.Ces)) parts.Add(FormattableString.Invariant($"ces {signals.Ces}"));
        if (signals.Has(SignalSet.Wait)) parts.Add(FormattableString.Invariant($"wait {signals.WaitSeconds} of {signals.PromisedWaitSeconds}"));
        if (signals.Has(SignalSet.Outcome)) parts.Add("outcome " + signals.Outcome.Name());
        if (signals.Has(SignalSet.Effort)) parts.Add(FormattableString.Invariant($"effort {signals.Effort}"));
        if (signals.Has(SignalSet.Reaction)) parts.Add("reaction " + signals.Reaction.Name());
        if (signals.Has(SignalSet.Revenue)) parts.Add(FormattableString.Invariant($"revenue {signals.Revenue}"));
        return string.Join("; ", parts);
    }
}
