using System.Text.Json;

namespace Veinte.Engine.Partitions;

/// <summary>A customer's traits as JSON.</summary>
internal static class Traits
{
    /// <summary>Newer traits over older ones; a null removes a trait. Order: the older ones first, as they stood.</summary>
    internal static byte[] Merge(byte[] older, JsonElement newer)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            if (older.Length > 0)
            {
                using var document = JsonDocument.Parse(older);
                foreach (var trait in document.RootElement.EnumerateObject())
                    if (!newer.TryGetProperty(trait.Name, out _))
                        trait.WriteTo(writer);
            }
            foreach (var trait in newer.EnumerateObject())
                if (trait.Value.ValueKind != JsonValueKind.Null)
                    trait.WriteTo(writer);
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>A name for people: <c>name</c>, else first and last name, else e-mail; null when there is none.</summary>
    internal static string? NameOf(byte[] traits)
    {
        using var document = JsonDocument.Parse(traits);
        var root = document.RootElement;
        if (Text(root, "name") is { } name) return name;
        var first = Text(root, "firstName") ?? Text(root, "first_name");
        var last = Text(root, "lastName") ?? Text(root, "last_name");
        if (first is not null || last is not null) return $"{first} {last}".Trim();
        return Text(root, "email");
    }

    private static string? Text(JsonElement root, string trait) =>
        root.TryGetProperty(trait, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text
        && text.Trim() is { Length: > 0 and <= 200 } trimmed
            ? trimmed
            : null;
}
