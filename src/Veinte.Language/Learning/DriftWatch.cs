namespace Veinte.Language.Learning;

/// <summary>
/// Tells when a model has become worse than it used to be: its recent loss (mean of about 100 texts) stands four standard
/// errors above its lasting loss (about 2,000 texts). A value; mutable. Losses are bounded before they are counted.
/// </summary>
internal struct DriftWatch
{
    private const float Recent = 0.01f;
    private const float Lasting = 0.0005f;
    private const float LossMax = 4;
    private const int TextsMin = 1_000;

    internal float RecentLoss;
    internal float LastingLoss;
    internal float LastingSquare;
    internal int Since;
    internal int Alarms;

    /// <summary>Takes the loss of one prediction; true when it has become worse.</summary>
    public bool Sees(float loss)
    {
        loss = Math.Min(loss, LossMax);
        Since++;
        // Plain means until the windows are full.
        RecentLoss += (loss - RecentLoss) * Math.Max(Recent, 1f / Since);
        LastingLoss += (loss - LastingLoss) * Math.Max(Lasting, 1f / Since);
        LastingSquare += (loss * loss - LastingSquare) * Math.Max(Lasting, 1f / Since);
        if (Since < TextsMin) return false;
        var error = MathF.Sqrt(Math.Max(LastingSquare - LastingLoss * LastingLoss, 1e-4f) * Recent / 2);
        if (RecentLoss < LastingLoss + 4 * error) return false;
        Alarms++;
        (Since, LastingLoss, LastingSquare, RecentLoss) = (0, 0, 0, 0);
        return true;
    }
}
