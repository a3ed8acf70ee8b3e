using System.Buffers.Binary;
using Veinte.Model;

namespace Veinte.Ledger;

/// <summary>
/// One account's figures. Integers are checked: an overflow throws <see cref="OverflowException"/> and leaves every
/// figure as it was. Mutable and not thread-safe: its partition owns it.
/// </summary>
/// <remarks>
/// Whatever is posted can be reversed and whatever is absorbed can be released: the integers return to what they were
/// exactly, the decayed grade up to floating error. <see cref="FirstAt"/> and <see cref="LastAt"/> only widen while the
/// account holds anything, since nothing here remembers the time before them.
/// </remarks>
public sealed class AccountFigures
{
    /// <summary>Bytes of the written form (docs/internals/ledger.md). Written to disk: never change without a new layout.</summary>
    public const int EncodedSize = 56 + DecayedGrade.EncodedSize;

    private DecayedGrade _decayed;

    /// <summary>Sum of the amounts, from the account's side.</summary>
    public Points Balance { get; private set; }

    /// <summary>Interactions counted, graded or not.</summary>
    public long Interactions { get; private set; }

    /// <summary>How many of them are graded.</summary>
    public long Graded { get; private set; }

    /// <summary>Sum of the grades, in thousandths.</summary>
    public long GradeSumMilli { get; private set; }

    /// <summary>Sum of the squared grades, in millionths. Holds for 2.3 × 10¹⁰ graded interactions, then throws.</summary>
    public long GradeSquareSumMicro { get; private set; }

    /// <summary>When the first interaction happened; meaningless while there is none.</summary>
    public Instant FirstAt { get; private set; }

    /// <summary>When the last interaction happened; meaningless while there is none.</summary>
    public Instant LastAt { get; private set; }

    /// <summary>The recency-weighted grade.</summary>
    public DecayedGrade Decayed => _decayed;

    /// <summary>
    /// Whether something was taken back before it arrived: the two cross while accounts are merged and merges undone. The
    /// integers return exactly once it is there; until then the account has no mean and counts in no group.
    /// </summary>
    public bool Owes => Interactions < 0 || Graded < 0 || Graded > Interactions || GradeSumMilli < 0 || GradeSquareSumMicro < 0
        || GradeSumMilli > Graded * Grade.MaxMilli;

    /// <summary>The plain mean of all grades, ties away from zero; null when nothing is graded.</summary>
    public Grade? Mean => Graded == 0 || Owes ? null : new((int)((GradeSumMilli + Graded / 2) / Graded));

    /// <summary>Counts an ungraded interaction.</summary>
    public void Count(Instant at) => Move(new(1, 0, 0, 0, default), at, at);

    /// <summary>Counts a graded interaction and posts its amount.</summary>
    /// <param name="grade">Its grade.</param>
    /// <param name="amount">Its amount, from the account's side.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="halfLifeDays">The half-life of the standing, above 0.</param>
    public void Post(Grade grade, Points amount, Instant at, double halfLifeDays)
    {
        Move(Change.Of(grade, amount), at, at);
        _decayed.Add(grade.Value, at, halfLifeDays);
    }

    /// <summary>Takes back an interaction that was counted (no grade) or posted.</summary>
    /// <param name="grade">Its grade, or null when it was only counted.</param>
    /// <param name="amount">Its amount.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="halfLifeDays">The half-life of the standing, above 0.</param>
    /// <param name="mayOwe">Whether the interaction may be on its way to this account still.</param>
    /// <exception cref="InvalidOperationException">The account holds no such interaction.</exception>
    public void Reverse(Grade? grade, Points amount, Instant at, double halfLifeDays, bool mayOwe = false)
    {
        Move(-(grade is { } known ? Change.Of(known, amount) : new(1, 0, 0, 0, amount)), at, at, mayOwe);
        if (grade is { } graded) _decayed.Subtract(graded.Value, at, halfLifeDays);
        ForgetWhenEmpty();
    }

    /// <summary>Takes over all figures of another account, its balance included.</summary>
    public void Absorb(AccountFigures other, double halfLifeDays)
    {
        if (other.IsEmpty) return;
        Move(Change.Of(other), other.FirstAt, other.LastAt, mayOwe: true);
        _decayed.Merge(other._decayed, halfLifeDays);
    }

