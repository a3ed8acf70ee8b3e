namespace Veinte.Statistics;

/// <summary>
/// The Page–Hinkley test for a rise of the mean (Page 1954; Hinkley 1971) with a fading sum: s ← max(0, α·s + x − mean − δ), alarm
/// from a threshold on. Its false-alarm rate depends on the data; for a stated one use <see cref="EDetector"/>. A mutable value of three numbers; one owner.
/// </summary>
/// <remarks>
/// <b>Validity.</b> Any numbers; δ and the threshold are in their unit. <b>Error.</b> None is guaranteed.
/// </remarks>
/// <param name="Count">Numbers since the start or the last alarm.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Statistic">The fading sum.</param>
public record struct PageHinkley(long Count, double Mean, double Statistic)
{
    /// <summary>Takes a number in; starts afresh after an alarm.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="delta">Change that is tolerated.</param>
    /// <param name="threshold">Where the alarm is.</param>
    /// <param name="fading">How much of the sum is kept, 0–1.</param>
    /// <param name="fewest">Numbers to see before an alarm.</param>
    /// <returns>Whether this is an alarm.</returns>
    public bool Add(double x, double delta = 0.005, double threshold = 50, double fading = 0.9999, int fewest = 30)
    {
        Count++;
        Mean += (x - Mean) / Count;
        Statistic = Math.Max(0, fading * Statistic + (x - Mean - delta));
        if (Count < fewest || Statistic < threshold) return false;
        this = default;
        return true;
    }
}
