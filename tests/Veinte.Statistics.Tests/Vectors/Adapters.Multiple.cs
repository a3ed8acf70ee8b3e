using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Multiple { get; } = new()
    {
        ["e_bh"] = EBenjaminiHochberg,
        ["bh_adjusted_p"] = input => Multiplicity.BenjaminiHochberg(input.Numbers("p")),
        ["holm_adjusted_p"] = input => Multiplicity.Holm(input.Numbers("p")),
    };

    private static object EBenjaminiHochberg(JsonElement input)
    {
        var rejected = Multiplicity.EBenjaminiHochberg(Array.ConvertAll(input.Numbers("e"), Math.Log), input.Number("alpha"));
        return new Dictionary<string, object?> { ["k"] = rejected.Length, ["rejected"] = rejected };
    }
}
