using System.Runtime.InteropServices;
using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// What an entry of <see cref="PromiseMemory"/> says, as it lies in memory: 32 bytes, for every customer has one of every promise he has met. Either
/// answers of one day, or what waits for a later event, which has no answers and needs the instant instead of their sum.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RememberedAnswers
{
    private const int ArmBits = 3, AsideBit = 1 << ArmBits, CountAt = ArmBits + 1, CountMax = (1 << (31 - CountAt)) - 1;
    private long _sumOrInstant;
    private double _predicted;
    private int _day;
    private int _countAndArm;

    /// <summary>Packs an entry.</summary>
    public RememberedAnswers(in Remembered entry)
    {
        Position = entry.Position;
        // Nobody gives so many answers a day: what a machine says beyond them weighs more than it should, and nothing overflows.
        _countAndArm = Math.Min(entry.Answers.Count, CountMax) << CountAt | entry.Arm;
        // A single answer is its own last.
        if (entry.Before != 0 || entry.Answers.Count > 1) _countAndArm |= AsideBit;
        if (entry.Answers.Count == 0)
        {
            _sumOrInstant = entry.Period;
            IsFollowed = entry.Last != 0;
            return;
        }
        _day = (int)entry.Period;
        _sumOrInstant = BitConverter.DoubleToInt64Bits(entry.Answers.Sum);
        _predicted = entry.Answers.Counted.Predicted;
    }

    /// <summary>Position of the last answer.</summary>
    public long Position { get; }

    /// <summary>Whether it waits for a later event.</summary>
    public readonly bool Waits => Count == 0;

    /// <summary>Whether what waits has been followed.</summary>
    public bool IsFollowed
    {
        readonly get => Waits && _day != 0;
        set => _day = value ? 1 : 0;
    }

    /// <summary>Whether more belongs to it than is said here: several answers have a last one, some have a number from before the arms.</summary>
    public readonly bool HasAside => (_countAndArm & AsideBit) != 0;

    /// <summary>The arm.</summary>
    public readonly int Arm => _countAndArm & ((1 << ArmBits) - 1);

    /// <summary>See <see cref="Remembered.Period"/>.</summary>
    public readonly long Period => Waits ? _sumOrInstant : _day;

    /// <summary>How many answers; 0 for what waits.</summary>
    public readonly int Count => _countAndArm >> CountAt;

    /// <summary>Their sum; means nothing for what waits.</summary>
    public readonly double Sum => BitConverter.Int64BitsToDouble(_sumOrInstant);

    /// <summary>What was predicted of them; means nothing for what waits.</summary>
    public readonly double Predicted => _predicted;

    /// <summary>The answers; default for what waits. Their mean is what stands in the sums: a sum never leaves what its answers can add up to.</summary>
    public readonly CustomerAnswers Answers => Waits ? default : new(Count, Sum, new(Sum / Count, _predicted));
}
