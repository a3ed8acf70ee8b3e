using System.IO.Hashing;
using System.Text;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Importing;

/// <summary>Whether a scoring policy grades this evidence.</summary>
public delegate bool Grades(in Signals signals);

/// <summary>
/// Reads a file by a mapping, batch by batch, in bounded memory: rows in, entries out. A row is taken whole or not at all;
/// a bad one goes into quarantine as it stands, with its line and the reason. The same file and mapping under the same
/// import id give the same message ids every time. One reader; dispose closes the files.
/// </summary>
public sealed class ImportReading : IDisposable
{
    /// <summary>The door of a quarantined row.</summary>
    public const string Door = "import";

    private const int IdsMax = 4_000_000;
    private readonly ImportMapping _mapping;
    private readonly string _import;
    private readonly DoorSource _source;
    private readonly DoorLimits _limits;
    private readonly Instant _receivedAt;
    private readonly Grades _grades;
    private readonly Stream _file;
    private readonly IRowReader _rows;
    private readonly JoinTable[] _joins;
    private readonly ImportRow _row;
    private readonly int[] _mainSlots;
    private readonly string?[] _read;
    private readonly IReadOnlyList<string?[]>[] _matches;
    private readonly DraftTexts _texts;
    private readonly ImportTally _tally = new();
    private readonly ImportTally.Counts?[] _countsOfRule;
    private readonly HashSet<UInt128> _ids = [];

    private ImportReading(
        ImportMapping mapping, string import, Stream file, IRowReader rows, int[] mainSlots, JoinTable[] joins, Instant receivedAt,
        DoorLimits limits, Grades grades)
    {
        (_mapping, _import, _file, _rows, _mainSlots, _joins, _receivedAt, _limits, _grades) =
            (mapping, import, file, rows, mainSlots, joins, receivedAt, limits, grades);
        _source = new(SourceOf(import));
        _row = new(mapping.Columns.Length);
        _read = new string?[mainSlots.Length];
        _matches = new IReadOnlyList<string?[]>[joins.Length];
        _texts = new(limits);
        _countsOfRule = new ImportTally.Counts?[mapping.Interactions.Length];
        for (var at = 0; at < _countsOfRule.Length; at++)
            if (mapping.Interactions[at].Touchpoint.Constant is { } name)
                _countsOfRule[at] = _tally.Of(name);
    }

    /// <summary>What has come of it so far.</summary>
    public ImportReport Report => _tally.Report();

    /// <summary>Rows read so far, those skipped included.</summary>
    public long Rows => _tally.Rows + Skipped;

    /// <summary>Rows skipped because they were imported before.</summary>
    public long Skipped { get; private set; }

    /// <summary>Interactions made so far.</summary>
    public long Interactions => _tally.Interactions;

    /// <summary>Bad rows so far.</summary>
    public long BadRows => _tally.BadRows;

    /// <summary>Bytes read of the file, and how many it has.</summary>
    public (long Done, long Total) Bytes => (_file.Position, _file.Length);

    /// <summary>Name of the source of an import's interactions.</summary>
    public static string SourceOf(string import) => "import:" + import;

    /// <summary>
    /// An import's id: what the files hold, what the mapping says, and which time this is (undone imports can be done again).
    /// </summary>
    public static string IdOf(ulong filesHash, ImportMapping mapping, int generation) => $"{filesHash:x16}-{mapping.Hash:x8}-{generation}";

