using System.Text;
using System.Text.Json;
using Veinte.Engine.Partitions;
using Veinte.Engine.Views;
using Veinte.Grading;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine;

// A statement is read from chains of daybook lines: a producer has one in every partition, a customer one of his own and
// one for each identifier merged into him. They are merged newest first; the words and reasons come from the journal.
public sealed partial class Books
{
    private const int IdentifiersPerStatementMax = 64;

    /// <summary>An account's statement, newest first; null when there is no such account.</summary>
    /// <param name="kind">Kind of account.</param>
    /// <param name="key">Its name; for a customer any of his identifiers.</param>
    /// <param name="cursor">Where to go on, or null.</param>
    /// <param name="limit">Lines at most, 1–500.</param>
    /// <param name="language"><c>es</c> or <c>en</c>.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="ArgumentException">The cursor is not one of ours.</exception>
    public async Task<Page<StatementLine>?> Statement(
        AccountKind kind, string key, string? cursor, int limit, string language, CancellationToken cancel = default)
    {
        var from = Cursors.ReadChains(cursor);
        if (await ChainsOf(kind, key, cancel) is not { } chains) return null;
        var take = Math.Clamp(limit, 1, LimitMax);
        var read = await Task.WhenAll(chains.Select(chain => ReadChain(chain, from, take, cancel)));
        var lines = read.SelectMany(part => part)
            .OrderByDescending(line => line.Line.Entry.Position).ThenByDescending(line => line.Line.Number)
            .Take(take).ToArray();
        var views = await Views([.. lines.Select(line => line.Line)], language, cancel);
        return new(views, NextOf(read, lines, from));
    }

    /// <summary>One interaction with everything known of it, or null.</summary>
    public async Task<InteractionDetail?> Interaction(long position, string language, CancellationToken cancel = default)
    {
        if (await Look(position, cancel) is not { Kind: EntryKind.Interaction } found) return null;
        var mark = (await _partitions.Ask(PartitionOf(found.Key), new MarksQuery([(found.Key, position)]), cancel))[0];
        if (mark.Line is not { } line) return null;
        var view = (await Views([line], language, cancel))[0];
        return found.Detail!(view);
    }

    private async Task<IReadOnlyList<Chain>?> ChainsOf(AccountKind kind, string key, CancellationToken cancel)
    {
        if (kind != AccountKind.Customer)
        {
            var known = await AskAll(new ProducersQuery(kind, key), cancel);
            var chains = known.Select((part, i) => (part, i)).Where(x => x.part.Count > 0).Select(x => new Chain($"p{x.i}", x.i, kind, default, key)).ToArray();
            return chains.Length == 0 ? null : chains;
        }
        if (await IdentifiersOf(key, cancel) is not { } identifiers) return null;
        return [.. identifiers.Select(identifier => new Chain(identifier.Key.ToString("x32", null), PartitionOf(identifier.Key), kind, identifier.Key, ""))];
    }

    private async Task<IReadOnlyList<ChainLine>> ReadChain(Chain chain, Dictionary<string, uint>? from, int take, CancellationToken cancel)
    {
        // A cursor that does not name a chain comes from before it was merged in: its lines were not part of that list.
        uint? start = from is null ? null : from.GetValueOrDefault(chain.Name);
        if (start == 0) return [];
        var answer = await _partitions.Ask(chain.Partition, new LinesQuery(chain.Kind, chain.Customer, chain.Key, start, take), cancel);
        return [.. answer.Lines.Select(line => new ChainLine(chain.Name, line))];
    }

