using System.Buffers.Binary;
using Veinte.Model;

namespace Veinte.Ledger;

/// <summary>
/// A recency-weighted mean of grades in constant space: a grade counts half as much for every half-life that lies between
/// it and the newest one. Mean and effective n are ratios, so they do not change while nothing happens. Grades may come in
/// any order of time; up to floating error the order does not matter. <c>default</c> is empty. Not thread-safe.
/// </summary>
/// <remarks>
/// The same as the exponentially weighted mean by times of pandas (<c>ewm(halflife, times)</c>); the effective n is
/// Kish's, (Σw)²/Σw². Taking grades back is exact up to floating error, provided the half-life is the one they were added
/// with; weights whose squares come to less than one part in 10⁹ of what was there are lost in that error and dropped,
/// which happens when a grade is taken back that is fifteen half-lives newer than all others.
/// </remarks>
public struct DecayedGrade
{
    /// <summary>Bytes of the written form: S, W, W2 and Q as IEEE doubles, then the reference time; little-endian.</summary>
    public const int EncodedSize = 40;

    private const double Negligible = 1e-9;

    private double _sum;
    private double _weight;
    private double _squaredWeight;
    private double _squares;
    private Instant _at;

    /// <summary>Whether no grade is in it.</summary>
    public readonly bool IsEmpty => _weight == 0;

    /// <summary>The time at which a grade would count fully: that of the newest grade ever added.</summary>
    public readonly Instant At => _at;

    /// <summary>The recency-weighted mean on 0–20, or null when empty.</summary>
    public readonly double? Mean => IsEmpty ? null : Math.Clamp(_sum / _weight, 0, 20);

    /// <summary>How many equally weighted grades would give as precise a mean; 0 when empty.</summary>
    public readonly double EffectiveN => IsEmpty ? 0 : _weight * _weight / _squaredWeight;

    /// <summary>The recency-weighted variance of the grades around their mean, or null when empty.</summary>
    public readonly double? Variance => IsEmpty ? null : Math.Max(0, _squares / _weight - _sum / _weight * (_sum / _weight));

    /// <summary>Adds a grade.</summary>
    /// <param name="grade">On 0–20.</param>
    /// <param name="at">When it happened; late ones count as much less as they are older than the newest.</param>
    /// <param name="halfLifeDays">Above 0.</param>
    public void Add(double grade, Instant at, double halfLifeDays) => Include(One(grade, at), 1, halfLifeDays);

    /// <summary>Takes back a grade that was added.</summary>
    public void Subtract(double grade, Instant at, double halfLifeDays) => Include(One(grade, at), -1, halfLifeDays);

    /// <summary>Adds all grades of another.</summary>
    public void Merge(in DecayedGrade other, double halfLifeDays) => Include(other, 1, halfLifeDays);

    /// <summary>Takes back all grades of another that was merged.</summary>
    public void Subtract(in DecayedGrade other, double halfLifeDays) => Include(other, -1, halfLifeDays);

    /// <summary>Writes it into the first <see cref="EncodedSize"/> bytes.</summary>
    public readonly void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(target, _sum);
        BinaryPrimitives.WriteDoubleLittleEndian(target[8..], _weight);
        BinaryPrimitives.WriteDoubleLittleEndian(target[16..], _squaredWeight);
        BinaryPrimitives.WriteDoubleLittleEndian(target[24..], _squares);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], _at.UnixMicros);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DecayedGrade Read(ReadOnlySpan<byte> source) => new()
    {
        _sum = BinaryPrimitives.ReadDoubleLittleEndian(source),
        _weight = BinaryPrimitives.ReadDoubleLittleEndian(source[8..]),
        _squaredWeight = BinaryPrimitives.ReadDoubleLittleEndian(source[16..]),
        _squares = BinaryPrimitives.ReadDoubleLittleEndian(source[24..]),
        _at = new(BinaryPrimitives.ReadInt64LittleEndian(source[32..])),
    };

    private static DecayedGrade One(double grade, Instant at) =>
        new() { _sum = grade, _weight = 1, _squaredWeight = 1, _squares = grade * grade, _at = at };

    private void Include(in DecayedGrade other, int sign, double halfLifeDays)
    {
        if (other.IsEmpty) return;
        if (IsEmpty)
        {
            if (sign > 0) this = other;
            return;
        }
        var theirs = 1.0;
        if (other._at > _at)
        {
            var mine = Fade(_at, other._at, halfLifeDays);
            _sum *= mine;
            _weight *= mine;
            _squaredWeight *= mine * mine;
            _squares *= mine;
            _at = other._at;
        }
        else theirs = Fade(other._at, _at, halfLifeDays);

        var before = _squaredWeight;
        _sum += sign * theirs * other._sum;
        _weight += sign * theirs * other._weight;
        _squaredWeight += sign * theirs * theirs * other._squaredWeight;
        _squares += sign * theirs * other._squares;
        if (sign < 0 && (_squaredWeight <= Negligible * before || _weight <= 0)) this = default;
    }

    private static double Fade(Instant from, Instant to, double halfLifeDays) =>
        from == to ? 1 : Math.Exp(-Instant.DaysBetween(from, to) * (Ln2 / halfLifeDays));

    private const double Ln2 = 0.69314718055994530942;
}
