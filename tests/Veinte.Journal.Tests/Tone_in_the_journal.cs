using Veinte.Journal.Entries;
using Veinte.Model;
using Xunit;

namespace Veinte.Journal.Tests;

/// <summary>The tone of a text is a fact of the journal: written behind all older signals, so that older entries read as ever.</summary>
public sealed class Tone_in_the_journal
{
    // The body of the interaction below, byte for byte as it was written when the tone came. It must be readable for ever.
    private const string Golden =
        "0101000200000000000000800000000000000080" // call, customer, signals 512, no original time, no sent time
        + "713D0AD7A370E3BF" + "000000000000E83F" // −0.6075, 0.75
        + "030009CE" + "0000000000000000" + "00000000" // nine letters from the fourth on, −0.50
        + "03616E6100026D310473686F700464657361000000000000";

    [Fact]
    public void An_entry_with_a_tone_is_written_as_it_always_was()
    {
        var target = new byte[Draft().SizeMax];
        var length = Draft().Write(target);
        Assert.Equal(Golden, Convert.ToHexString(target.AsSpan(EntryHeader.Size, length - EntryHeader.Size)));
    }

    [Fact]
    public void It_is_read_back_with_the_words()
    {
        var target = new byte[Draft().SizeMax];
        var length = Draft().Write(target);
        var view = new InteractionView(EntryHeader.Read(target, out _), target.AsSpan(EntryHeader.Size, length - EntryHeader.Size));
        Assert.Equal((SignalSet.Tone, -0.6075, 0.75), (view.Signals.Present, view.Signals.Tone, view.Signals.ToneReliability));
        Assert.Equal([(3, 9, -0.5)], view.Signals.ToneWords.All());
        Assert.True(view.Touchpoint.SequenceEqual("desa"u8));
    }

    private static InteractionDraft Draft()
    {
        var count = 0;
        return new()
        {
            Type = EventType.Track,
            Channel = Channel.Web,
            CustomerKind = IdentifierKind.User,
            Customer = "ana"u8,
            MessageId = "m1"u8,
            Source = "shop"u8,
            Touchpoint = "desa"u8,
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Signals = new() { Present = SignalSet.Tone, Tone = -0.6075, ToneReliability = 0.75, ToneWords = default(ToneWords).With(ref count, 3, 9, -0.5) },
        };
    }
}
