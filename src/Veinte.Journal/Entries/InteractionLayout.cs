using System.Buffers.Binary;
using Veinte.Model;

namespace Veinte.Journal.Entries;

/// <summary>
/// Byte layout of an interaction's body, shared by <see cref="InteractionDraft"/> and <see cref="InteractionView"/>.
/// Frozen: changes here must change <c>docs/internals/journal-format.md</c> and the golden files.
/// </summary>
internal static class InteractionLayout
{
    internal const int SignalsOffset = 20;
    private const int SignalBytesMax = 2 + 15 * sizeof(double);
    private const int ToneWordsBytes = 16;
    private const int TextCount = 11;
    private const int VarintBytesMax = 5;
    internal const int FixedSizeMax = EntryHeader.Size + SignalsOffset + SignalBytesMax + TextCount * VarintBytesMax;

    internal static int WriteSignals(Span<byte> body, int at, in Signals signals)
    {
        var present = signals.Present;
        if (present == SignalSet.None) return at;
        if ((present & SignalSet.Rating) != 0)
        {
            at = WriteDouble(body, at, signals.Rating);
            at = WriteDouble(body, at, signals.RatingMin);
            at = WriteDouble(body, at, signals.RatingMax);
        }
        if ((present & SignalSet.Nps) != 0) at = WriteDouble(body, at, signals.Nps);
        if ((present & SignalSet.Csat) != 0) at = WriteDouble(body, at, signals.Csat);
        if ((present & SignalSet.Ces) != 0) at = WriteDouble(body, at, signals.Ces);
        if ((present & SignalSet.Wait) != 0)
        {
            at = WriteDouble(body, at, signals.WaitSeconds);
            at = WriteDouble(body, at, signals.PromisedWaitSeconds);
        }
        if ((present & SignalSet.Outcome) != 0) body[at++] = (byte)signals.Outcome;
        if ((present & SignalSet.Effort) != 0) at = WriteDouble(body, at, signals.Effort);
        if ((present & SignalSet.Reaction) != 0) body[at++] = (byte)signals.Reaction;
        if ((present & SignalSet.Revenue) != 0) at = WriteDouble(body, at, signals.Revenue);
        if ((present & SignalSet.Tone) != 0)
        {
            at = WriteDouble(body, at, signals.Tone);
            at = WriteDouble(body, at, signals.ToneReliability);
            BinaryPrimitives.WriteUInt128LittleEndian(body[at..], signals.ToneWords.Packed);
            at += ToneWordsBytes;
        }
        return at;
    }

    internal static int ReadSignals(ReadOnlySpan<byte> body, int at, ref Signals signals)
    {
        var present = signals.Present;
        if (present == SignalSet.None) return at;
        if ((present & SignalSet.Rating) != 0)
        {
            at = ReadDouble(body, at, out signals.Rating);
            at = ReadDouble(body, at, out signals.RatingMin);
            at = ReadDouble(body, at, out signals.RatingMax);
        }
        if ((present & SignalSet.Nps) != 0) at = ReadDouble(body, at, out signals.Nps);
        if ((present & SignalSet.Csat) != 0) at = ReadDouble(body, at, out signals.Csat);
        if ((present & SignalSet.Ces) != 0) at = ReadDouble(body, at, out signals.Ces);
        if ((present & SignalSet.Wait) != 0)
        {
            at = ReadDouble(body, at, out signals.WaitSeconds);
            at = ReadDouble(body, at, out signals.PromisedWaitSeconds);
        }
        if ((present & SignalSet.Outcome) != 0) signals.Outcome = (Outcome)Next(body, ref at);
        if ((present & SignalSet.Effort) != 0) at = ReadDouble(body, at, out signals.Effort);
        if ((present & SignalSet.Reaction) != 0) signals.Reaction = (Reaction)Next(body, ref at);
        if ((present & SignalSet.Revenue) != 0) at = ReadDouble(body, at, out signals.Revenue);
        if ((present & SignalSet.Tone) != 0)
        {
            at = ReadDouble(body, at, out signals.Tone);
            at = ReadDouble(body, at, out signals.ToneReliability);
            if (body.Length - at < ToneWordsBytes) throw Broken(body);
            signals.ToneWords = new(BinaryPrimitives.ReadUInt128LittleEndian(body[at..]));
            at += ToneWordsBytes;
        }
        return at;
    }

    internal static int WriteText(Span<byte> body, int at, ReadOnlySpan<byte> text)
    {
        var value = (uint)text.Length;
        while (value >= 0x80)
        {
            body[at++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }
        body[at++] = (byte)value;
        text.CopyTo(body[at..]);
        return at + text.Length;
    }

    internal static int ReadText(ReadOnlySpan<byte> body, int at, out ReadOnlySpan<byte> text)
    {
        uint length = Next(body, ref at);
        if (length >= 0x80)
        {
            length &= 0x7F;
            var shift = 7;
            uint next;
            do
            {
                if (shift > 28) throw Broken(body);
                next = Next(body, ref at);
                length |= (next & 0x7F) << shift;
                shift += 7;
            }
            while (next >= 0x80);
        }
        if (length > (uint)(body.Length - at)) throw Broken(body);
        text = body.Slice(at, (int)length);
        return at + (int)length;
    }

    private static int WriteDouble(Span<byte> body, int at, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(body[at..], value);
        return at + sizeof(double);
    }

    private static int ReadDouble(ReadOnlySpan<byte> body, int at, out double value)
    {
        if (body.Length - at < sizeof(double)) throw Broken(body);
        value = BinaryPrimitives.ReadDoubleLittleEndian(body[at..]);
        return at + sizeof(double);
    }

    private static byte Next(ReadOnlySpan<byte> body, ref int at) => (uint)at < (uint)body.Length ? body[at++] : throw Broken(body);

    private static InvalidDataException Broken(ReadOnlySpan<byte> body) =>
        new($"A journal entry's body of {body.Length} bytes does not hold the parts it announces.");
}
