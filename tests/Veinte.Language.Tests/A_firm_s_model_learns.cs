using Veinte.Benchmarks.Reading;
using Veinte.Language.Learning;
using Veinte.Language.Tone;

namespace Veinte.Language.Tests;

public sealed class A_firm_s_model_learns
{
    [Fact]
    public void Without_a_rated_text_it_says_what_the_prior_says()
    {
        var (firm, prior) = (new FirmModel(), new ToneReader());
        foreach (var text in (string[])["Muy amable", "No cumplieron", "What time is it?", ""]) Assert.Equal(prior.Read(text).Tone, firm.Read(text).Tone);
        Assert.Equal(0, firm.Bytes);
    }

    [Fact]
    public void Words_of_the_house_get_their_meaning_from_its_ratings()
    {
        var firm = new FirmModel();
        for (var i = 0; i < 60; i++)
        {
            firm.Learn($"el pedido {i} vino con zarandaja", TextLanguage.Spanish, 1);
            firm.Learn($"el pedido {i} vino con farfolla", TextLanguage.Spanish, 5);
        }
        var (bad, good) = (firm.Read("otra vez zarandaja", TextLanguage.Spanish), firm.Read("otra vez farfolla", TextLanguage.Spanish));
        Assert.Equal(ToneLabel.Negative, bad.Label);
        Assert.Equal(ToneLabel.Positive, good.Label);
        Assert.Contains(bad.Spans, span => span is { Words: "zarandaja", Contribution: < -0.1 });
        Assert.Contains(good.Spans, span => span is { Words: "farfolla", Contribution: > 0.1 });
        Assert.Equal(0, firm.TextsOf(TextLanguage.English));
    }

    [Fact]
    public void A_snapshot_gives_the_same_model_back_and_goes_on_alike()
    {
        var firm = Trained(80);
        var restored = FirmModel.Restore(firm.Snapshot());
        Assert.Equal(firm.Texts, restored.Texts);
        foreach (var model in (FirmModel[])[firm, restored]) model.Learn("wirklich good nonsense", TextLanguage.English, 5);
        Assert.Equal(firm.Read("nonsense with taste", TextLanguage.English).Tone, restored.Read("nonsense with taste", TextLanguage.English).Tone);
        Assert.Equal(firm.Snapshot(), restored.Snapshot());
    }

    [Fact]
    public void A_snapshot_with_one_wrong_bit_is_refused()
    {
        var bytes = Trained(5).Snapshot();
        for (var at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 50))
        {
            bytes[at] ^= 4;
            Assert.Throws<InvalidDataException>(() => FirmModel.Restore(bytes));
            bytes[at] ^= 4;
        }
        Assert.Throws<InvalidDataException>(() => FirmModel.Restore(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Throws<InvalidDataException>(() => FirmModel.Restore("text"u8));
    }

    [Fact]
    public void A_rating_off_its_scale_is_refused() =>
        Assert.Contains("from 1 to 5", Assert.Throws<ArgumentOutOfRangeException>(() => new FirmModel().Learn("x", null, 6)).Message);

    [Fact]
    public void When_words_change_their_meaning_it_notices_and_learns_anew()
    {
        var firm = new FirmModel();
        for (var i = 0; i < 1500; i++) firm.Learn(i % 2 == 0 ? $"the blue {i} parcel" : $"the green {i} parcel", TextLanguage.English, i % 2 == 0 ? 1 : 5);
        for (var i = 0; i < 700; i++) firm.Learn(i % 2 == 0 ? $"the blue {i} parcel" : $"the green {i} parcel", TextLanguage.English, i % 2 == 0 ? 5 : 1);
        Assert.True(firm.Drifts >= 1);
        Assert.Equal(ToneLabel.Positive, firm.Read("the blue parcel", TextLanguage.English).Label);
    }

    [Fact]
    public void After_5_000_tweets_each_read_before_it_was_learned_it_agrees_with_people()
    {
        Assert.SkipWhen(LabelledTexts.Folder is null, "The sets are not under ../shared beside the repository; set VEINTE_SHARED to the folder that holds them.");
        var (firm, truth, said) = (new FirmModel(), new List<int>(), new List<int>());
        foreach (var text in LabelledTexts.Tweets())
        {
            truth.Add(text.Label);
            said.Add((int)firm.Read(text.Text, TextLanguage.English).Label - 2);
            firm.Learn(text.Text, TextLanguage.English, text.Label, -1, 1);
        }
        Assert.InRange(Agreement.MacroF1(truth[5000..], said[5000..]), 0.76, 1);
        Assert.True(Agreement.MacroF1(truth[5000..], said[5000..]) > Agreement.MacroF1(truth[..1000], said[..1000]));
    }

    private static FirmModel Trained(int texts)
    {
        var firm = new FirmModel();
        for (var i = 0; i < texts; i++)
        {
            firm.Learn($"a tale of {i} nonsense and taste", TextLanguage.English, i % 5 + 1);
            firm.Learn($"cuento de {i} tonterías y gusto", TextLanguage.Spanish, i % 5 + 1);
        }
        return firm;
    }
}
