using Veinte.Model;

namespace Veinte.Grading;

/// <summary>One signal's part in a grade. The contributions of all reasons of a grade add up to it exactly.</summary>
/// <param name="Signal">Which signal; exactly one flag.</param>
/// <param name="Value">What it said, in English, such as <c>4 of 1–5</c>. Other languages: <see cref="ReasonText.Value"/>.</param>
/// <param name="SignalGrade">The grade this signal alone would give.</param>
/// <param name="Share">Its share in the grade, above 0 and at most 1: its reliability over the sum of all.</param>
/// <param name="ContributionMilli">Its part of the grade in thousandths, 0 to 20,000.</param>
public sealed record Reason(SignalSet Signal, string Value, Grade SignalGrade, double Share, int ContributionMilli)
{
    /// <summary>The numbers behind <see cref="Value"/>, for saying it in another language.</summary>
    public Evidence Evidence { get; init; }
}

/// <summary>What a signal said, in numbers.</summary>
/// <param name="Number">The rating or answer; the seconds waited; the number of the outcome or reaction.</param>
/// <param name="From">The worst end of a rating's scale; the promised seconds of a wait; otherwise the scale's lower end.</param>
/// <param name="To">The best end of a rating's scale; otherwise the scale's upper end, or 0.</param>
public readonly record struct Evidence(double Number, double From, double To);
