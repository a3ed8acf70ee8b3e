using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

// How anonymous becomes known. An identifier's account never changes its partition: when it is merged into another
// customer it becomes a pointer, and what it holds is swept there by a transfer in two legs. Between the legs the amount
// is in transit, on the customers' side, so the books balance at every position. Undoing a merge sends back all that
// ever came that way.
public sealed partial class Partition
{
    /// <summary>A chain of merges longer than this is a circle: what arrives then stays where it is, and is counted.</summary>
    private const int HopsMax = 8;

    private const string GiveBackCause = "reversal";

    private static readonly long EffectSource = StableHash.Source("veinte:effect");
    private readonly Dictionary<(long Cause, int Sequence), PendingEffect> _pending = [];
    private readonly List<PendingEffect> _newEffects = [];
    private int _effectSequence;

    /// <summary>Effects since the last call, in order. The host appends them and then tells <see cref="EffectAppended"/>.</summary>
    internal IReadOnlyList<PendingEffect> TakeNewEffects()
    {
        if (_newEffects.Count == 0) return [];
        PendingEffect[] taken = [.. _newEffects];
        _newEffects.Clear();
        return taken;
    }

    /// <summary>Effects the journal does not have yet as far as this partition knows; to be appended (again) at start.</summary>
    internal IReadOnlyCollection<PendingEffect> Pending => _pending.Values;

    /// <summary>The journal has this effect.</summary>
    internal void EffectAppended(long cause, int sequence) => _pending.Remove((cause, sequence));

    private UInt128 Emit<T>(long cause, EntryKind kind, UInt128 key, Instant occurredAt, Instant receivedAt, T body, JsonTypeInfo<T> type)
    {
        var sequence = _effectSequence++;
        var message = StableHash.Message(EffectSource, string.Create(CultureInfo.InvariantCulture, $"{_number}:{cause}:{sequence}"));
        var header = new EntryHeader { Kind = kind, Key = key, Message = message, OccurredAt = occurredAt, ReceivedAt = receivedAt };
        var effect = new PendingEffect(cause, sequence, header, JsonSerializer.SerializeToUtf8Bytes(body, type));
        _pending[(cause, sequence)] = effect;
        _newEffects.Add(effect);
        return message;
    }

    /// <summary>Two identifiers came in one event: asks once that the anonymous one be folded in, as long as it looks like one person.</summary>
    private void NoteTogether(CustomerState known, string anonymous, Instant receivedAt, string author)
    {
        if (known.SeenTogether.Contains(anonymous)) return;
        if (known.SeenTogether.Count >= CustomerState.IdentifiersMax)
        {
            Drop("stitch", "too-many-identifiers");
            return;
        }
        _customers.BeforeChange(known);
        known.SeenTogether.Add(anonymous);
        var from = new Identifier(IdentifierKind.Anonymous, anonymous);
        Emit(_applying, EntryKind.MergeRequested, from.Key, receivedAt, receivedAt,
            new MergeRequested(from, known.Identifier, "seen-together", author), EntryJson.Default.MergeRequested);
    }

    private void Apply(in JournalEntry entry, MergeRequested request)
    {
        if (IsRepeat(entry)) return;
        if (request.From == request.Into)
        {
            Drop("merge", "same-identifier");
            return;
        }
        var from = _customers.Find(request.From.Key);
        if (request.Cause == "alias" && from is null && request.From.Kind == IdentifierKind.Anonymous)
        {
            // An alias does not say what sort of identifier came before: when it names a known customer, that one is meant.
            var known = new Identifier(IdentifierKind.User, request.From.Value);
            Emit(entry.Position.Value, EntryKind.MergeRequested, known.Key, entry.Header.OccurredAt, entry.Header.ReceivedAt,
                request with { From = known, Cause = "alias-known" }, EntryJson.Default.MergeRequested);
        }
        if (request.Cause == "alias-known" && from is null) return;
        from ??= CustomerOf(request.From);
        if (RefusalOf(from, request) is { } reason)
        {
            if (reason != "") Drop("merge", reason);
            return;
        }
        _customers.BeforeChange(from);
        _group.Remove(from.Figures);
        _customers.Known--;
        from.PointsTo = request.Into;
        from.PointsToSince = entry.Position.Value;
        Sweep(from, entry.Position.Value, entry.Header.OccurredAt, entry.Header.ReceivedAt, request.Cause, hops: 0, request.Author);
    }

