using System.Text.Json;
using Veinte.Engine.Moments;
using Veinte.Engine.Views;
using Veinte.Grading;
using Veinte.Model;

namespace Veinte.Server.Moments;

/// <summary>
/// Weights for the scoring policy from proven importance: a draft for people to look at, try and publish. A touchpoint that weighs
/// as much as the average one keeps the policy's default weight; nothing without a proven effect is touched.
/// </summary>
internal static class WeightsProposal
{
    private const double FactorMin = 0.5;
    private const double FactorMax = 3;

    /// <summary>The policy in force with other weights, and which ones changed.</summary>
    public static WeightsProposed Of(MomentsView view, PolicyView inForce)
    {
        var policy = ScoringPolicyJson.Read(inForce.Policy).Policy ?? ScoringPolicy.Default;
        var touchpoints = new Dictionary<string, TouchpointRule>(policy.Touchpoints, StringComparer.Ordinal);
        var changes = new List<WeightChange>();
        foreach (var item in view.Items.Where(item => item.Significant))
        {
            var factor = Math.Clamp(item.Share * view.Items.Count, FactorMin, FactorMax);
            var weight = new Weight((int)Math.Clamp(Math.Round(policy.DefaultWeight.Milli * factor / 100) * 100, 0, Weight.MaxMilli));
            var before = touchpoints.TryGetValue(item.Touchpoint, out var rule) ? rule.Weight ?? policy.DefaultWeight : policy.DefaultWeight;
            if (before == weight || (rule is null && touchpoints.Count >= ScoringPolicy.TouchpointsMax)) continue;
            touchpoints[item.Touchpoint] = new(weight, rule?.Par);
            changes.Add(new(item.Touchpoint, before.Milli / 1000.0, weight.Milli / 1000.0, item.Share));
        }
        using var written = JsonDocument.Parse(ScoringPolicyJson.Write(policy with { Touchpoints = touchpoints }));
        return new(view.Outcome.Id, inForce.Version, written.RootElement.Clone(), changes);
    }
}

/// <summary>A draft of the scoring policy with weights by proven importance. Nothing has been published.</summary>
/// <param name="Outcome">The outcome it was made for.</param>
/// <param name="BasedOn">Version of the policy it was made from.</param>
/// <param name="Policy">The draft, to be tried and published at <c>/policies</c>.</param>
/// <param name="Changes">Which weights differ.</param>
internal sealed record WeightsProposed(string Outcome, int BasedOn, JsonElement Policy, IReadOnlyList<WeightChange> Changes);

/// <summary>One weight that differs.</summary>
/// <param name="Touchpoint">Where.</param>
/// <param name="Before">Weight in force.</param>
/// <param name="After">Weight proposed.</param>
/// <param name="Share">The importance it comes from.</param>
internal sealed record WeightChange(string Touchpoint, double Before, double After, double Share);
