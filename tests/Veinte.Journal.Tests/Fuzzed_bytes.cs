using System.Text.Json;
using CsCheck;
using Veinte.Journal.Entries;
using Veinte.Journal.Segments;
using Veinte.Journal.Simulation;
using Xunit;

namespace Veinte.Journal.Tests;

/// <summary>Bytes nobody wrote: the reader ends with a stated error, or returns what was written, never anything else.</summary>
public sealed class Fuzzed_bytes
{
    private const string FileName = GoldenJournal.FileName;

    private static readonly byte[] Segment = WrittenSegment();
    private static readonly byte[] Golden = GoldenJournal.Written();

    [Fact]
    public void Arbitrary_bytes_are_never_a_journal() =>
        Gen.Byte.Array[0, 600].Sample(bytes =>
        {
            // Without a header's checksum there is no salt, and without the salt no record.
            Assert.Empty(WhatIsRead(bytes));
            Assert.Empty(WhatIsRecovered(bytes));
        }, iter: 3_000);

    [Fact]
    public void Whatever_changes_in_a_segment_only_what_was_written_is_read_and_from_the_beginning() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, Segment.Length - 1], Gen.Int[1, 400], Gen.Byte.Array[1, 80]).Sample((how, at, length, rubbish) =>
        {
            var bytes = Mutated(Segment, how, at, length, rubbish);
            foreach (var numbers in (List<int>[])[WhatIsRead(bytes), WhatIsRecovered(bytes)])
                Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        }, iter: 6_000);

    [Fact]
    public void Records_of_another_segment_are_not_taken_for_ones_own() =>
        Gen.Select(Gen.Int[Veinte.Journal.Segments.Segment.HeaderSize, Segment.Length - 1], Gen.Int[0, Golden.Length - 1]).Sample((at, from) =>
        {
            byte[] bytes = [.. Segment.AsSpan(0, at), .. Golden.AsSpan(from)];
            foreach (var numbers in (List<int>[])[WhatIsRead(bytes), WhatIsRecovered(bytes)])
                Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        }, iter: 2_000);

    [Fact]
    public void An_entrys_body_is_read_or_refused_with_a_reason_whatever_its_bytes() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 255], Gen.Int[0, 400], Gen.Int[0, 5]).Sample((rubbish, kind, at, how) =>
        {
            Try(rubbish, (EntryKind)kind);
            Try(rubbish, EntryKind.Interaction);
            Try(rubbish, EntryKind.Quarantined);
            // A sound interaction with a part changed is the likelier defect.
            Try(Mutated(InteractionBody, how, at % InteractionBody.Length, 9, [.. rubbish.Take(12), 1]), EntryKind.Interaction);
        }, iter: 20_000);

    [Fact]
    public void A_records_payload_is_walked_or_refused_whatever_its_bytes() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 5], Gen.Int[0, 2_000]).Sample((rubbish, how, at) =>
        {
            Walk(rubbish);
            var payload = Samples.Batch(1, 12).Payload.ToArray();
            Walk(Mutated(payload, how, at % payload.Length, 30, [.. rubbish.Take(40), 0]));
        }, iter: 5_000);

    private static readonly byte[] InteractionBody = FirstBody();

    private static byte[] FirstBody()
    {
        var storage = new SimulatedStorage();
        storage.Put(FileName, Golden);
        foreach (var entry in new JournalReader(storage).Read(default).First()) return entry.Body.ToArray();
        throw new InvalidOperationException("The golden journal is empty.");
    }

    private static byte[] WrittenSegment()
    {
        var storage = new SimulatedStorage();
        using var writer = JournalWriter.Recover(storage, Samples.Quiet());
        for (var group = 0; group < 6; group++)
        {
            writer.Begin();
            for (var batch = 0; batch < 3; batch++) writer.Stage(Samples.Batch(group * 6 + batch * 2 + 1, 2, 10 + group * 17));
            writer.Commit();
        }
        return storage.Content(FileName);
    }

    /// <summary>Overwrites, cuts, removes, inserts, repeats or moves a part.</summary>
    private static byte[] Mutated(byte[] original, int how, int at, int length, byte[] rubbish)
    {
        length = Math.Min(length, original.Length - at);
        var (before, part, after) = (original[..at], original[at..(at + length)], original[(at + length)..]);
        return how switch
        {
            0 => [.. before, .. rubbish.Take(original.Length - at), .. original.Skip(at + rubbish.Length)],
            1 => before,
            2 => [.. before, .. after],
            3 => [.. before, .. rubbish, .. part, .. after],
            4 => [.. before, .. part, .. part, .. after],
            _ => [.. before, .. after, .. part],
        };
    }

    private static List<int> WhatIsRead(byte[] bytes) => Surviving(bytes, storage => new JournalReader(storage).Read(default));

    private static List<int> WhatIsRecovered(byte[] bytes) => Surviving(bytes, storage =>
    {
        using var writer = JournalWriter.Recover(storage, Samples.Quiet());
        return [.. JournalScan.Records(storage, writer.Extent, default)];
    });

    private static List<int> Surviving(byte[] bytes, Func<SimulatedStorage, IEnumerable<JournalRecord>> read)
    {
        var storage = new SimulatedStorage();
        storage.Put(FileName, bytes);
        var numbers = new List<int>();
        try
        {
            foreach (var record in read(storage)) numbers.AddRange(Samples.Numbers(record));
        }
        catch (Exception e) when (e is JournalDamagedException or NotSupportedException)
        {
            Assert.Contains(FileName, e.Message);
        }
        return numbers;
    }

    private static void Try(byte[] body, EntryKind kind)
    {
        var header = new EntryHeader { Kind = kind };
        try
        {
            if (kind == EntryKind.Quarantined) Assert.True(new QuarantinedView(header, body).Raw.Length <= body.Length);
            else Assert.True(new InteractionView(header, body).Context.Length <= body.Length);
        }
        catch (InvalidDataException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
        if (kind is EntryKind.Interaction or EntryKind.Quarantined) return;
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize([0xFF, .. body], EntryJson.Default.MergeDelivered));
    }

    private static void Walk(byte[] payload)
    {
        var walked = 0;
        try
        {
            foreach (var entry in new JournalRecord(new(1), 1, payload)) walked += EntryHeader.Size + entry.Body.Length;
            Assert.Equal(payload.Length, walked);
        }
        catch (InvalidDataException refused)
        {
            Assert.Contains("position", refused.Message, StringComparison.Ordinal);
        }
    }
}
