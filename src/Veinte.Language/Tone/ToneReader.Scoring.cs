using Veinte.Language.Lexicon;
using Veinte.Language.Tokens;

namespace Veinte.Language.Tone;

public sealed partial class ToneReader
{
    private const int Reach = 6;
    private const int PlainMax = 3;
    private const double BeforeContrast = 0.6;
    private const double AfterContrast = 1.35;
    private const double Conceded = 0.6;
    private const double Wished = 0.2;
    // People praise in more words than they blame (Boucher and Osgood 1969).
    private const double Blame = 1.3;
    private const double Asked = 0.55;

    // Sentence by sentence: hits, then what contrast, questions and exclamation marks make of them; then one sum.
    private double Score()
    {
        _hits.Clear();
        _asked.Clear();
        for (var start = 0; start < _units.Count;)
        {
            var end = start;
            while (end < _units.Count && !_units[end].EndsSentence) end++;
            var firstHit = _hits.Count;
            Sentence(start, end);
            Ask(start, end, firstHit);
            // The marks after a sentence, however many kinds of them, belong to it.
            for (; end < _units.Count && _units[end].EndsSentence; end++)
            {
                var mark = _units[end];
                if (mark.Kind == TokenKind.Question) Scale(firstHit, Asked);
                else if (mark.Kind == TokenKind.Exclamation) Scale(firstHit, 1 + 0.08 * Math.Min(_tokens[mark.First].Length, 4));
            }
            start = end;
        }
        return Sum();
    }

