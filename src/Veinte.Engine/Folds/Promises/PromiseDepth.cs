namespace Veinte.Engine.Folds.Promises;

/// <summary>How much of promises is read.</summary>
public enum PromiseDepth
{
    /// <summary>What a verdict is reached by: a few sums.</summary>
    Judged,
    /// <summary>And a course over time in few steps, as it is drawn small.</summary>
    Drawn,
    /// <summary>And all that is kept: every step, the latest interactions.</summary>
    Whole,
}