    private static string? NextOf(IReadOnlyList<ChainLine>[] read, IReadOnlyList<ChainLine> shown, Dictionary<string, uint>? from)
    {
        var next = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var part in read)
        {
            if (part.Count == 0) continue;
            var name = part[0].Chain;
            var taken = shown.Count(line => line.Chain == name);
            var goesOn = taken == part.Count ? part[^1].Line.Previous : part[taken].Line.Number;
            if (goesOn != 0) next[name] = goesOn;
        }
        _ = from;
        return next.Count == 0 ? null : Cursors.WriteChains(next);
    }

    // All that is asked for a page is asked at once, however many lines it has: over a network each question is a trip.
    private async Task<IReadOnlyList<StatementLine>> Views(IReadOnlyList<BookLine> lines, string language, CancellationToken cancel)
    {
        var found = await Look(lines.SelectMany(line => (long[])[line.RelatedPosition, line.Entry.Position]), cancel);
        var interactions = lines.Select(line => found.GetValueOrDefault(SaidAt(line))).OfType<Found>().Where(said => said.Kind == EntryKind.Interaction).Distinct();
        var marks = Marks([.. interactions.Select(said => (said.Key, said.Position))], cancel);
        var policies = PoliciesAt([.. lines.Where(IsOwn).Select(line => line.Entry.Position)], cancel);
        var known = new Looked(found, await marks, await policies);
        var views = new List<StatementLine>(lines.Count);
        foreach (var line in lines) views.Add(await ViewOf(line, known, language, cancel));
        return views;
    }

    // What a line is about: a reversal's line is about the interaction it takes back.
    private static long SaidAt(BookLine line) => line.RelatedPosition != 0 ? line.RelatedPosition : line.Entry.Position;

    private static bool IsOwn(BookLine line) => line.Entry.Kind is DaybookKind.Posting or DaybookKind.Ungraded;

    private async Task<StatementLine> ViewOf(BookLine line, Looked looked, string language, CancellationToken cancel)
    {
        var entry = line.Entry;
        var found = looked.Found.GetValueOrDefault(SaidAt(line));
        var mark = looked.Marks.GetValueOrDefault(SaidAt(line));
        var graded = entry.Grade != DaybookEntry.Ungraded;
        var reasons = graded && found is { Kind: EntryKind.Interaction }
            ? Reasons(await GraderOf(entry.PolicyVersion, cancel), found.Signals, language, found.Text)
            : [];
        var own = IsOwn(line);
        return new(
            entry.Position.ToString(System.Globalization.CultureInfo.InvariantCulture),
            KindName(entry.Kind),
            own ? found?.MessageId : null,
            new Instant(entry.OccurredAt).ToDateTimeOffset(),
            found?.Customer ?? "",
            line.Touchpoint,
            entry.Channel == 0 ? Channel.Other.Name() : entry.Channel.Name(),
            line.Staff,
            line.Area,
            graded ? entry.Grade / 1000.0 : null,
            graded ? entry.Weight / 1000.0 : null,
            graded ? entry.Par / 1000.0 : null,
            entry.Amount,
            entry.PolicyVersion,
            reasons,
            await NoteOf(line, found, looked, language, cancel),
            own && (mark?.Reversed ?? false),
            own ? mark?.Dispute : null);
    }

    private async Task<string?> NoteOf(BookLine line, Found? found, Looked looked, string language, CancellationToken cancel)
    {
        var spanish = language == "es";
        switch (line.Entry.Kind)
        {
            case DaybookKind.Reversal:
                return looked.Found.GetValueOrDefault(line.Entry.Position)?.Note is { } why ? (spanish ? $"Anulado: {why}" : $"Reversed: {why}") : null;
            case DaybookKind.TransferIn:
                return spanish ? $"Traspaso desde {found?.From ?? "otra cuenta"}" : $"Transfer from {found?.From ?? "another account"}";
            case DaybookKind.TransferOut:
                return spanish ? $"Traspaso a la cuenta unida" : $"Transfer to the account it was merged with";
            case DaybookKind.Posting or DaybookKind.Ungraded:
                return found is null ? null : await OriginallyOf(line, found, looked.Policies[line.Entry.Position], spanish, cancel);
            case DaybookKind.Noted:
                return null;
            default:
                return null;
        }
    }

    /// <summary>What a restated line said when it was written: the policy then in force says it again. Null for a line that still says it.</summary>
    private async Task<string?> OriginallyOf(BookLine line, Found found, int version, bool spanish, CancellationToken cancel)
    {
        if (version == line.Entry.PolicyVersion) return null;
        var grader = await GraderOf(version, cancel);
        if (!grader.TryGrade(found.Signals, out var grade)) return spanish ? $"Reexpresado. En su día quedó sin nota, con la política {version}." : $"Restated. Originally it was ungraded, under policy {version}.";
        var amount = grader.TermsOf(line.Touchpoint ?? "").Amount(grade);
        return spanish
            ? $"Reexpresado. En su día: nota {grade} y {amount} puntos, con la política {version}."
            : $"Restated. Originally: grade {grade} and {amount} points, under policy {version}.";
    }

    private async Task<Dictionary<long, Mark>> Marks(IReadOnlyList<(UInt128 Customer, long Position)> postings, CancellationToken cancel)
    {
        var asked = postings.GroupBy(posting => PartitionOf(posting.Customer)).Select(part => _partitions.Ask(part.Key, new MarksQuery([.. part]), cancel).AsTask());
        return (await Task.WhenAll(asked)).SelectMany(part => part).ToDictionary(mark => mark.Position);
    }

    private async Task<Dictionary<long, int>> PoliciesAt(IReadOnlyList<long> positions, CancellationToken cancel)
    {
        long[] distinct = [.. positions.Distinct()];
        if (distinct.Length == 0) return [];
        var versions = await _partitions.Ask(0, new PoliciesAtQuery(distinct), cancel);
        return distinct.Zip(versions).ToDictionary();
    }

    /// <summary>Reasons in words for a grade of this grader.</summary>
    /// <param name="grader">The grader.</param>
    /// <param name="signals">The evidence.</param>
    /// <param name="language"><c>es</c>, or English.</param>
    /// <param name="text">What the customer wrote, so that the reason of its tone shows the words; null when it is gone.</param>
    public static IReadOnlyList<ReasonView> Reasons(Grader grader, in Signals signals, string language, string? text = null)
    {
        var words = text is null ? [] : signals.ToneWords.All().Where(at => at.Offset + at.Length <= text.Length).Select(at => text.Substring(at.Offset, at.Length)).ToList();
        return
        [
            .. grader.Explain(signals).Select(reason => new ReasonView(
                ReasonText.Word(reason.Signal), ReasonText.Value(reason, language), reason.SignalGrade.Value, reason.Share,
                reason.ContributionMilli / 1000.0, ReasonText.Sentence(reason, language, reason.Signal == SignalSet.Tone ? words : null))),
        ];
    }

    private async Task<Found?> Look(long position, CancellationToken cancel)
    {
        if (position <= 0 || await _journal.Find(new(position), cancel) is not { } record) return null;
        return Found.In(record, [position]).SingleOrDefault();
    }

    private async Task<Dictionary<long, Found>> Look(IEnumerable<long> positions, CancellationToken cancel)
    {
        var wanted = positions.Where(position => position > 0).ToHashSet();
        var found = new Dictionary<long, Found>(wanted.Count);
        await foreach (var record in _journal.FindAll([.. wanted.Select(position => new Position(position))], cancel))
            foreach (var one in Found.In(record, wanted)) found.TryAdd(one.Position, one);
        return found;
    }

    private int PartitionOf(UInt128 key) => StableHash.Partition(key, _partitions.Count);

    private static string KindName(DaybookKind kind) => kind switch
    {
        DaybookKind.Posting => "posting",
        DaybookKind.Ungraded => "ungraded",
        DaybookKind.Reversal => "reversal",
        DaybookKind.TransferIn => "transfer-in",
        DaybookKind.TransferOut => "transfer-out",
        DaybookKind.Noted => "noted",
    };

    private sealed record Chain(string Name, int Partition, AccountKind Kind, UInt128 Customer, string Key);

    private sealed record ChainLine(string Chain, BookLine Line);

    /// <summary>All that was looked up for a page of lines, by position.</summary>
    private sealed record Looked(Dictionary<long, Found> Found, Dictionary<long, Mark> Marks, Dictionary<long, int> Policies);

    /// <summary>What the journal says at a position, copied out of it.</summary>
    private sealed class Found
    {
        public required EntryKind Kind { get; init; }
        public required long Position { get; init; }
        public required UInt128 Key { get; init; }
        public string? MessageId { get; private init; }
        public string? Customer { get; private init; }
        public string? From { get; private init; }
        public string? Note { get; private init; }
        public Signals Signals { get; private init; }
        public string? Text { get; private init; }
        public Func<StatementLine, InteractionDetail>? Detail { get; private init; }

        public static List<Found> In(JournalRecord record, HashSet<long> positions)
        {
            var found = new List<Found>();
            foreach (var entry in record)
                if (positions.Contains(entry.Position.Value)) found.Add(Of(entry));
            return found;
        }

        private static Found Of(in JournalEntry entry)
        {
            var (kind, position, key) = (entry.Header.Kind, entry.Position.Value, entry.Header.Key);
            if (kind == EntryKind.Interaction)
            {
                var view = new InteractionView(entry.Header, entry.Body);
                return new()
                {
                    Kind = kind,
                    Position = position,
                    Key = key,
                    MessageId = Utf8(view.MessageId),
                    Customer = Utf8(view.Customer),
                    Signals = view.Signals,
                    Text = view.Signals.Has(SignalSet.Tone) ? TextOf(view.Properties) : null,
                    Detail = DetailOf(view),
                };
            }
            var (customer, from, note) = Words(entry);
            return new() { Kind = kind, Position = position, Key = key, Customer = customer, From = from, Note = note };
        }

        private static (string? Customer, string? From, string? Note) Words(in JournalEntry entry)
        {
            switch (entry.Header.Kind)
            {
                case EntryKind.MergeDelivered:
                    var merge = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.MergeDelivered)!;
                    return (merge.Into.Value, merge.From.Value, null);
                case EntryKind.MergeRequested:
                    var request = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.MergeRequested)!;
                    return (request.From.Value, request.From.Value, null);
                case EntryKind.UnmergeDelivered:
                    var unmerge = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.UnmergeDelivered)!;
                    return (unmerge.From.Value, unmerge.Into.Value, null);
                case EntryKind.UnmergeRequested:
                    var undo = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.UnmergeRequested)!;
                    return (undo.Into.Value, undo.From.Value, undo.Reason);
                case EntryKind.ReversalRequested:
                    var reversal = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.ReversalRequested)!;
                    return (null, null, $"{reversal.Reason} ({reversal.Author})");
                case EntryKind.PolicyPublished:
                    return (null, null, JsonSerializer.Deserialize(entry.Body, EntryJson.Default.PolicyPublished)!.Note);
                case EntryKind.DisputeResolved:
                    var resolved = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.DisputeResolved)!;
                    return (null, null, $"{resolved.Reason} ({resolved.Author})");
                default:
                    return (null, null, null);
            }
        }

        private static Func<StatementLine, InteractionDetail> DetailOf(in InteractionView view)
        {
            var (source, type, intent) = (Utf8(view.Source)!, view.Type.ToString().ToLowerInvariant(), view.Header.Intent);
            var (stage, journey, received) = (Utf8(view.Stage), Utf8(view.Journey), view.Header.ReceivedAt.ToDateTimeOffset());
            DateTimeOffset? original = view.OriginalAt == InteractionDraft.NoTime ? null : view.OriginalAt.ToDateTimeOffset();
            DateTimeOffset? sent = view.SentAt == InteractionDraft.NoTime ? null : view.SentAt.ToDateTimeOffset();
            var clamped = (view.Header.Flags & EntryFlags.TimeClamped) != 0;
            var (properties, context) = (Json.ParseOrNull(view.Properties), Json.ParseOrNull(view.Context));
            return line => new(
                line, source, type, (intent == 0 ? Intent.Unknown : intent).Name(), stage, journey, received, original, sent, clamped, properties, context);
        }

        private static string? TextOf(ReadOnlySpan<byte> properties) =>
            Json.ParseOrNull(properties) is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString() : null;

        private static string? Utf8(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
    }
}