    private double Sum()
    {
        var sum = 0.0;
        foreach (ref var hit in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_hits))
        {
            if (hit.Value < 0) hit.Value *= Blame;
            sum += hit.Value;
        }
        var root = Math.Sqrt(sum * sum + Alpha);
        foreach (ref var hit in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_hits)) hit.Part = hit.Value / root;
        _spanMin = SpanMin * Math.Min(1, RootMax / root);
        return sum / root;
    }

    private void Scale(int fromHit, double by)
    {
        foreach (ref var hit in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_hits)[fromHit..]) hit.Value *= by;
    }

    private void Sentence(int start, int end)
    {
        var firstHit = _hits.Count;
        var (adds, conceding, wishUntil) = (false, false, -1);
        var clause = start;
        for (var i = start; i < end; i++)
        {
            var unit = _units[i];
            if (unit.Kind == TokenKind.Pause)
            {
                conceding = false;
                continue;
            }
            if (!unit.Known) continue;
            switch (unit.Entry.Role)
            {
                case Role.Contrast:
                    if (!adds) Contrast(firstHit);
                    (adds, conceding, clause, wishUntil) = (false, false, i + 1, -1);
                    break;
                case Role.Addition:
                    adds = true;
                    break;
                case Role.Concession:
                    (conceding, clause) = (true, i + 1);
                    break;
                case Role.Wish:
                    AddHit(i, i, unit.Entry.Value, false);
                    wishUntil = i + Reach;
                    break;
                case Role.Valence or Role.Well or Role.Thanks or Role.Waiting or Role.Excess or Role.Negator or Role.Absence:
                    Weigh(i, clause, end, conceding ? Conceded : 1, i <= wishUntil);
                    break;
            }
        }
        Ironic(firstHit);
        if (_contrastAt >= firstHit) AfterTheContrast();
        _contrastAt = -1;
    }

    private int _contrastAt = -1;

    private void Contrast(int firstHit)
    {
        foreach (ref var hit in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_hits)[firstHit..]) hit.Value *= BeforeContrast;
        _contrastAt = Math.Max(_hits.Count, firstHit);
    }

    private void AfterTheContrast() => Scale(Math.Min(_contrastAt, _hits.Count), AfterContrast);

    // Thanks before a blame in the same sentence are hardly meant.
    private void Ironic(int firstHit)
    {
        var hits = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_hits)[firstHit..];
        var blame = 0.0;
        for (var i = hits.Length - 1; i >= 0; i--)
        {
            if (hits[i].Value < 0) blame -= hits[i].Value;
            if (hits[i].Thanks && blame >= 1) hits[i].Value *= 0.3;
        }
    }

    private void Weigh(int at, int clause, int end, double weight, bool wished)
    {
        var unit = _units[at];
        var entry = unit.Entry;
        if (entry.Role is Role.Negator or Role.Absence)
        {
            if (entry.Value != 0) AddHit(at, at, entry.Value * weight, false);
            return;
        }
        if (entry.Role == Role.Excess)
        {
            if (StandsBeforePlainWord(at, end)) AddHit(at, at, entry.Value * weight, false);
            return;
        }
        if (entry.Role == Role.Well && at + 1 < end && _units[at + 1] is { Known: true, Entry.Role: Role.Valence } next && Math.Abs(next.Entry.Value) >= 0.8) return;
        var context = Before(at, clause);
        double value = entry.Value;
        if (entry.Role == Role.Waiting) value += Lasts(at, clause, end) ? -0.9 : 0;
        if (context.Negated && !NegatesItself(unit)) value = Negate(value, entry.Negated);
        else if (context.Little && value > 0) value *= -0.7;
        if (context.Excessive && value > 0 && !context.Negated) value *= 0.6;
        value *= context.Factor * unit.Boost;
        if (value is > 0 and < 3.5 && wished) value *= Wished;
        if (unit.First == unit.Last && _shouts && (_tokens[unit.First].Marks & TokenMarks.Capitals) != 0) value *= 1.25;
        if (unit.Kind == TokenKind.Symbol && Repeats(at)) value *= 0.35;
        if (value != 0) AddHit(at, context.From, value * weight, context.Negated, entry.Role == Role.Thanks);
    }

    // "nada amable" in the lexicon already says no; a second "no" before it is how Spanish agrees with the first.
    private bool NegatesItself(Unit unit) =>
        unit.Last > unit.First && _lexicon.Single(_tokens[unit.First].Hash) is var first and >= 0 && (_lexicon[first].Role == Role.Negator || (_lexicon[first].Role == Role.Absence && _language == TextLanguage.Spanish));

    // Negation shifts more than it mirrors: "not excellent" is hardly a blame, "not bad" hardly a praise.
    private static double Negate(double value, float negated)
    {
        if (!float.IsNaN(negated)) return negated;
        return value switch
        {
            > 3 => -1.4,
            > 0 => -0.8 * value,
            < -2.9 => 0.5,
            < 0 => -0.45 * value,
            _ => 0,
        };
    }

    // Looks back over what may change a word: as far as the clause goes, at most six units, and not past another word that
    // the negation has already turned. A list goes on under the negation it began with ("not smart, handsome, nor funny").
    private Context Before(int at, int clause)
    {
        var context = new Context { Factor = 1, From = at };
        // "So happy" is one phrase of the lexicon, and compares all the same.
        var compared = IsComparing(at) && _units[at].Last > _units[at].First;
        var (plain, joined) = (0, false);
        for (var j = at - 1; j >= clause && at - j <= Reach; j--)
        {
            var unit = _units[j];
            if (unit.EndsSentence) break;
            if (unit.Kind == TokenKind.Pause)
            {
                if (Continues(j, at)) (context.Negated, context.From) = (true, at);
                break;
            }
            if (unit.Kind == TokenKind.Word && unit.First == unit.Last && Breakers.Contains(_tokens[unit.First].Hash)) break;
            if (!unit.Known || unit.Entry.Role == Role.Neutral)
            {
                // Directly before one word the list goes on: "lack of communication and professionalism".
                joined |= IsJoiner(j) && (j + 1 < at || _units[at].Last > _units[at].First);
                if (++plain > PlainMax) break;
                continue;
            }
            switch (unit.Entry.Role)
            {
                // "Knowing nothing and came out…", "sin cita y en diez minutos": what was denied ended before the "and".
                case Role.Negator when j + 1 < at && IsJoiner(j + 1):
                    return context;
                case Role.Negator:
                    if (compared && IsNever(j)) context.Factor *= 1.3;
                    else context.Negated = true;
                    context.From = j;
                    break;
                case Role.Absence when plain <= 2 && !joined:
                    (context.Negated, context.From) = (!IsNegated(j, clause), j);
                    if (!context.Negated) return context;
                    break;
                case Role.Little when j == at - 1:
                    (context.Little, context.From) = (true, j);
                    break;
                case Role.Degree when plain <= 1:
                    context.Factor *= Degree(unit.Entry.Value * (unit.Boost > 1 ? 1.1 : 1), context.Factor);
                    context.From = j;
                    compared |= IsComparing(j);
                    break;
                case Role.Well when j == at - 1:
                    (context.Factor, context.From) = (context.Factor * 1.2, j);
                    break;
                case Role.Excess when plain <= 1:
                    (context.Excessive, context.Factor, context.From) = (true, context.Factor * 1.15, j);
                    break;
                case Role.Valence or Role.Thanks when Math.Abs(unit.Entry.Value) >= 1:
                    if (j == at - 1 && _hits.Count > 0 && _hits[^1] is { Negated: true } last && last.Unit == j && plain == 0) context.Negated = false;
                    return Joined(j, at) && _hits.Count > 0 && _hits[^1].Unit == j && (_hits[^1].Negated || IsLack(j)) ? context with { Negated = true } : context;
            }
            if (context.Negated) break;
        }
        return context;
    }

    // "It hasn't stopped working": what is absent of an absence is there.
    private bool IsNegated(int unit, int clause)
    {
        for (var j = unit - 1; j >= Math.Max(clause, unit - 2); j--)
            if (_units[j] is { Known: true, Entry.Role: Role.Negator }) return true;
        return false;
    }

    // Strengthening words add up less and less.
    private static double Degree(double factor, double sofar) => factor > 1 && sofar > 1 ? 1 + (factor - 1) / 2 : factor;

    private bool Continues(int pause, int at) =>
        at - pause <= 2 && _hits.Count > 0 && _hits[^1].Negated && _hits[^1].Unit == pause - 1 && (at - pause == 1 || IsJoiner(at - 1));

    private bool Joined(int before, int at) => at - before == 2 && IsJoiner(at - 1);

    private bool IsJoiner(int unit) => Joiners.Contains(_tokens[_units[unit].First].Hash);

    // "Falta de organización" blames as one phrase of the lexicon, and what it lacks may go on.
    private bool IsLack(int unit) => _units[unit] is { Entry.Value: < 0 } lack && lack.Last > lack.First && Lacks.Contains(_tokens[lack.First].Hash);

    private bool IsNever(int unit) => Nevers.Contains(_tokens[_units[unit].First].Hash);

    private bool IsComparing(int unit) => Comparings.Contains(_tokens[_units[unit].First].Hash);

    private static readonly HashSet<ulong> Joiners = [.. "and or nor y ni o e u &".Split(' ').Select(word => Letters.Hash(word))];
    // A new thought begins: what stood before it does not turn what follows.
    private static readonly HashSet<ulong> Breakers = [.. "because porque when cuando where donde if si lol but how aunque while mientras until hasta".Split(' ').Select(word => Letters.Hash(word))];
    private static readonly HashSet<ulong> Lacks = [.. "falta lack".Split(' ').Select(word => Letters.Hash(word))];
    private static readonly HashSet<ulong> Nevers = [.. "never nunca jamas".Split(' ').Select(word => Letters.Hash(word))];
    private static readonly HashSet<ulong> Comparings = [.. "so such tan tanto tanta more mas".Split(' ').Select(word => Letters.Hash(word))];

    // "too small" blames, "too" at the end of a sentence or before a word with a tone of its own does not.
    private bool StandsBeforePlainWord(int at, int end) =>
        at + 1 < end && _units[at + 1] is { Kind: TokenKind.Word } next && (!next.Known || (next.Entry.Role == Role.Valence && Math.Abs(next.Entry.Value) < 0.5));

    private bool Lasts(int at, int clause, int end)
    {
        for (var j = Math.Max(clause, at - 4); j < Math.Min(end, at + 6); j++)
            if (_units[j] is { Known: true, Entry.Role: Role.Duration }) return true;
        return false;
    }

    private bool Repeats(int at) =>
        at > 0 && _units[at - 1].Kind == TokenKind.Symbol && _tokens[_units[at - 1].First].Hash == _tokens[_units[at].First].Hash;

    private void AddHit(int unit, int from, double value, bool negated, bool thanks = false) =>
        _hits.Add(new() { Unit = unit, From = from, Value = value, Negated = negated, Thanks = thanks });

    /// <summary>What the words before say about a word.</summary>
    private record struct Context
    {
        public bool Negated;
        public bool Little;
        public bool Excessive;
        public double Factor;
        public int From;
    }
}
