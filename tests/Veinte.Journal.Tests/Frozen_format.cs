using System.Globalization;
using System.Text;
using Veinte.Journal.Entries;
using Veinte.Journal.Segments;
using Veinte.Journal.Simulation;
using Veinte.Model;
using Xunit;

namespace Veinte.Journal.Tests;

/// <summary>
/// What was written once must be readable for ever. The golden file is committed; a change that makes one of these tests
/// fail needs a new format version and docs/internals/journal-format.md.
/// </summary>
public sealed class Frozen_format
{
    private static readonly string GoldenFile = Path.Combine(AppContext.BaseDirectory, "Golden", GoldenJournal.FileName);
    private static readonly string EntriesFile = Path.Combine(AppContext.BaseDirectory, "Golden", "entries.txt");

    [Fact]
    public void The_same_content_is_written_byte_for_byte_as_in_the_golden_file()
    {
        var written = GoldenJournal.Written();
        if (!File.ReadAllBytes(GoldenFile).AsSpan().SequenceEqual(written)) File.WriteAllBytes(GoldenFile + ".actual", written);
        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(GoldenFile)), Convert.ToHexString(written));
    }

    [Fact]
    public void The_golden_file_is_read_with_every_entry_and_every_field()
    {
        var records = new JournalReader(Golden()).Read(default).ToList();
        Assert.Equal([(1L, 2), (3L, 12), (15L, 2)], records.Select(record => (record.First.Value, record.Count)));
        var text = new StringBuilder();
        foreach (var record in records)
            foreach (var entry in record)
                text.AppendLine(CultureInfo.InvariantCulture, $"{entry.Position} {Told(entry)}");
        if (File.ReadAllText(EntriesFile) != text.ToString()) File.WriteAllText(EntriesFile + ".actual", text.ToString());
        Assert.Equal(File.ReadAllText(EntriesFile), text.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_journal_that_another_day_wrote_goes_on_where_it_ended()
    {
        var storage = Golden();
        using var writer = JournalWriter.Recover(storage, Samples.Quiet());
        writer.Begin();
        Assert.Equal(17, writer.Stage(Samples.Batch(1, 1)).Value);
        writer.Commit();
        Assert.Equal(17, JournalScan.Records(storage, writer.Extent, default).Sum(record => record.Count));
    }

    /// <summary>Where a number of bytes stands for something, written out by hand from the document and not from the code.</summary>
    [Fact]
    public void The_document_says_where_each_number_stands()
    {
        var bytes = File.ReadAllBytes(GoldenFile);
        Assert.Equal("FE5645494E54450A", Convert.ToHexString(bytes.AsSpan(0, 8)));
        Assert.Equal((1u, 64u, 1L, 0x20202020u), (U32(bytes, 8), U32(bytes, 12), (long)U64(bytes, 16), U32(bytes, 24)));
        // The first record's header.
        Assert.Equal("FE563230", Convert.ToHexString(bytes.AsSpan(64, 4)));
        var payload = (int)U32(bytes, 64 + 12);
        Assert.Equal((2u, 0u, 1UL, (ushort)1), (U32(bytes, 64 + 16), U32(bytes, 64 + 20), U64(bytes, 64 + 24), BitConverter.ToUInt16(bytes, 64 + 32)));
        Assert.Equal(SaltedCrc(0x20202020, bytes.AsSpan(104, payload)), U32(bytes, 64 + 8));
        Assert.Equal(SaltedCrc(0x20202020, bytes.AsSpan(72, 32)), U32(bytes, 64 + 4));
        Assert.Equal(SaltedCrc(0, bytes.AsSpan(0, 60)), U32(bytes, 60));
        // The first entry's header and the beginning of its body.
        Assert.Equal((1, 4, 13, 5), (bytes[108], bytes[109], bytes[110], bytes[111]));
        Assert.Equal((1, 1), (bytes[104 + 56], bytes[104 + 57]));
        // The second record of the second group says how many bytes of its group lie before it; the mark holds nothing.
        var second = 104 + payload;
        var third = second + 40 + (int)U32(bytes, second + 12);
        Assert.Equal((0u, (uint)(third - second)), (U32(bytes, second + 20), U32(bytes, third + 20)));
        var mark = third + 40 + (int)U32(bytes, third + 12);
        Assert.Equal((0u, 0u, 17UL, bytes.Length), (U32(bytes, mark + 12), U32(bytes, mark + 16), U64(bytes, mark + 24), mark + 40));
    }

    [Theory]
    [InlineData("customer user ana", "b807dd26c8ff57f33d9dab282e15129e")]
    [InlineData("customer anonymous device-7", "e7070300b5a790e7a06bfeceb2a954c8")]
    [InlineData("customer user ", "51025a4491835505e12ef9d2eb86ceeb")]
    [InlineData("message shop m-1", "5640c7cd3e35eb6110bc14a6fedb2d53")]
    [InlineData("source shop", "f3fbbc384d518cd9")]
    public void Hashes_answer_what_they_always_answered(string asked, string answer)
    {
        var words = asked.Split(' ');
        var found = words[0] switch
        {
            "customer" => StableHash.Customer(words[1] == "user" ? IdentifierKind.User : IdentifierKind.Anonymous, words[2]).ToString("x32", CultureInfo.InvariantCulture),
            "message" => StableHash.Message(StableHash.Source(words[1]), words[2]).ToString("x32", CultureInfo.InvariantCulture),
            _ => StableHash.Source(words[1]).ToString("x16", CultureInfo.InvariantCulture),
        };
        Assert.Equal(answer, found);
    }

    [Fact]
    public void A_key_belongs_to_the_partition_of_its_low_half()
    {
        Assert.Equal(5, StableHash.Partition(new(ulong.MaxValue, 13), 8));
        Assert.Equal(7, StableHash.Partition(new(1, ulong.MaxValue), 8));
    }

    [Fact]
    public void Numbers_written_to_disk_keep_their_meaning()
    {
        Assert.Equal(
            "Interaction=1 CustomerIdentified=2 MergeRequested=3 MergeDelivered=4 UnmergeRequested=5 UnmergeDelivered=6 ReversalRequested=7 DisputeOpened=8 "
            + "DisputeResolved=9 PolicyPublished=10 RestatementPublished=11 Quarantined=12 QuarantineSettled=13 ImportProgressed=14 WorkspaceSet=15 DefinitionSet=16 VerdictReached=17", Numbers<EntryKind>());
        Assert.Equal("None=0 Broadcast=1 TimeClamped=4", Numbers<EntryFlags>());
        Assert.Equal("Track=1 Page=2 Screen=3 CloudEvent=4 Import=5", Numbers<EventType>());
        Assert.Equal(
            "Web=1 App=2 Whatsapp=3 Messenger=4 Instagram=5 X=6 Facebook=7 Linkedin=8 Telegram=9 Email=10 Phone=11 Chat=12 InPerson=13 Kiosk=14 "
            + "Document=15 Community=16 Iot=17 Xr=18 Other=19", Numbers<Channel>());
        Assert.Equal("Unknown=1 Know=2 Go=3 Do=4 Buy=5", Numbers<Intent>());
        Assert.Equal("Success=1 Partial=2 Failure=3", Numbers<Outcome>());
        Assert.Equal("Like=1 Love=2 Laugh=3 Wow=4 Sad=5 Dislike=6 Angry=7", Numbers<Reaction>());
        Assert.Equal("User=1 Anonymous=2", Numbers<IdentifierKind>());
        Assert.Equal("Customer=1 Touchpoint=2 Staff=3 Area=4", Numbers<AccountKind>());
        Assert.Equal("None=0 Rating=1 Nps=2 Csat=4 Ces=8 Wait=16 Outcome=32 Effort=64 Reaction=128 Revenue=256 Tone=512", Numbers<SignalSet>());
    }

    private static SimulatedStorage Golden()
    {
        var storage = new SimulatedStorage();
        storage.Put(GoldenJournal.FileName, File.ReadAllBytes(GoldenFile));
        return storage;
    }

    private static string Told(in JournalEntry entry)
    {
        var head = $"{entry.Header.Kind} {(int)entry.Header.Flags} {entry.Header.OccurredAt.UnixMicros} {entry.Header.ReceivedAt.UnixMicros - entry.Header.OccurredAt.UnixMicros} ";
        if (entry.Header.Kind == EntryKind.Quarantined)
        {
            var quarantined = new QuarantinedView(entry.Header, entry.Body);
            return head + string.Join('|', Text(quarantined.Source), Text(quarantined.Reason), Text(quarantined.Detail), Text(quarantined.Door), Text(quarantined.Raw));
        }
        if (entry.Header.Kind != EntryKind.Interaction) return head + Encoding.UTF8.GetString(entry.Body);
        var view = new InteractionView(entry.Header, entry.Body);
        var s = view.Signals;
        return head + string.Create(
            CultureInfo.InvariantCulture,
            $"{view.Type} {view.Header.Channel} {view.Header.Intent} {view.CustomerKind} {Time(view.OriginalAt)} {Time(view.SentAt)} [{s.Present}] ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{s.Rating} {s.RatingMin} {s.RatingMax} {s.Nps} {s.Csat} {s.Ces} {s.WaitSeconds} {s.PromisedWaitSeconds} {(int)s.Outcome} {s.Effort} {(int)s.Reaction} {s.Revenue} ")
            + string.Join('|', Text(view.Customer), Text(view.Anonymous), Text(view.MessageId), Text(view.Source), Text(view.Touchpoint), Text(view.Staff), Text(view.Area),
                Text(view.Stage), Text(view.Journey), view.Properties.Length.ToString(CultureInfo.InvariantCulture), Text(view.Context));
    }

    private static string Time(Instant at) => at == InteractionDraft.NoTime ? "never" : at.UnixMicros.ToString(CultureInfo.InvariantCulture);

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static string Numbers<T>() where T : struct, Enum =>
        string.Join(' ', Enum.GetValues<T>().Select(value => $"{value}={Convert.ToInt64(value, CultureInfo.InvariantCulture)}"));

    private static uint U32(byte[] bytes, int at) => BitConverter.ToUInt32(bytes, at);

    private static ulong U64(byte[] bytes, int at) => BitConverter.ToUInt64(bytes, at);

    /// <summary>CRC-32C bit by bit with the reversed polynomial 0x82F63B78, its register started at the complement of the salt.</summary>
    private static uint SaltedCrc(uint salt, ReadOnlySpan<byte> bytes)
    {
        var state = ~salt;
        foreach (var b in bytes)
        {
            state ^= b;
            for (var bit = 0; bit < 8; bit++) state = (state & 1) != 0 ? (state >> 1) ^ 0x82F63B78 : state >> 1;
        }
        return ~state;
    }
}
