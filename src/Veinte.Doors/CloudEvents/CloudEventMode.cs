namespace Veinte.Doors.CloudEvents;

/// <summary>How a request carries its CloudEvents (HTTP protocol binding 1.0.2, 3.1 to 3.3). Only the content type decides.</summary>
public enum CloudEventMode : byte
{
    /// <summary>The body is one event as a JSON object. Headers that begin with <c>ce-</c> are not looked at.</summary>
    Structured = 1,
    /// <summary>The body is a JSON list of events; it may be empty.</summary>
    Batch = 2,
    /// <summary>The attributes are headers that begin with <c>ce-</c>, the body is the data.</summary>
    Binary = 3,
    /// <summary>An encoding of CloudEvents that is not understood, such as Avro or Protobuf.</summary>
    Unsupported = 4,
    /// <summary>No CloudEvent at all.</summary>
    None = 5,
}

/// <summary>Finds the <see cref="CloudEventMode"/> of a request.</summary>
public static class CloudEventModes
{
    private const string Prefix = "application/cloudevents";

    /// <summary>The mode of a request.</summary>
    /// <param name="contentType">Its content type with parameters, or null.</param>
    /// <param name="hasSpecVersion">Whether it has a header <c>ce-specversion</c>.</param>
    public static CloudEventMode Of(string? contentType, bool hasSpecVersion)
    {
        var type = (contentType ?? "").AsSpan();
        if (type.IndexOf(';') is >= 0 and var end) type = type[..end];
        type = type.Trim();
        if (!type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return hasSpecVersion ? CloudEventMode.Binary : CloudEventMode.None;
        var rest = type[Prefix.Length..];
        if (rest.Equals("+json", StringComparison.OrdinalIgnoreCase)) return CloudEventMode.Structured;
        return rest.Equals("-batch+json", StringComparison.OrdinalIgnoreCase) ? CloudEventMode.Batch : CloudEventMode.Unsupported;
    }
}
