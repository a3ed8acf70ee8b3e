namespace Veinte.Grading;

/// <summary>What came of reading a scoring policy: the policy, or everything that is wrong with it.</summary>
/// <param name="Policy">The policy, or null when there are errors.</param>
/// <param name="Errors">The errors in the order of the document, at most <see cref="ErrorsMax"/>; empty when it was read.</param>
public sealed record PolicyReading(ScoringPolicy? Policy, IReadOnlyList<PolicyError> Errors)
{
    /// <summary>The most errors that are listed.</summary>
    public const int ErrorsMax = 100;
}

/// <summary>One thing that is wrong with a scoring policy, in the language asked for.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.signals.wait.variance</c>.</param>
/// <param name="Problem">What is wrong, with the value found.</param>
/// <param name="Remedy">What to do.</param>
public sealed record PolicyError(string Path, string Problem, string Remedy)
{
    /// <summary>All three in one line.</summary>
    public override string ToString() => $"{Path}: {Problem} {Remedy}";
}
