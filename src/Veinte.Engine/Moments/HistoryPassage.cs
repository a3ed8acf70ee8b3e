using Veinte.Engine.Folds;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>The lives of customers as history tells them, for one outcome; in the end each life is cut into trips.</summary>
internal sealed class HistoryPassage
{
    private readonly OutcomeDefinition _outcome;
    private readonly long _position, _definedAt;
    private readonly Dictionary<string, int> _places;
    private readonly Dictionary<UInt128, Life> _lives = [];

    // A name is kept once however often it is met.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HistorySums _sums;
    private readonly long _windowMicros;
    private readonly bool _isGrade;
    private bool _defined;

    public HistoryPassage(OutcomeState state, IReadOnlyList<string> names)
    {
        (_outcome, _position, _definedAt) = (state.Definition, state.Position, state.BeginsAnew ? state.DefinedAt : long.MaxValue);
        _places = names.Select((name, at) => (name, at)).ToDictionary(one => one.name, one => one.at, StringComparer.Ordinal);
        _sums = new(1 + names.Count);
        _windowMicros = (_outcome.WindowDays ?? 180) * Instant.MicrosPerDay;
        _isGrade = _outcome.Kind is OutcomeKinds.Grade or OutcomeKinds.TopBox;
        _defined = _position == 0;
    }

    public long DefinedPosition => _position == 0 ? -1 : _position;

    /// <summary>An interaction that is in the books.</summary>
    public void Met(in InteractionView view, long position, int gradeMilli)
    {
        var life = LifeOf(view.Header.Key);
        var (at, place) = (view.Header.OccurredAt.UnixMicros, NameOf(view.Touchpoint));
        var verdict = view.Signals.Has(SignalSet.Nps);
        if (gradeMilli != DaybookEntry.Ungraded && !verdict)
        {
            life.Met.Add(new(at, place, gradeMilli, position));
            if (!_defined && _isGrade) life.OwnMet.Add(new(at, place, gradeMilli, position));
        }
        if (OutcomeKinds.IsAwaited(_outcome.Kind)) Came(life, view, place);
        else if ((_defined || _isGrade) && ValueOf(view, place, gradeMilli) is { } value)
            (_defined ? life.Told : life.OwnTold).Add(new(at, place, value, position));
    }

    /// <summary>An interaction whose posting was reversed: its grade was not met, nothing was told there, but somebody came.</summary>
    public void MetReversed(in InteractionView view)
    {
        if (OutcomeKinds.IsAwaited(_outcome.Kind)) Came(LifeOf(view.Header.Key), view, NameOf(view.Touchpoint));
    }

    /// <summary>From here on the outcome is defined: what came before was counted by identifier, as it was then.</summary>
    public void Define()
    {
        _defined = true;
        foreach (var life in _lives.Values)
        {
            if (_isGrade) Count(life, life.OwnMet, life.OwnTold);
            life.OwnMet.Clear();
            life.OwnMet.TrimExcess();
            life.OwnTold.Clear();
            life.OwnTold.TrimExcess();
            life.Before.Clear();
        }
    }

    /// <summary>One identifier's grades go to another; what was counted there stays there.</summary>
    public void Merge(MergeDelivered delivery)
    {
        if (delivery.Cause == "reversal") return;
        var (from, into) = (LifeOf(delivery.From.Key), LifeOf(delivery.Into.Key));
        if (!from.Pointing)
        {
            // What came in while the merge was on its way is the other's already.
            var later = from.Told.FindAll(one => one.Position > delivery.RequestedAt);
            from.Told.RemoveAll(one => one.Position > delivery.RequestedAt);
            Count(from, from.Met.FindAll(one => one.Position < delivery.RequestedAt), from.Told);
            from.Told.AddRange(later);
        }
        from.Pointing = true;
        into.Met.AddRange(from.Met);
        into.Told.AddRange(from.Told);
        into.Before.AddRange(from.Before);
        from.Met.Clear();
        from.Told.Clear();
        from.Before.Clear();
        from.Trips.Clear();
    }

    /// <summary>A merge was undone: the identifier lives on its own again.</summary>
    public void Part(Identifier from) => LifeOf(from.Key).Pointing = false;

    /// <summary>Cuts what is left into trips.</summary>
    public HistorySums Finish()
    {
        foreach (var life in _lives.Values)
            if (!life.Pointing) Count(life, life.Met, life.Told);
        return _sums;
    }

    private void Came(Life life, in InteractionView view, string place)
    {
        if (!_defined || view.CustomerKind != IdentifierKind.User || life.Pointing) return;
        life.Came(view.Header.OccurredAt.UnixMicros, (_outcome.Touchpoint is null || _outcome.Touchpoint == place) && (_outcome.Intent is null || _outcome.Intent == view.Header.Intent.Name()), _outcome);
    }

