namespace Veinte.Sequences;

/// <summary>
/// An ordered funnel: which touchpoints make each step, and how long an attempt may take from its first step to any
/// later one (the end included). Other touchpoints may lie between two steps. One interaction counts for one step only,
/// so a step may be repeated: <c>visit, visit</c> asks for two visits. Immutable.
/// </summary>
public sealed class FunnelDefinition
{
    /// <summary>How many steps at most.</summary>
    public const int StepsMax = 16;

    /// <summary>The longest window, ten years.</summary>
    public static readonly TimeSpan WindowMax = TimeSpan.FromDays(3660);

    private readonly ushort[] _stepsOf;

    /// <summary>A funnel.</summary>
    /// <param name="steps">For each step the codes of the touchpoints that make it; 1–16 steps, none of them empty.</param>
    /// <param name="window">From the first step of an attempt; more than nothing, ten years at most.</param>
    /// <exception cref="ArgumentException">A bound is broken.</exception>
    public FunnelDefinition(IReadOnlyList<IReadOnlyCollection<ushort>> steps, TimeSpan window)
    {
        if (steps.Count is < 1 or > StepsMax)
            throw new ArgumentException($"A funnel has 1 to {StepsMax} steps, not {steps.Count}.", nameof(steps));
        if (window <= TimeSpan.Zero || window > WindowMax)
            throw new ArgumentException($"A funnel's window is more than nothing and at most {WindowMax.TotalDays:0} days, not {window}.", nameof(window));
        _stepsOf = new ushort[ushort.MaxValue + 1];
        for (var step = 0; step < steps.Count; step++)
        {
            if (steps[step].Count == 0) throw new ArgumentException($"Step {step + 1} of the funnel names no touchpoint.", nameof(steps));
            foreach (var touchpoint in steps[step]) _stepsOf[touchpoint] |= (ushort)(1 << step);
        }
        Steps = steps.Count;
        WindowMicros = window.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>How many steps.</summary>
    public int Steps { get; }

    /// <summary>The window in microseconds.</summary>
    public long WindowMicros { get; }

    /// <summary>For each touchpoint code a bit for every step it makes.</summary>
    internal ReadOnlySpan<ushort> StepsOf => _stepsOf;
}
