using Veinte.Model;

namespace Veinte.History;

/// <summary>What a row says as its columns hold it: the same in the index, in its questions and in the lake.</summary>
internal static class HistoryValues
{
    /// <summary>A time without a zone, in UTC, as DuckDB's timestamps are.</summary>
    public static DateTime Time(Instant instant) => DateTime.SpecifyKind(instant.ToDateTimeOffset().UtcDateTime, DateTimeKind.Unspecified);

    /// <summary>The word of a row's channel.</summary>
    public static string Channel(HistoryRow row) => row.Channel == 0 ? Model.Channel.Other.Name() : row.Channel.Name();

    /// <summary>The word of a row's intent.</summary>
    public static string Intent(HistoryRow row) => row.Intent == 0 ? Model.Intent.Unknown.Name() : row.Intent.Name();
}
