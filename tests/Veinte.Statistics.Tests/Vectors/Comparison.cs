using System.Collections;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Veinte.Statistics.Tests.Vectors;

/// <summary>
/// Compares a result with what the reference expects. A number passes when it is within the absolute or within the relative
/// tolerance; null is not asserted; "NaN" and "Infinity" mean themselves.
/// </summary>
internal sealed class Comparison(JsonElement tolerance)
{
    public void Check(JsonElement expected, object? actual, string path)
    {
        if (actual is AtTimes all)
            actual = all.At([.. expected.GetProperty(all.Name).EnumerateArray().Select(time => time.GetDouble())]);
        if (actual is AtMost(var measured))
        {
            if (expected.ValueKind == JsonValueKind.Number)
                Assert.True(measured <= expected.GetDouble(), $"{path} is {measured}, more than the {expected.GetDouble()} allowed.");
            else Assert.True(measured <= 0, $"{path}: '{expected}' does not hold.");
            return;
        }
        switch (expected.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                var fields = Assert.IsType<IDictionary>(actual, exactMatch: false);
                foreach (var property in expected.EnumerateObject())
                {
                    if (property.Value.ValueKind == JsonValueKind.Null) continue;
                    Assert.True(fields.Contains(property.Name), $"{path} has no '{property.Name}'.");
                    Check(property.Value, fields[property.Name], $"{path}.{property.Name}");
                }
                break;
            case JsonValueKind.Array:
                object?[] items = [.. Assert.IsType<IEnumerable>(actual, exactMatch: false).Cast<object?>()];
                Assert.True(expected.GetArrayLength() == items.Length, $"{path} has {items.Length} items instead of {expected.GetArrayLength()}.");
                for (var i = 0; i < items.Length; i++) Check(expected[i], items[i], $"{path}[{i}]");
                break;
            case JsonValueKind.Number:
                Number(expected.GetDouble(), actual, path);
                break;
            case JsonValueKind.String when actual is not string && SpecialNumber(expected.GetString()!) is { } special:
                Number(special, actual, path);
                break;
            case JsonValueKind.String:
                Assert.Equal(expected.GetString(), actual?.ToString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Assert.Equal(expected.GetBoolean(), actual);
                break;
            default:
                throw new NotSupportedException($"{path} expects a {expected.ValueKind}.");
        }
    }

    private void Number(double expected, object? actual, string path)
    {
        Assert.True(actual is IConvertible and not string, $"{path} should be a number, not '{actual}'.");
        var number = Convert.ToDouble(actual, CultureInfo.InvariantCulture);
        if (expected.Equals(number)) return;
        var name = path[(path.LastIndexOf('.') + 1)..];
        var difference = Math.Abs(number - expected);
        var (absolute, relative) = (Allowed("abs", name), Allowed("rel", name));
        Assert.True(difference <= absolute || difference <= relative * Math.Abs(expected),
            string.Create(CultureInfo.InvariantCulture,
                $"{path} is {number:R} instead of {expected:R}: {difference:G3} apart, where {absolute:G3} absolute or {relative:G3} relative is allowed."));
    }

    private double Allowed(string kind, string name) =>
        tolerance.TryGetProperty(kind, out var general) ? general.GetDouble()
        : tolerance.TryGetProperty($"{name}_{kind}", out var own) ? own.GetDouble()
        : 0;

    private static double? SpecialNumber(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" or "inf" => double.PositiveInfinity,
        "-Infinity" or "-inf" => double.NegativeInfinity,
        _ => null,
    };
}
