using System.Text.Json;
using System.Xml;

namespace Veinte.Doors.Importing;

/// <summary>A place in the mapping's JSON: its value, its path for messages, and where errors are collected.</summary>
internal readonly record struct MappingNode(JsonElement Json, string Path, List<string> Errors)
{
    private const int ErrorsMax = 50;

    internal bool IsObject => Json.ValueKind == JsonValueKind.Object;

    internal bool IsText => Json.ValueKind == JsonValueKind.String;

    /// <summary>Notes an error here.</summary>
    internal void Fail(string what)
    {
        if (Errors.Count < ErrorsMax) Errors.Add(Path.Length == 0 ? $"The mapping {what}." : $"{Path}: {what}.");
    }

    /// <summary>A member, or null when it is missing or null.</summary>
    internal MappingNode? this[string name] =>
        IsObject && Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new(value, Path.Length == 0 ? name : $"{Path}.{name}", Errors) : null;

    /// <summary>Whether a member stands there, be it with null.</summary>
    internal bool Has(string name) => IsObject && Json.TryGetProperty(name, out _);

    /// <summary>That this is an object with none but these members; a misspelt one is never passed over.</summary>
    internal bool CheckMembers(params ReadOnlySpan<string> known)
    {
        if (!IsObject)
        {
            Fail($"must be an object, but is {Shown}");
            return false;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Json.EnumerateObject())
        {
            if (!seen.Add(member.Name)) Fail($"has \"{member.Name}\" twice");
            if (!known.Contains(member.Name)) Fail($"has an unknown member \"{member.Name}\"; it can have {string.Join(", ", known!)}");
        }
        return true;
    }

    /// <summary>The elements of a list; an error and none when it is no list.</summary>
    internal IEnumerable<MappingNode> Items()
    {
        if (Json.ValueKind != JsonValueKind.Array)
        {
            Fail($"must be a list, but is {Shown}");
            return [];
        }
        var (path, errors) = (Path, Errors);
        return Json.EnumerateArray().Select((item, index) => new MappingNode(item, $"{path}[{index}]", errors)).ToList();
    }

    /// <summary>The members of an object, whatever their names; an error and none when it is no object.</summary>
    internal IEnumerable<(string Name, MappingNode Node)> Members()
    {
        if (!IsObject)
        {
            Fail($"must be an object, but is {Shown}");
            return [];
        }
        var (path, errors) = (Path, Errors);
        return Json.EnumerateObject().Select(member => (member.Name, new MappingNode(member.Value, $"{path}.{member.Name}", errors))).ToList();
    }

    internal string? Text()
    {
        if (IsText && Unescaped() is { } text) return text;
        Fail($"must be a text, but is {Shown}");
        return null;
    }

    internal string[]? Texts()
    {
        var texts = new List<string>();
        foreach (var item in Items())
        {
            if (item.Json.ValueKind == JsonValueKind.Number) texts.Add(item.Json.GetRawText());
            else if (item.Text() is { } text) texts.Add(text.Trim());
        }
        return [.. texts];
    }

    internal double Number(double otherwise)
    {
        if (Json.ValueKind == JsonValueKind.Number && Json.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Fail($"must be a number, but is {Shown}");
        return otherwise;
    }

    internal bool Bool(bool otherwise)
    {
        if (Json.ValueKind is JsonValueKind.True or JsonValueKind.False) return Json.GetBoolean();
        Fail($"must be true or false, but is {Shown}");
        return otherwise;
    }

    /// <summary>A duration as ISO 8601 writes it, without years and months, whose length nobody knows.</summary>
    internal TimeSpan Duration()
    {
        const int yearsMax = 200;
        if (Text() is not { } text) return default;
        try
        {
            var days = text.Split('T')[0];
            if (!days.Contains('Y') && !days.Contains('M'))
            {
                var span = XmlConvert.ToTimeSpan(text);
                if (span.Duration() <= TimeSpan.FromDays(366 * yearsMax)) return span;
            }
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
        }
        Fail($"must be a duration such as PT5M, PT1.5S or P1DT2H, but is {Shown}");
        return default;
    }

    /// <summary>The value as it may stand in a sentence.</summary>
    internal string Shown
    {
        get
        {
            var text = Json.ValueKind == JsonValueKind.Undefined ? "missing" : Json.GetRawText();
            return text.Length > 60 ? text[..60] + "…" : text;
        }
    }

    private string? Unescaped()
    {
        try
        {
            return Json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }
}