    private double? ValueOf(in InteractionView view, string place, int gradeMilli)
    {
        if (_outcome.Touchpoint is { } where && where != place) return null;
        return _outcome.Kind switch
        {
            OutcomeKinds.Recommendation => view.Signals.Has(SignalSet.Nps) ? view.Signals.Nps : null,
            OutcomeKinds.Revenue => view.Signals.Has(SignalSet.Revenue) ? view.Signals.Revenue : null,
            OutcomeKinds.Property => JsonMembers.Number(view.Properties, System.Text.Encoding.UTF8.GetBytes(_outcome.Property!)),
            OutcomeKinds.TopBox => gradeMilli == DaybookEntry.Ungraded ? null : gradeMilli >= (_outcome.TopGrade ?? 15) * 1000 ? 1 : 0,
            _ => gradeMilli == DaybookEntry.Ungraded ? null : gradeMilli / 1000.0,
        };
    }

    /// <summary>Every outcome of a life with the grades since the one before it. Outcomes without any wait on.</summary>
    private void Count(Life life, IEnumerable<Meeting> grades, List<Telling> tellings)
    {
        var met = grades.Select((one, order) => (one, order)).OrderBy(each => each.one.At).ThenBy(each => each.order).Select(each => each.one).ToArray();
        foreach (var trip in life.Trips) Add(met, trip.From, trip.To, "", trip.Value);
        life.Trips.Clear();
        var waiting = new List<Telling>();
        var told = tellings.Select((one, order) => (one, order)).OrderBy(each => each.one.At).ThenBy(each => each.order).Select(each => each.one).ToArray();
        for (var i = 0; i < told.Length; i++)
        {
            var one = told[i];
            var from = one.At - _windowMicros;
            if (one.At > _definedAt) from = Math.Max(from, _definedAt);
            if (i > 0) from = Math.Max(from, told[i - 1].At);
            foreach (var before in life.Before)
                if (before <= one.At) from = Math.Max(from, before);
            if (_isGrade)
                foreach (var grade in met)
                    if (grade.Place == one.Place && grade.At < one.At) from = Math.Max(from, grade.At);
            if (!Add(met, from, one.At, one.Place, one.Value)) waiting.Add(one);
            else life.Before.Add(one.At);
        }
        tellings.Clear();
        tellings.AddRange(waiting);
    }

    /// <summary>Counts an outcome with the last grades up to its time; false when there are none for it.</summary>
    private bool Add(Meeting[] met, long from, long to, string except, double value)
    {
        var places = met.Where(grade => grade.At <= to).TakeLast(TripMemory.ExplainingMax)
            .Where(grade => grade.At > from && grade.Place != except && _places.ContainsKey(grade.Place)).ToArray();
        if (places.Length == 0) return false;
        var row = new double[1 + _places.Count];
        Array.Fill(row, double.NaN);
        row[0] = value;
        foreach (var place in places.GroupBy(grade => grade.Place))
            row[1 + _places[place.Key]] = place.Average(grade => grade.Milli / 1000.0);
        _sums.Add(row);
        return true;
    }

    private string NameOf(ReadOnlySpan<byte> touchpoint)
    {
        var name = System.Text.Encoding.UTF8.GetString(touchpoint);
        if (_names.TryGetValue(name, out var known)) return known;
        _names.Add(name);
        return name;
    }

    private Life LifeOf(UInt128 key)
    {
        if (!_lives.TryGetValue(key, out var life)) _lives.Add(key, life = new());
        return life;
    }

    private readonly record struct Meeting(long At, string Place, int Milli, long Position);

    private sealed record Telling(long At, string Place, double Value, long Position);

    private sealed class Life
    {
        public List<Meeting> Met { get; } = [];
        public List<Telling> Told { get; } = [];

        /// <summary>What this identifier itself met before the outcome was defined.</summary>
        public List<Meeting> OwnMet { get; } = [];
        public List<Telling> OwnTold { get; } = [];
        public List<long> Before { get; } = [];
        public List<Trip> Trips { get; } = [];
        public bool Pointing { get; set; }
        private long _latest = long.MinValue;

        /// <summary>Runs of interactions without a long silence; one that is followed by a return in time has the other value.</summary>
        public void Came(long at, bool isReturn, OutcomeDefinition outcome)
        {
            if (at <= _latest) return;
            var stays = outcome.Kind == OutcomeKinds.Churn ? 1 : 0;
            var (gap, within) = ((outcome.GapDays ?? OutcomeDefinition.GapDaysDefault) * Instant.MicrosPerDay, OutcomeReading.Within(outcome) * Instant.MicrosPerDay);
            if (isReturn)
                foreach (var trip in Trips.TakeLast(TripMemory.MarksMax))
                    if (at - trip.To > gap && at - trip.To <= within) trip.Value = 1 - stays;
            if (Trips.Count > 0 && at - Trips[^1].To <= gap) Trips[^1].To = at;
            else Trips.Add(new() { From = at - 1, To = at, Value = stays });
            _latest = at;
        }
    }

    private sealed class Trip
    {
        public required long From { get; init; }
        public required long To { get; set; }
        public required double Value { get; set; }
    }
}