    /// <summary>Null when the merge may go on, "" when it is so already, else why not.</summary>
    private static string? RefusalOf(CustomerState from, MergeRequested request)
    {
        if (from.PointsTo == request.Into) return "";
        if (from.PointsTo is not null) return "merged-elsewhere";
        if (from.Merged.Exists(m => m.Identifier == request.Into)) return "circle";
        if (request.Cause == "seen-together" && from.Identifier.Kind != IdentifierKind.Anonymous) return "known-customers-are-not-merged-by-being-seen-together";
        return null;
    }

    /// <summary>Sends everything a pointing account holds to where it points. The customer must have been announced as changing.</summary>
    private void Sweep(CustomerState from, long cause, Instant occurredAt, Instant receivedAt, string why, int hops, string author = "veinte")
    {
        var into = from.PointsTo ?? throw new InvalidOperationException("Only an account that points elsewhere is swept.");
        _customers.BeforeChange(from);
        var content = from.Figures;
        from.Figures = new();
        var amount = content.Balance.Milli;
        _totals = _totals with { CustomersMilli = _totals.CustomersMilli - amount, InTransitMilli = _totals.InTransitMilli + amount };
        AppendTransfer(from, DaybookKind.TransferOut, cause, occurredAt, -amount, UInt128.Zero);
        var bytes = CustomerCodec.EncodeFigures(content);
        var message = Emit(cause, EntryKind.MergeDelivered, into.Key, occurredAt, receivedAt,
            new MergeDelivered(from.Identifier, into, from.PointsToSince, why, author, bytes, hops), EntryJson.Default.MergeDelivered);
        _restated?.Contents.Add(message, bytes);
    }

    /// <summary>Takes a reversed posting's content back from where a pointing account has sent it. The account's own balance is left as it was.</summary>
    private void GiveBack(CustomerState from, in JournalEntry entry, AccountFigures content, int hops)
    {
        var into = from.PointsTo ?? throw new InvalidOperationException("Only an account that points elsewhere gives back.");
        var amount = content.Balance.Milli;
        _totals = _totals with { CustomersMilli = _totals.CustomersMilli + amount, InTransitMilli = _totals.InTransitMilli - amount };
        AppendTransfer(from, DaybookKind.TransferOut, entry.Position.Value, entry.Header.OccurredAt, amount, UInt128.Zero);
        var bytes = CustomerCodec.EncodeFigures(content);
        var message = Emit(entry.Position.Value, EntryKind.MergeDelivered, into.Key, entry.Header.OccurredAt, entry.Header.ReceivedAt,
            new MergeDelivered(from.Identifier, into, from.PointsToSince, GiveBackCause, "veinte", bytes, hops), EntryJson.Default.MergeDelivered);
        _restated?.Contents.Add(message, bytes);
    }

    private void ApplyGiveBack(in JournalEntry entry, MergeDelivered delivery)
    {
        var content = AccountFigures.Read(ContentOf(entry, delivery.Content));
        var into = CustomerOf(delivery.Into);
        _customers.BeforeChange(into);
        into.Merged.Find(m => m.Identifier == delivery.From)?.Content.Release(content, HalfLifeDays);
        Receive(into, entry, -content.Balance.Milli);
        if (into.PointsTo is null)
        {
            _group.Remove(into.Figures);
            into.Figures.Release(content, HalfLifeDays);
            _group.Add(into.Figures);
        }
        else if (delivery.Hops < HopsMax) GiveBack(into, entry, content, delivery.Hops + 1);
        else Drop("merge", "circle-of-merges");
    }

    private void Apply(in JournalEntry entry, MergeDelivered delivery)
    {
        if (IsRepeat(entry, note: false)) return;
        if (delivery.Cause == GiveBackCause)
        {
            ApplyGiveBack(entry, delivery);
            return;
        }
        var content = AccountFigures.Read(ContentOf(entry, delivery.Content));
        var into = CustomerOf(delivery.Into);
        _customers.BeforeChange(into);
        if (into.PointsTo is null) _group.Remove(into.Figures);
        into.Figures.Absorb(content, HalfLifeDays);
        if (into.PointsTo is null) _group.Add(into.Figures);
        var merged = into.Merged.Find(m => m.Identifier == delivery.From);
        if (merged is null)
        {
            merged = new() { Identifier = delivery.From, RequestedAt = delivery.RequestedAt, Cause = delivery.Cause };
            into.Merged.Add(merged);
        }
        merged.Content.Absorb(content, HalfLifeDays);
        Receive(into, entry, content.Balance.Milli);
        if (into.PointsTo is null) return;
        if (delivery.Hops >= HopsMax) Drop("merge", "circle-of-merges");
        else Sweep(into, entry.Position.Value, entry.Header.OccurredAt, entry.Header.ReceivedAt, "sweep", delivery.Hops + 1);
    }

