using System.Text.Json.Serialization;

namespace Veinte.Doors.Importing.Columns;

/// <summary>What one column of a file is, in words that need no knowledge of mappings.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnRole>))]
public enum ColumnRole
{
    /// <summary>Left out.</summary>
    [JsonStringEnumMemberName("ignore")] Ignore = 0,
    /// <summary>Names the row: a row of the same name is a repeat.</summary>
    [JsonStringEnumMemberName("row")] Row,
    /// <summary>Whose row it is.</summary>
    [JsonStringEnumMemberName("customer")] Customer,
    /// <summary>When it happened.</summary>
    [JsonStringEnumMemberName("time")] Time,
    /// <summary>Where it happened.</summary>
    [JsonStringEnumMemberName("touchpoint")] Touchpoint,
    /// <summary>By which way.</summary>
    [JsonStringEnumMemberName("channel")] Channel,
    /// <summary>Who produced it.</summary>
    [JsonStringEnumMemberName("staff")] Staff,
    /// <summary>The part of the firm.</summary>
    [JsonStringEnumMemberName("area")] Area,
    /// <summary>A rating on a scale.</summary>
    [JsonStringEnumMemberName("rating")] Rating,
    /// <summary>Would recommend, 0–10.</summary>
    [JsonStringEnumMemberName("nps")] Nps,
    /// <summary>Satisfaction, 1–5.</summary>
    [JsonStringEnumMemberName("csat")] Csat,
    /// <summary>Ease, 1–7, 7 is easy.</summary>
    [JsonStringEnumMemberName("ces")] Ces,
    /// <summary>Effort, 1–7, 7 is hard.</summary>
    [JsonStringEnumMemberName("effort")] Effort,
    /// <summary>How it ended.</summary>
    [JsonStringEnumMemberName("outcome")] Outcome,
    /// <summary>One tap.</summary>
    [JsonStringEnumMemberName("reaction")] Reaction,
    /// <summary>Minutes waited.</summary>
    [JsonStringEnumMemberName("waitMinutes")] WaitMinutes,
    /// <summary>Seconds waited.</summary>
    [JsonStringEnumMemberName("waitSeconds")] WaitSeconds,
    /// <summary>What the customer wrote.</summary>
    [JsonStringEnumMemberName("text")] Text,
    /// <summary>Money.</summary>
    [JsonStringEnumMemberName("revenue")] Revenue,
    /// <summary>Something to keep with the interaction.</summary>
    [JsonStringEnumMemberName("property")] Property,
}