    /// <summary>Gives back all figures of an account that was absorbed.</summary>
    /// <param name="other">What is given back.</param>
    /// <param name="halfLifeDays">The half-life of the standing, above 0.</param>
    /// <param name="mayOwe">Whether a part of it may be on its way to this account still.</param>
    /// <exception cref="InvalidOperationException">The account does not hold as much.</exception>
    public void Release(AccountFigures other, double halfLifeDays, bool mayOwe = false)
    {
        if (other.IsEmpty) return;
        Move(-Change.Of(other), other.FirstAt, other.LastAt, mayOwe);
        _decayed.Subtract(other._decayed, halfLifeDays);
        ForgetWhenEmpty();
    }

    /// <summary>The same figures, to keep while these change.</summary>
    public AccountFigures Copy() => (AccountFigures)MemberwiseClone();

    /// <summary>Writes the figures into the first <see cref="EncodedSize"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Balance.Milli);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Interactions);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Graded);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], GradeSumMilli);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], GradeSquareSumMicro);
        BinaryPrimitives.WriteInt64LittleEndian(target[40..], FirstAt.UnixMicros);
        BinaryPrimitives.WriteInt64LittleEndian(target[48..], LastAt.UnixMicros);
        _decayed.Write(target[56..]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="EncodedSize"/> bytes.</exception>
    public static AccountFigures Read(ReadOnlySpan<byte> source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, EncodedSize);
        return new()
        {
            Balance = new(BinaryPrimitives.ReadInt64LittleEndian(source)),
            Interactions = BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            Graded = BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            GradeSumMilli = BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            GradeSquareSumMicro = BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            FirstAt = new(BinaryPrimitives.ReadInt64LittleEndian(source[40..])),
            LastAt = new(BinaryPrimitives.ReadInt64LittleEndian(source[48..])),
            _decayed = DecayedGrade.Read(source[56..]),
        };
    }

    // Every sum is computed before anything is stored: an overflow throws with the figures untouched.
    private void Move(in Change change, Instant first, Instant last, bool mayOwe = false)
    {
        var balance = Balance + change.Amount;
        var interactions = Interactions + change.Interactions;
        var graded = Graded + change.Graded;
        var sum = GradeSumMilli + change.GradeSumMilli;
        var squares = GradeSquareSumMicro + change.GradeSquareSumMicro;
        if (!mayOwe && change.Interactions < 0 && (interactions < 0 || graded < 0 || graded > interactions || sum < 0 || squares < 0))
            throw new InvalidOperationException(
                $"The account holds {Interactions} interactions, {Graded} graded; taking back {-change.Interactions} and {-change.Graded} of other grades cannot be right. Only what was posted can be reversed.");

        if (change.Interactions > 0)
        {
            FirstAt = Interactions == 0 || first < FirstAt ? first : FirstAt;
            LastAt = Interactions == 0 || last > LastAt ? last : LastAt;
        }
        (Balance, Interactions, Graded, GradeSumMilli, GradeSquareSumMicro) = (balance, interactions, graded, sum, squares);
    }

    private bool IsEmpty =>
        Interactions == 0 && Graded == 0 && GradeSumMilli == 0 && GradeSquareSumMicro == 0 && Balance == default;

    private void ForgetWhenEmpty()
    {
        if (Graded == 0) _decayed = default;
        if (Interactions == 0) (FirstAt, LastAt) = (default, default);
    }

    private readonly record struct Change(long Interactions, long Graded, long GradeSumMilli, long GradeSquareSumMicro, Points Amount)
    {
        public static Change Of(Grade grade, Points amount) => new(1, 1, grade.Milli, (long)grade.Milli * grade.Milli, amount);

        public static Change Of(AccountFigures figures) =>
            new(figures.Interactions, figures.Graded, figures.GradeSumMilli, figures.GradeSquareSumMicro, figures.Balance);

        public static Change operator -(Change c) =>
            new(-c.Interactions, -c.Graded, -c.GradeSumMilli, -c.GradeSquareSumMicro, -c.Amount);
    }
}
