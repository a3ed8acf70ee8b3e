using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Boundaries { get; } = new()
    {
        ["normal_best_rho_two_sided"] = input => MixtureTuning.TwoSidedRho(input.Number("v_opt"), input.Number("alpha_opt")),
        ["normal_best_rho_one_sided"] = input => MixtureTuning.OneSidedRho(input.Number("v_opt"), input.Number("alpha_opt")),
        ["normal_log_mixture"] = input => Normal(input).LogE(input.Number("s"), input.Number("v")),
        ["normal_mixture_bound"] = input => Normal(input).Bound(input.Number("v"), input.Number("alpha")),
        ["gamma_exponential_log_mixture"] = input => GammaExponential(input).LogE(input.Number("s"), input.Number("v")),
        ["gamma_exponential_mixture_bound"] = input => GammaExponential(input).Bound(input.Number("v"), input.Number("alpha")),
        ["gamma_poisson_log_mixture"] = input => GammaPoisson(input).LogE(input.Number("s"), input.Number("v")),
        ["gamma_poisson_mixture_bound"] = input => GammaPoisson(input).Bound(input.Number("v"), input.Number("alpha")),
        ["beta_binomial_log_mixture"] = input => BetaBinomial(input).LogE(input.Number("s"), input.Number("v")),
        ["beta_binomial_mixture_bound"] = input => BetaBinomial(input).Bound(input.Number("v"), input.Number("alpha")),
        ["poly_stitching_bound"] = input => PolynomialStitching.Bound(
            input.Number("v"), input.Number("alpha"), input.Number("v_min"), input.Number("c"), input.Number("s", 1.4), input.Number("eta", 2)),
        ["bernoulli_confidence_interval"] = input => Pair(BernoulliSequence.Interval(
            input.Number("num_successes"), input.Number("num_trials"), input.Number("alpha"), input.Number("t_opt"), input.Number("alpha_opt", 0.05))),
    };

    private static NormalMixture Normal(JsonElement input) =>
        new(input.Number("v_opt"), input.Number("alpha_opt", 0.05), input.Flag("is_one_sided"));

    private static GammaExponentialMixture GammaExponential(JsonElement input) =>
        new(input.Number("v_opt"), input.Number("c"), input.Number("alpha_opt", 0.05));

    private static GammaPoissonMixture GammaPoisson(JsonElement input) =>
        new(input.Number("v_opt"), input.Number("c"), input.Number("alpha_opt", 0.05));

    private static BetaBinomialMixture BetaBinomial(JsonElement input) =>
        new(input.Number("v_opt"), input.Number("g"), input.Number("h"), input.Number("alpha_opt", 0.05), input.Flag("is_one_sided"));
}