    private void Apply(in JournalEntry entry, UnmergeRequested request)
    {
        if (IsRepeat(entry)) return;
        var into = _customers.Find(request.Into.Key);
        var merged = into?.Merged.Find(m => m.Identifier == request.From);
        if (into is null || merged is null)
        {
            Drop("unmerge", "not-merged");
            return;
        }
        if (into.PointsTo is not null)
        {
            Drop("unmerge", "itself-merged");
            return;
        }
        _customers.BeforeChange(into);
        _group.Remove(into.Figures);
        into.Figures.Release(merged.Content, HalfLifeDays);
        _group.Add(into.Figures);
        into.Merged.Remove(merged);
        // It was merged by mistake: being seen together again must not merge it again by itself.
        if (request.From.Kind == IdentifierKind.Anonymous) into.SeenTogether.Add(request.From.Value);
        var amount = merged.Content.Balance.Milli;
        _totals = _totals with { CustomersMilli = _totals.CustomersMilli - amount, InTransitMilli = _totals.InTransitMilli + amount };
        AppendTransfer(into, DaybookKind.TransferOut, entry.Position.Value, entry.Header.OccurredAt, -amount, UInt128.Zero);
        var bytes = CustomerCodec.EncodeFigures(merged.Content);
        var message = Emit(entry.Position.Value, EntryKind.UnmergeDelivered, request.From.Key, entry.Header.OccurredAt, entry.Header.ReceivedAt,
            new UnmergeDelivered(request.From, request.Into, entry.Position.Value, request.Author, bytes), EntryJson.Default.UnmergeDelivered);
        _restated?.Contents.Add(message, bytes);
    }

    private void Apply(in JournalEntry entry, UnmergeDelivered delivery)
    {
        if (IsRepeat(entry, note: false)) return;
        var content = AccountFigures.Read(ContentOf(entry, delivery.Content));
        var from = CustomerOf(delivery.From);
        _customers.BeforeChange(from);
        if (from.PointsTo == delivery.Into)
        {
            from.PointsTo = null;
            from.PointsToSince = 0;
            _customers.Known++;
            _group.Add(from.Figures);
        }
        if (from.PointsTo is null) _group.Remove(from.Figures);
        from.Figures.Absorb(content, HalfLifeDays);
        if (from.PointsTo is null) _group.Add(from.Figures);
        Receive(from, entry, content.Balance.Milli);
        if (from.PointsTo is not null)
            Sweep(from, entry.Position.Value, entry.Header.OccurredAt, entry.Header.ReceivedAt, "sweep", hops: 1);
    }

    private byte[] ContentOf(in JournalEntry entry, byte[] journaled)
    {
        if (_restated is null || !_restated.Contents.Remove(entry.Header.Message, out var restated)) return journaled;
        return restated;
    }

    private void Receive(CustomerState customer, in JournalEntry entry, long amount)
    {
        _totals = _totals with { CustomersMilli = _totals.CustomersMilli + amount, InTransitMilli = _totals.InTransitMilli - amount };
        AppendTransfer(customer, DaybookKind.TransferIn, entry.Position.Value, entry.Header.OccurredAt, amount, entry.Header.Message);
    }

    private void AppendTransfer(CustomerState customer, DaybookKind kind, long position, Instant occurredAt, long amount, UInt128 message)
    {
        var line = new DaybookEntry
        {
            Position = position,
            OccurredAt = occurredAt.UnixMicros,
            Message = message,
            Amount = amount,
            Grade = DaybookEntry.Ungraded,
            Touchpoint = DaybookEntry.NoCode,
            Staff = DaybookEntry.NoCode,
            Area = DaybookEntry.NoCode,
            PolicyVersion = PolicyVersion,
            Kind = kind,
        };
        AppendLine(customer, ref line, ofProducers: false);
    }

    /// <summary>
    /// Whether an entry was taken before. One that leaves no line of its own is noted with a line, for the dedupe window
    /// is rebuilt from the daybook.
    /// </summary>
    private bool IsRepeat(in JournalEntry entry, bool note = true)
    {
        if (_dedupe.Contains(entry.Header.Message))
        {
            Drop("deduplicate", "duplicate");
            return true;
        }
        if (!note || entry.Header.Message == UInt128.Zero) return false;
        _daybook.Append(new()
        {
            Position = entry.Position.Value,
            OccurredAt = entry.Header.OccurredAt.UnixMicros,
            Message = entry.Header.Message,
            Grade = DaybookEntry.Ungraded,
            Touchpoint = DaybookEntry.NoCode,
            Staff = DaybookEntry.NoCode,
            Area = DaybookEntry.NoCode,
            Kind = DaybookKind.Noted,
        });
        Remember(entry.Header.Message);
        return false;
    }
}
