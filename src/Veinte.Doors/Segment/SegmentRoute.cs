namespace Veinte.Doors.Segment;

/// <summary>By which route of the Segment API a body came: what its events are when they do not say.</summary>
public enum SegmentRoute : byte
{
    /// <summary>A batch; each event says its type.</summary>
    Batch = 1,
    /// <summary>Something happened.</summary>
    Track = 2,
    /// <summary>Who a customer is.</summary>
    Identify = 3,
    /// <summary>A page was seen.</summary>
    Page = 4,
    /// <summary>A screen was seen.</summary>
    Screen = 5,
    /// <summary>To which organisation a customer belongs.</summary>
    Group = 6,
    /// <summary>Two identifiers name one customer.</summary>
    Alias = 7,
}

/// <summary>The written forms of <see cref="SegmentRoute"/>.</summary>
public static class SegmentRoutes
{
    private static readonly string[] Names = ["", "batch", "track", "identify", "page", "screen", "group", "alias"];

    /// <summary>The route's name, such as <c>track</c>.</summary>
    public static string Name(this SegmentRoute route) => Names[(int)route];

    /// <summary>Reads a route's name in lower case; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out SegmentRoute route)
    {
        var index = Array.IndexOf(Names, name.ToString());
        route = (SegmentRoute)Math.Max(index, 0);
        return index > 0;
    }

    /// <summary>Reads an event's type, whatever its case; <c>batch</c> is none.</summary>
    internal static bool TryParseType(ReadOnlySpan<byte> type, out SegmentRoute route)
    {
        route = type.Length switch
        {
            4 => Is(type, "page"u8) ? SegmentRoute.Page : default,
            5 => Is(type, "track"u8) ? SegmentRoute.Track
                : Is(type, "group"u8) ? SegmentRoute.Group
                : Is(type, "alias"u8) ? SegmentRoute.Alias : default,
            6 => Is(type, "screen"u8) ? SegmentRoute.Screen : default,
            8 => Is(type, "identify"u8) ? SegmentRoute.Identify : default,
            _ => default,
        };
        return route != default;
    }

    private static bool Is(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(type, name);
}
