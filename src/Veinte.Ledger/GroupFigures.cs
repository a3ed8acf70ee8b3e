using System.Buffers;
using System.Numerics;

namespace Veinte.Ledger;

/// <summary>
/// What a group of accounts says about any one of them (Bühlmann–Straub credibility). Kept in integers only, so adding
/// and removing an account cancel exactly and partitions merge by addition in any order. Constant time for each change.
/// Mutable and not thread-safe.
/// </summary>
/// <remarks>
/// Method: Bühlmann &amp; Straub (1970), with observations of weight one; vectors of it are tested on
/// <see cref="Credibility"/>. The collective is the credibility-weighted mean, which depends on the two variances through
/// every account's own n; accounts are therefore kept by n in half-octave classes, within which the mean n stands for all.
/// </remarks>
public sealed class GroupFigures
{
    private const byte Layout = 1;
    private const int Classes = 80;

    private readonly long[] _accountsByClass = new long[Classes];
    private readonly long[] _gradedByClass = new long[Classes];
    private readonly long[] _meanMicroByClass = new long[Classes];
    private long _accounts;
    private long _graded;
    private long _sumMilli;
    private long _squaresMicro;
    private long _explainedMicro;
    private UInt128 _squaredGraded;

    /// <summary>Accounts with at least one grade.</summary>
    public long Accounts => _accounts;

    /// <summary>Grades in all of them.</summary>
    public long Graded => _graded;

    /// <summary>Adds an account as it is; before it changes again, <see cref="Remove"/> it with the very figures added.</summary>
    public void Add(AccountFigures account) => Change(account, 1);

    /// <summary>Removes an account as it was when it was added.</summary>
    public void Remove(AccountFigures account) => Change(account, -1);

    /// <summary>Adds all accounts of another group.</summary>
    public void Merge(GroupFigures other)
    {
        for (var c = 0; c < Classes; c++)
        {
            _accountsByClass[c] += other._accountsByClass[c];
            _gradedByClass[c] += other._gradedByClass[c];
            _meanMicroByClass[c] += other._meanMicroByClass[c];
        }
        _accounts += other._accounts;
        _graded += other._graded;
        _sumMilli += other._sumMilli;
        _squaresMicro += other._squaresMicro;
        _explainedMicro += other._explainedMicro;
        _squaredGraded += other._squaredGraded;
    }

    /// <summary>
    /// What to expect of an account before knowing its own history. With few data the product's own expectations fill in
    /// (see <see cref="GroupPrior"/>); the variances are never zero.
    /// </summary>
    public GroupPrior Estimate()
    {
        if (_accounts == 0) return GroupPrior.Unknown;
        var withinFreedom = (double)(_graded - _accounts);
        var within = (GroupPrior.ExpectedWithin * GroupPrior.WithinWorth + (_squaresMicro - _explainedMicro) / 1e6)
            / (GroupPrior.WithinWorth + withinFreedom);
        var others = (double)(_accounts - 1);
        var between = (GroupPrior.ExpectedBetween * GroupPrior.BetweenWorth + Math.Max(0, UnbiasedBetween(within)) * others)
            / (GroupPrior.BetweenWorth + others);

        double credibility = 0, weighted = 0;
        for (var c = 0; c < Classes; c++)
        {
            if (_accountsByClass[c] == 0) continue;
            var count = (double)_accountsByClass[c];
            var n = _gradedByClass[c] / count;
            var z = n / (n + within / between);
            credibility += z * count;
            weighted += z * (_meanMicroByClass[c] / 1e6);
        }
        return new(weighted / credibility, within, between, _accounts, between / credibility);
    }

    /// <summary>The same figures, to keep while these change.</summary>
    public GroupFigures Copy()
    {
        var copy = new GroupFigures();
        copy.Merge(this);
        return copy;
    }

    /// <summary>Writes the figures (docs/internals/ledger.md).</summary>
    public void Write(IBufferWriter<byte> target)
    {
        LedgerBytes.WriteByte(target, Layout);
        LedgerBytes.WriteSigned(target, _accounts);
        LedgerBytes.WriteSigned(target, _graded);
        LedgerBytes.WriteSigned(target, _sumMilli);
        LedgerBytes.WriteSigned(target, _squaresMicro);
        LedgerBytes.WriteSigned(target, _explainedMicro);
        LedgerBytes.WriteWide(target, _squaredGraded);
        for (var c = 0; c < Classes; c++)
        {
            LedgerBytes.WriteSigned(target, _accountsByClass[c]);
            LedgerBytes.WriteSigned(target, _gradedByClass[c]);
            LedgerBytes.WriteSigned(target, _meanMicroByClass[c]);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of another layout.</exception>
    public static GroupFigures Read(ReadOnlySpan<byte> source)
    {
        var reader = new LedgerReader(source);
        reader.ExpectLayout(Layout, "A group's figures");
        var group = new GroupFigures
        {
            _accounts = reader.Signed(),
            _graded = reader.Signed(),
            _sumMilli = reader.Signed(),
            _squaresMicro = reader.Signed(),
            _explainedMicro = reader.Signed(),
            _squaredGraded = reader.Wide(),
        };
        for (var c = 0; c < Classes; c++)
        {
            group._accountsByClass[c] = reader.Signed();
            group._gradedByClass[c] = reader.Signed();
            group._meanMicroByClass[c] = reader.Signed();
        }
        reader.End();
        return group;
    }

    private void Change(AccountFigures account, int sign)
    {
        var n = account.Graded;
        if (n == 0 || account.Owes) return;
        var c = ClassOf(n);
        var (mean, rest) = Math.DivRem(account.GradeSumMilli, n);
        _accountsByClass[c] += sign;
        _gradedByClass[c] += sign * n;
        _meanMicroByClass[c] += sign * (mean * 1000 + rest * 1000 / n);
        _accounts += sign;
        _graded += sign * n;
        _sumMilli += sign * account.GradeSumMilli;
        _squaresMicro += sign * account.GradeSquareSumMicro;
        _explainedMicro += sign * SquareOver(mean, rest, n);
        var squared = (UInt128)(ulong)n * (ulong)n;
        if (sign > 0) _squaredGraded += squared;
        else _squaredGraded -= squared;
    }

    // (mean·n + rest)² / n, rounded down, without leaving 64 bits for any account below 3 × 10⁹ grades.
    private static long SquareOver(long mean, long rest, long n) =>
        mean * mean * n + 2 * mean * rest + (n <= 3_000_000_000 ? rest * rest / n : (long)((Int128)rest * rest / n));

    // Half an octave: 1, –, 2, 3, 4–5, 6–7, 8–11, 12–15, …
    private static int ClassOf(long n)
    {
        var octave = BitOperations.Log2((ulong)n);
        return Math.Min(2 * octave + (octave == 0 ? 0 : (int)(n >> (octave - 1)) & 1), Classes - 1);
    }

    private double UnbiasedBetween(double within)
    {
        var spread = _graded - (double)_squaredGraded / _graded;
        if (_accounts < 2 || spread <= 0) return 0;
        var common = (Int128)_sumMilli * _sumMilli / _graded;
        var explained = (double)(_explainedMicro - common) / 1e6;
        return (explained - (_accounts - 1) * within) / spread;
    }
}
