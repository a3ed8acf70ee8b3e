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
    private const string SweepCause = "sweep";

    private static readonly long EffectSource = StableHash.Source("veinte:effect");
    private readonly Dictionary<UInt128, PendingEffect> _pending = [];
    private readonly List<PendingEffect> _newEffects = [];
    private int _effectSequence;
    private bool _caughtUp;

    /// <summary>
    /// Effects to be appended since the last call, in order; none before everything that was durable at the start has been
    /// applied. Only then is it known which ones the journal lacks: what it has is never appended again, so however old the
    /// checkpoint was, no dedupe window is too small for what a restart repeats.
    /// </summary>
    internal IReadOnlyList<PendingEffect> TakeEffects(long durableAtStart)
    {
        if (_position < durableAtStart || (_caughtUp && _newEffects.Count == 0)) return [];
        // The order matters: what an account gives is followed by what it takes back.
        PendingEffect[] taken = _caughtUp ? [.. _newEffects] : [.. _pending.Values.OrderBy(effect => effect.Cause).ThenBy(effect => effect.Sequence)];
        _newEffects.Clear();
        _caughtUp = true;
        return taken;
    }

    /// <summary>How many effects are known of which the journal is not known to have them.</summary>
    internal int PendingEffects => _pending.Count;

    /// <summary>The journal has this effect. For a journal whose partitions do not see each other's entries; elsewhere it is known already.</summary>
    internal void EffectAppended(PendingEffect effect)
    {
        if (_pending.Remove(effect.Header.Message)) _sinceSnapshot++;
    }

    private void NoteOwnEffects(JournalRecord record)
    {
        if (_pending.Count == 0) return;
        foreach (var entry in record)
            if (entry.Header.Kind is EntryKind.MergeRequested or EntryKind.MergeDelivered or EntryKind.UnmergeDelivered)
                _pending.Remove(entry.Header.Message);
    }

    private UInt128 Emit<T>(long cause, EntryKind kind, UInt128 key, Instant occurredAt, Instant receivedAt, T body, JsonTypeInfo<T> type)
    {
        var sequence = _effectSequence++;
        var number = _restated?.PartitionsInForce is { } inForce ? StableHash.Partition(_applyingKey, inForce) : _number;
        var message = StableHash.Message(EffectSource, string.Create(CultureInfo.InvariantCulture, $"{number}:{cause}:{sequence}"));
        var header = new EntryHeader { Kind = kind, Key = key, Message = message, OccurredAt = occurredAt, ReceivedAt = receivedAt };
        var effect = new PendingEffect(cause, sequence, header, JsonSerializer.SerializeToUtf8Bytes(body, type));
        _pending[message] = effect;
        if (_caughtUp) _newEffects.Add(effect);
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
        var delivered = new Delivered(CustomerCodec.EncodeFigures(content), CustomerCodec.TakeMemories(from));
        var message = Emit(cause, EntryKind.MergeDelivered, into.Key, occurredAt, receivedAt,
            new MergeDelivered(from.Identifier, into, from.PointsToSince, why, author, delivered.Figures, hops, delivered.Memory),
            EntryJson.Default.MergeDelivered);
        _restated?.Contents.Add(message, delivered);
    }

    /// <summary>Takes a reversed posting's content back from where a pointing account has sent it. The account's own balance is left as it was.</summary>
    private void GiveBack(CustomerState from, in JournalEntry entry, AccountFigures content, int hops)
    {
        var into = from.PointsTo ?? throw new InvalidOperationException("Only an account that points elsewhere gives back.");
        SendGiveBack(from, from.Identifier, into, entry, content, hops);
    }

    private void SendGiveBack(CustomerState account, Identifier from, Identifier into, in JournalEntry entry, AccountFigures content, int hops)
    {
        var amount = content.Balance.Milli;
        _totals = _totals with { CustomersMilli = _totals.CustomersMilli + amount, InTransitMilli = _totals.InTransitMilli - amount };
        AppendTransfer(account, DaybookKind.TransferOut, entry.Position.Value, entry.Header.OccurredAt, amount, UInt128.Zero);
        var bytes = CustomerCodec.EncodeFigures(content);
        var message = Emit(entry.Position.Value, EntryKind.MergeDelivered, into.Key, entry.Header.OccurredAt, entry.Header.ReceivedAt,
            new MergeDelivered(from, into, account.PointsToSince, GiveBackCause, "veinte", bytes, hops), EntryJson.Default.MergeDelivered);
        _restated?.Contents.Add(message, new(bytes));
    }

    private void ApplyGiveBack(in JournalEntry entry, MergeDelivered delivery)
    {
        var content = AccountFigures.Read(ContentOf(entry, new(delivery.Content)).Figures);
        var into = CustomerOf(delivery.Into);
        _customers.BeforeChange(into);
        Receive(into, entry, -content.Balance.Milli);
        var merged = into.Merged.Find(m => m.Identifier == delivery.From);
        var ends = delivery.Hops >= HopsMax;
        if (merged is null && delivery.From != delivery.Into && !ends)
        {
            // The merge was undone meanwhile: the content has gone home, and what takes it back follows it.
            SendGiveBack(into, delivery.From, delivery.From, entry, content, delivery.Hops + 1);
            return;
        }
        merged?.Content.Release(content, HalfLifeDays, mayOwe: true);
        if (into.PointsTo is not null && !ends)
        {
            GiveBack(into, entry, content, delivery.Hops + 1);
            return;
        }
        if (ends) Drop("merge", "circle-of-merges");
        if (into.PointsTo is null) _group.Remove(into.Figures);
        into.Figures.Release(content, HalfLifeDays, mayOwe: true);
        if (into.PointsTo is null) _group.Add(into.Figures);
    }

    private void Apply(in JournalEntry entry, MergeDelivered delivery)
    {
        if (IsRepeat(entry, note: false)) return;
        if (delivery.Cause == GiveBackCause)
        {
            ApplyGiveBack(entry, delivery);
            return;
        }
        var delivered = ContentOf(entry, new(delivery.Content, delivery.Memory));
        var content = AccountFigures.Read(delivered.Figures);
        var into = CustomerOf(delivery.Into);
        _customers.BeforeChange(into);
        CustomerCodec.AbsorbMemories(into, delivered.Memory);
        if (delivered.Memory is not null && into.PointsTo is null) _folds.Receive(into);
        var merged = into.Merged.Find(m => m.Identifier == delivery.From);
        Receive(into, entry, content.Balance.Milli);
        if (merged is null && delivery.Cause == SweepCause)
        {
            // It was sent before its account heard that the merge had been undone.
            SendHome(into, delivery.From, delivery.RequestedAt, entry, content, delivery.Author);
            return;
        }
        if (into.PointsTo is null) _group.Remove(into.Figures);
        into.Figures.Absorb(content, HalfLifeDays);
        if (into.PointsTo is null) _group.Add(into.Figures);
        if (merged is null)
        {
            merged = new() { Identifier = delivery.From, RequestedAt = delivery.RequestedAt, Cause = delivery.Cause };
            into.Merged.Add(merged);
        }
        merged.Content.Absorb(content, HalfLifeDays);
        if (into.PointsTo is null) return;
        if (delivery.Hops >= HopsMax) Drop("merge", "circle-of-merges");
        else Sweep(into, entry.Position.Value, entry.Header.OccurredAt, entry.Header.ReceivedAt, SweepCause, delivery.Hops + 1);
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
        into.Figures.Release(merged.Content, HalfLifeDays, mayOwe: true);
        _group.Add(into.Figures);
        into.Merged.Remove(merged);
        // It was merged by mistake: being seen together again must not merge it again by itself.
        if (request.From.Kind == IdentifierKind.Anonymous) into.SeenTogether.Add(request.From.Value);
        SendHome(into, request.From, entry.Position.Value, entry, merged.Content, request.Author);
    }

    /// <summary>Gives an identifier back what had come from it. The receiver's figures are the caller's matter.</summary>
    private void SendHome(CustomerState into, Identifier from, long requestedAt, in JournalEntry entry, AccountFigures content, string author)
    {
        var amount = content.Balance.Milli;
        _totals = _totals with { CustomersMilli = _totals.CustomersMilli - amount, InTransitMilli = _totals.InTransitMilli + amount };
        AppendTransfer(into, DaybookKind.TransferOut, entry.Position.Value, entry.Header.OccurredAt, -amount, UInt128.Zero);
        var bytes = CustomerCodec.EncodeFigures(content);
        var message = Emit(entry.Position.Value, EntryKind.UnmergeDelivered, from.Key, entry.Header.OccurredAt, entry.Header.ReceivedAt,
            new UnmergeDelivered(from, into.Identifier, requestedAt, author, bytes), EntryJson.Default.UnmergeDelivered);
        _restated?.Contents.Add(message, new(bytes));
    }

    private void Apply(in JournalEntry entry, UnmergeDelivered delivery)
    {
        if (IsRepeat(entry, note: false)) return;
        var content = AccountFigures.Read(ContentOf(entry, new(delivery.Content)).Figures);
        var from = CustomerOf(delivery.From);
        _customers.BeforeChange(from);
        // An account that was merged there once more since, or never heard of more than a late sweep, goes on pointing there.
        if (from.PointsTo == delivery.Into && from.PointsToSince < delivery.RequestedAt)
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
            Sweep(from, entry.Position.Value, entry.Header.OccurredAt, entry.Header.ReceivedAt, SweepCause, hops: 1);
    }

    private Delivered ContentOf(in JournalEntry entry, Delivered journaled)
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
