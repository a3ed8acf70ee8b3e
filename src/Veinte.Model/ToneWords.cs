namespace Veinte.Model;

/// <summary>
/// Where in a text the words stand that weighed most in its tone: up to four stretches, each with its start (16 bits) and
/// length (8 bits) in UTF-16 units and its part of the tone in hundredths (8 bits, signed). Written to disk with the
/// interaction, so that a reason shows its words without reading the text again, and shows none once the text is gone.
/// A value type; <c>default</c> names no words.
/// </summary>
/// <param name="Packed">The four stretches, the first in the lowest 32 bits; a length of 0 ends the list.</param>
public readonly record struct ToneWords(UInt128 Packed)
{
    /// <summary>The most stretches there is room for.</summary>
    public const int Max = 4;

    /// <summary>One more stretch; one that lies too far in or is too long is left out, as is any beyond the fourth.</summary>
    /// <param name="count">How many there are already.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="part">Its part of the tone, −1…1.</param>
    public ToneWords With(ref int count, int offset, int length, double part)
    {
        if (count >= Max || offset is < 0 or > ushort.MaxValue || length is <= 0 or > byte.MaxValue) return this;
        var hundredths = (sbyte)Math.Round(Math.Clamp(part, -1, 1) * 100);
        var packed = (uint)offset | ((uint)length << 16) | ((uint)unchecked((byte)hundredths) << 24);
        return new(Packed | ((UInt128)packed << (32 * count++)));
    }

    /// <summary>The stretches in the order of the text.</summary>
    public IEnumerable<(int Offset, int Length, double Part)> All()
    {
        for (var i = 0; i < Max; i++)
        {
            var packed = (uint)(Packed >> (32 * i) & uint.MaxValue);
            var length = (int)(packed >> 16 & 0xFF);
            if (length == 0) yield break;
            yield return ((int)(packed & 0xFFFF), length, unchecked((sbyte)(packed >> 24)) / 100.0);
        }
    }
}
