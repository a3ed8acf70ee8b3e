using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Boundaries { get; } = new()
    {
        ["normal_best_rho_two_sided"] = input => MixtureTuning.TwoSidedRho(input.Number("v_opt"), input.Number("alpha_opt")),
        ["gamma_exponential_log_mixture"] = input => GammaExponential(input).LogE(input.Number("s"), input.Number("v")),
        ["gamma_exponential_mixture_bound"] = input => GammaExponential(input).Bound(input.Number("v"), input.Number("alpha")),
    };

    private static GammaExponentialMixture GammaExponential(JsonElement input) =>
        new(input.Number("v_opt"), input.Number("c"), input.Number("alpha_opt", 0.05));
}