    /// <summary>Opens a file.</summary>
    /// <param name="mapping">What its columns are.</param>
    /// <param name="import">The import's id, of <see cref="IdOf"/>.</param>
    /// <param name="file">The file; must be able to seek.</param>
    /// <param name="name">Its name, which may say how it is written.</param>
    /// <param name="openJoined">Opens a joined file by the name the mapping gives it; null when it is not there.</param>
    /// <param name="receivedAt">Now: the time of receipt of every interaction.</param>
    /// <param name="limits">What is let through.</param>
    /// <param name="grades">Whether evidence is graded; null takes any evidence for graded.</param>
    /// <exception cref="InvalidDataException">A column or a joined file is missing; the message names the path in the mapping.</exception>
    public static ImportReading Open(
        ImportMapping mapping, string import, Stream file, string name, Func<string, Stream?> openJoined, Instant receivedAt, DoorLimits limits,
        Grades? grades = null)
    {
        int[] mainSlots = [.. Enumerable.Range(0, mapping.Columns.Length).Where(slot => mapping.Columns[slot].Join < 0)];
        var columns = mainSlots.Select(slot => mapping.Columns[slot].Name).ToList();
        var rows = ImportFiles.Open(file, name, mapping.How, columns);
        try
        {
            ImportFiles.CheckColumns(rows, name, column => mapping.Columns[mainSlots[columns.IndexOf(column)]].Path);
            var joins = new JoinTable[mapping.Joins.Length];
            for (var at = 0; at < joins.Length; at++)
            {
                using var joined = openJoined(mapping.Joins[at].File)
                    ?? throw new InvalidDataException($"joins[{at}].file: there is no file {mapping.Joins[at].File} beside {name}. Put it there.");
                joins[at] = new(mapping.Joins[at], at, mapping.Columns, joined);
            }
            return new(mapping, import, file, rows, mainSlots, joins, receivedAt, limits, grades ?? ((in Signals signals) => signals.HasEvidence));
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Passes rows over that were imported before.</summary>
    /// <exception cref="InvalidDataException">The file is shorter than that: it is another one.</exception>
    public void Skip(long rows)
    {
        while (Skipped < rows)
        {
            var status = NextRow();
            if (status is RowStatus.End or RowStatus.Broken)
                throw new InvalidDataException($"The file ends after {Skipped} rows, but {rows} of it were imported before. It is not the same file.");
            Skipped++;
            if (status == RowStatus.Row && _mapping.Id is not null && LookUp() && Id() is { } id) _ = IsRepeat(id);
        }
    }

    /// <summary>
    /// Reads on until <paramref name="batch"/> holds some <paramref name="entries"/> entries or <paramref name="bytes"/> bytes, which
    /// the last row may exceed. False at the end of the file.
    /// </summary>
    /// <exception cref="InvalidDataException">The rest of the file cannot be read; what stands before is in the batch.</exception>
    public bool Read(EntryBatchBuilder batch, int entries, int bytes)
    {
        while (batch.Count < entries && batch.Length < bytes)
        {
            switch (NextRow())
            {
                case RowStatus.End:
                    return false;
                case RowStatus.Broken:
                    throw new InvalidDataException($"Line {_rows.Line}: {_rows.Detail}.");
                case RowStatus.Bad:
                    _tally.BeginRow();
                    _row.Refuse(_rows.Reason, "", "", _rows.Detail);
                    Refuse(batch, null);
                    break;
                default:
                    Take(batch);
                    break;
            }
        }
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _texts.Dispose();
    }

    private RowStatus NextRow()
    {
        var status = _rows.Read(_read);
        _row.Line = _rows.Line;
        _row.Number = Rows + 1;
        if (status != RowStatus.Row) return status;
        for (var at = 0; at < _read.Length; at++) _row.Values[_mainSlots[at]] = _read[at];
        return status;
    }

    private void Take(EntryBatchBuilder batch)
    {
        var (count, length) = (batch.Count, batch.Length);
        _tally.BeginRow();
        ImportTally.Counts? at = null;
        if (TryRow(batch, ref at)) _tally.KeepRow();
        else
        {
            batch.Rewind(count, length);
            Refuse(batch, at);
        }
    }

    private void Refuse(EntryBatchBuilder batch, ImportTally.Counts? at)
    {
        _tally.RefuseRow(_row, at);
        var raw = _rows.Raw;
        QuarantinedView.Add(batch, _receivedAt, _source.Name, _row.Reason.Code(), _row.Detail, Door, raw[..Math.Min(raw.Length, _limits.EventBytesMax)]);
    }

    private bool TryRow(EntryBatchBuilder batch, ref ImportTally.Counts? at)
    {
        if (!LookUp()) return false;
        var id = Id();
        if (_row.Reason != 0) return false;
        var repeat = id is not null && IsRepeat(id);
        for (var number = 0; number < _mapping.Interactions.Length; number++)
        {
            var rule = _mapping.Interactions[number];
            at = _countsOfRule[number];
            var times = rule.Each < 0 ? 1 : _matches[rule.Each].Count;
            if (repeat || times == 0)
            {
                if (CountsOf(rule, number) is not { } counts) return false;
                _tally.Note(counts, repeat ? ImportTally.Fate.Duplicate : ImportTally.Fate.NoJoinedRow);
                continue;
            }
            for (var each = 0; each < times; each++)
            {
                if (rule.Each >= 0) Select(rule.Each, each);
                if (!TryInteraction(rule, number, each, id, batch, ref at)) return false;
            }
            if (rule.Each >= 0) Select(rule.Each, 0);
        }
        return true;
    }

    private bool TryInteraction(InteractionRule rule, int number, int each, string? id, EntryBatchBuilder batch, ref ImportTally.Counts? at)
    {
        foreach (var condition in rule.When)
        {
            var holds = condition.Holds(_row);
            if (holds == Found.Bad) return false;
            if (holds == Found.Absent) return Drop(rule, number, ImportTally.Fate.Condition);
        }
        var found = SignalReader.Read(rule, _row, out var signals);
        if (found == Found.Bad) return false;
        if (found == Found.Absent && rule.HasSignals) return Drop(rule, number, ImportTally.Fate.NotApplicable);
        if (CountsOf(rule, number) is not { } counts) return false;
        at = counts;
        var draft = new InteractionDraft { Signals = signals, Type = EventType.Import, ReceivedAt = _receivedAt, Source = _source.NameUtf8 };
        _texts.Clear();
        if (!TryCustomer(ref draft) || !TryTime(rule, ref draft) || !TryPlace(rule, ref draft)) return false;
        if (_texts.Text is { } text) _limits.Tone.Read(text, ref draft.Signals);
        signals = draft.Signals;
        draft.MessageId = _texts.MessageId(_import, id, _row.Line, number, each);
        draft.Message = StableHash.Message(_source.Number, draft.MessageId);
        batch.Add(draft);
        var graded = _grades(signals);
        _tally.Note(counts, graded ? ImportTally.Fate.Graded : ImportTally.Fate.Ungraded);
        _tally.Note(draft.OccurredAt);
        if (_tally.WantsSample) _tally.Note(ImportSample.Of(_row.Line, draft, graded));
        return true;
    }

    private bool Drop(InteractionRule rule, int number, ImportTally.Fate fate)
    {
        if (CountsOf(rule, number) is not { } counts) return false;
        _tally.Note(counts, fate);
        return true;
    }

    /// <summary>The counts of the touchpoint; null when the row does not name a usable one.</summary>
    private ImportTally.Counts? CountsOf(InteractionRule rule, int number)
    {
        if (_countsOfRule[number] is { } known) return known;
        var found = rule.Touchpoint.Text(_row, out var name);
        if (found == Found.Absent) _row.Refuse(QuarantineReason.RowUnmapped, rule.Touchpoint.Label, "", $"names no touchpoint ({rule.Path}.touchpoint)");
        return found == Found.Present ? _tally.Of(name) : null;
    }

    private bool TryCustomer(ref InteractionDraft draft)
    {
        if (!TryIdentifier(_mapping.Customer, out var customer) || !TryIdentifier(_mapping.Anonymous, out var anonymous)) return false;
        if (customer.IsEmpty && anonymous.IsEmpty)
        {
            var rule = _mapping.Customer ?? _mapping.Anonymous!;
            _row.Refuse(QuarantineReason.MissingCustomer, rule.Label, "", "names nobody, so that nobody can say whose row it is");
            return false;
        }
        draft.CustomerKind = customer.IsEmpty ? IdentifierKind.Anonymous : IdentifierKind.User;
        draft.Customer = customer.IsEmpty ? anonymous : customer;
        draft.Anonymous = customer.IsEmpty ? default : anonymous;
        return true;
    }

    private bool TryIdentifier(ValueRule? rule, out ReadOnlySpan<byte> identifier)
    {
        if (_texts.Take(rule, _row, _limits.IdentifierBytesMax, QuarantineReason.IdentifierTooLong, out identifier) == Found.Bad) return false;
        if (identifier.IsEmpty || !_limits.Blocked.Contains(identifier)) return true;
        _row.Refuse(QuarantineReason.BlockedIdentifier, rule!.Label, Encoding.UTF8.GetString(identifier), "is a placeholder that names nobody");
        return false;
    }

    private bool TryTime(InteractionRule rule, ref InteractionDraft draft)
    {
        var found = rule.Time.Read(_row, out var time);
        if (found == Found.Absent) _row.Refuse(QuarantineReason.TimeInvalid, rule.Time.Label, "", $"is no time, and {rule.Path} needs one; make a condition of it with \"when\" if rows without are to be left out");
        if (found != Found.Present) return false;
        time = new(time.UnixMicros + rule.After.Ticks / TimeSpan.TicksPerMicrosecond);
        if (time < _limits.Earliest || time.UnixMicros - _receivedAt.UnixMicros > _limits.AheadMax.Ticks / TimeSpan.TicksPerMicrosecond)
        {
            _row.Refuse(QuarantineReason.TimeOutOfRange, rule.Time.Label, time.ToString(), time < _limits.Earliest ? $"lies before {_limits.Earliest}" : "lies in the future");
            return false;
        }
        draft.OccurredAt = time;
        draft.OriginalAt = time;
        draft.SentAt = InteractionDraft.NoTime;
        return true;
    }

    private bool TryPlace(InteractionRule rule, ref InteractionDraft draft)
    {
        var max = _limits.NameBytesMax;
        if (_texts.Take(rule.Touchpoint, _row, max, QuarantineReason.TouchpointTooLong, out draft.Touchpoint) == Found.Bad) return false;
        if (!_source.Touchpoints.Admit(draft.Touchpoint, _limits.TouchpointsPerSourceMax))
        {
            _row.Refuse(QuarantineReason.TooManyTouchpoints, rule.Touchpoint.Label, Encoding.UTF8.GetString(draft.Touchpoint),
                $"would be more than the {_limits.TouchpointsPerSourceMax} different touchpoints one import may bring; map what changes from row to row as a property");
            return false;
        }
        if (!TryWord(rule.Channel, Channel.Other, out draft.Channel) || !TryWord(rule.Intent, Intent.Unknown, out draft.Intent)) return false;
        return _texts.Take(rule.Staff, _row, max, QuarantineReason.NameTooLong, out draft.Staff) != Found.Bad
            && _texts.Take(rule.Area, _row, max, QuarantineReason.NameTooLong, out draft.Area) != Found.Bad
            && _texts.Take(rule.Stage, _row, max, QuarantineReason.NameTooLong, out draft.Stage) != Found.Bad
            && _texts.Take(rule.Journey, _row, max, QuarantineReason.NameTooLong, out draft.Journey) != Found.Bad
            && _texts.Properties(rule.Properties, _row, _limits.EventBytesMax, out draft.Properties) != Found.Bad;
    }

    private bool TryWord(ValueRule? rule, Channel otherwise, out Channel channel)
    {
        channel = otherwise;
        if (rule is null) return true;
        var found = rule.Text(_row, out var word);
        if (found == Found.Present && !WordNames.TryParse(word, out channel)) channel = otherwise; // as any collector does
        return found != Found.Bad;
    }

    private bool TryWord(ValueRule? rule, Intent otherwise, out Intent intent)
    {
        intent = otherwise;
        if (rule is null) return true;
        var found = rule.Text(_row, out var word);
        if (found == Found.Present && !WordNames.TryParse(word, out intent)) intent = otherwise;
        return found != Found.Bad;
    }

    /// <summary>Looks the row's keys up in the joined files and takes the first match of each. False when a key is unusable.</summary>
    private bool LookUp()
    {
        _row.Reason = 0;
        for (var join = 0; join < _joins.Length; join++)
        {
            var found = _mapping.Joins[join].On.Text(_row, out var key);
            if (found == Found.Bad) return false;
            _matches[join] = found == Found.Present ? _joins[join].Find(key) : [];
            Select(join, 0);
        }
        return true;
    }

    private void Select(int join, int match)
    {
        var slots = _joins[join].Slots;
        var values = match < _matches[join].Count ? _matches[join][match] : null;
        for (var at = 0; at < slots.Length; at++) _row.Values[slots[at]] = values?[at];
    }

    /// <summary>The row's own id, or null; one that is too long is noted as the row's problem.</summary>
    private string? Id()
    {
        if (_mapping.Id is not { } rule || rule.Text(_row, out var id) != Found.Present) return null;
        if (id.Length <= _limits.MessageIdCharsMax) return id;
        _row.Refuse(QuarantineReason.MessageIdTooLong, rule.Label, id, $"has more than the {_limits.MessageIdCharsMax} characters an id may have");
        return null;
    }

    // Beyond four million ids the books still recognise a repeat; only this count does not.
    private bool IsRepeat(string id)
    {
        var hash = XxHash128.HashToUInt128(System.Runtime.InteropServices.MemoryMarshal.AsBytes(id.AsSpan()));
        return _ids.Count < IdsMax ? !_ids.Add(hash) : _ids.Contains(hash);
    }
}
