using Veinte.Model;

namespace Veinte.Doors.Importing;

/// <summary>Counts what rows yield. A row is counted as a whole: what a bad one had yielded so far is forgotten. One reader.</summary>
internal sealed class ImportTally
{
    private const int BadMax = 200;
    private const int SampleMax = 20;
    private const int TouchpointsMax = 10_000;
    private readonly Dictionary<string, Counts> _byName = new(StringComparer.Ordinal);
    private readonly List<Counts> _inOrder = [];
    private readonly List<(Counts At, Fate Fate)> _row = [];
    private readonly List<BadRow> _bad = [];
    private readonly List<SampleInteraction> _sample = [];
    private readonly long[] _fates = new long[Enum.GetValues<Fate>().Length + 1];
    private Instant _first;
    private Instant _last;
    private Instant _rowFirst;
    private Instant _rowLast;
    private int _rowSample;
    private bool _any;
    private bool _rowAny;

    internal long Rows;
    internal long Interactions => _fates[(int)Fate.Graded] + _fates[(int)Fate.Ungraded];
    internal long BadRows;

    internal enum Fate : byte
    {
        Graded = 1,
        Ungraded = 2,
        NotApplicable = 3,
        Condition = 4,
        NoJoinedRow = 5,
        Duplicate = 6,
    }

    internal sealed class Counts(string touchpoint)
    {
        internal readonly string Touchpoint = touchpoint;
        internal long Graded;
        internal long Ungraded;
        internal long Dropped;
        internal long Bad;
    }

    internal bool WantsSample => _sample.Count < SampleMax;

    /// <summary>The counts of a touchpoint; beyond a generous number of names all others share one.</summary>
    internal Counts Of(string touchpoint)
    {
        if (_byName.TryGetValue(touchpoint, out var counts)) return counts;
        if (_byName.Count >= TouchpointsMax && touchpoint != "…") return Of("…");
        counts = new(touchpoint);
        _byName.Add(touchpoint, counts);
        _inOrder.Add(counts);
        return counts;
    }

    internal void BeginRow()
    {
        _row.Clear();
        (_rowAny, _rowSample) = (false, _sample.Count);
    }

    internal void Note(Counts at, Fate fate) => _row.Add((at, fate));

    internal void Note(Instant occurredAt)
    {
        if (!_rowAny || occurredAt < _rowFirst) _rowFirst = occurredAt;
        if (!_rowAny || occurredAt > _rowLast) _rowLast = occurredAt;
        _rowAny = true;
    }

    internal void Note(SampleInteraction interaction) => _sample.Add(interaction);

    internal void KeepRow()
    {
        Rows++;
        foreach (var (at, fate) in _row)
        {
            _fates[(int)fate]++;
            if (fate == Fate.Graded) at.Graded++;
            else if (fate == Fate.Ungraded) at.Ungraded++;
            else at.Dropped++;
        }
        if (!_rowAny) return;
        if (!_any || _rowFirst < _first) _first = _rowFirst;
        if (!_any || _rowLast > _last) _last = _rowLast;
        _any = true;
    }

    internal void RefuseRow(ImportRow row, Counts? at)
    {
        Rows++;
        BadRows++;
        if (at is not null) at.Bad++;
        _sample.RemoveRange(_rowSample, _sample.Count - _rowSample);
        if (_bad.Count < BadMax) _bad.Add(new(row.Line, row.Column, row.Value, row.Reason.Code(), row.Detail));
    }

    internal ImportReport Report()
    {
        var (graded, ungraded) = (_fates[(int)Fate.Graded], _fates[(int)Fate.Ungraded]);
        ImportDrops[] drops =
        [
            new("not-applicable", _fates[(int)Fate.NotApplicable]), new("condition", _fates[(int)Fate.Condition]),
            new("no-joined-row", _fates[(int)Fate.NoJoinedRow]), new("duplicate", _fates[(int)Fate.Duplicate]),
        ];
        return new(
            Rows, graded + ungraded, graded, ungraded, drops.Sum(drop => drop.Count), BadRows,
            _any ? _first.ToDateTimeOffset() : null, _any ? _last.ToDateTimeOffset() : null,
            [.. _inOrder.Select(at => new TouchpointCounts(at.Touchpoint, at.Graded, at.Ungraded, at.Dropped, at.Bad))],
            [.. drops.Where(drop => drop.Count > 0)], [.. _bad], [.. _sample]);
    }
}
