using System.Globalization;
using System.Text.Json;
using Veinte.Model;

namespace Veinte.Grading;

/// <summary>Reads the members of a policy document and collects what is wrong, each with its path. Used once, by one thread.</summary>
internal sealed class PolicyReader(PolicyMessages messages)
{
    private readonly List<PolicyError> _errors = [];

    public PolicyMessages Messages => messages;

    public IReadOnlyList<PolicyError> Errors => _errors;

    public void Add(string path, (string Problem, string Remedy) message)
    {
        if (_errors.Count < PolicyReading.ErrorsMax) _errors.Add(new(path, message.Problem, message.Remedy));
    }

    /// <summary>Visits the members of an object; <paramref name="known"/> null lets any name in.</summary>
    public void Object(string path, JsonElement json, string[]? known, Action<string, string, JsonElement> member)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(path, messages.WrongKind(Found(json), "object"));
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            var at = Step(path, property.Name);
            if (!seen.Add(property.Name)) Add(at, messages.Repeated(property.Name));
            else if (known is not null && !known.Contains(property.Name, StringComparer.Ordinal)) Add(at, messages.Unknown(property.Name, known));
            else member(property.Name, at, property.Value);
        }
    }

    public bool Array(string path, JsonElement json, int min, int max)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Add(path, messages.WrongKind(Found(json), "array"));
            return false;
        }
        var count = json.GetArrayLength();
        if (count < min || count > max) Add(path, messages.ItemCount(count, min, max));
        return count <= max;
    }

    public string Text(string path, JsonElement json, int lengthMax)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            Add(path, messages.WrongKind(Found(json), "string"));
            return "";
        }
        var text = json.GetString()!;
        if (string.IsNullOrWhiteSpace(text) || text.Length > lengthMax) Add(path, messages.NameLength(text.Length, lengthMax));
        return text;
    }

    public bool Boolean(string path, JsonElement json)
    {
        if (json.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Add(path, messages.WrongKind(Found(json), "boolean"));
        return json.ValueKind == JsonValueKind.True;
    }

    public double Number(string path, JsonElement json, double min, double max)
    {
        if (json.ValueKind != JsonValueKind.Number) Add(path, messages.WrongKind(Found(json), "number"));
        else if (!json.TryGetDouble(out var value) || !(value >= min && value <= max))
            Add(path, messages.OutOfRange(Found(json), Invariant(min), Invariant(max)));
        else return value;
        return min;
    }

    public Grade Grade(string path, JsonElement json) => new(Thousandths(path, json, 0, Model.Grade.MaxMilli));

    public Weight Weight(string path, JsonElement json) => new(Thousandths(path, json, 0, Model.Weight.MaxMilli));

    /// <summary>A number with at most three decimals, in thousandths. More decimals are refused rather than rounded behind people's backs.</summary>
    public int Thousandths(string path, JsonElement json, int minMilli, int maxMilli)
    {
        if (json.ValueKind != JsonValueKind.Number) Add(path, messages.WrongKind(Found(json), "number"));
        else if (!json.TryGetDecimal(out var value) || value < minMilli / 1000m || value > maxMilli / 1000m)
            Add(path, messages.OutOfRange(Found(json), Invariant(minMilli / 1000.0), Invariant(maxMilli / 1000.0)));
        else if (value * 1000 != decimal.Truncate(value * 1000)) Add(path, messages.TooFine(Found(json)));
        else return (int)(value * 1000);
        return minMilli;
    }

    private static string Step(string path, string name) =>
        name.Length > 0 && name.All(char.IsAsciiLetterOrDigit) && !char.IsAsciiDigit(name[0])
            ? $"{path}.{name}"
            : $"{path}['{Cut(name).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";

    private static string Found(JsonElement json) => Cut(json.GetRawText());

    private static string Cut(string text) => text.Length <= 60 ? text : text[..57] + "…";

    private static string Invariant(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
