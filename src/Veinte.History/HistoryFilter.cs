using Veinte.Model;

namespace Veinte.History;

/// <summary>Which interactions are meant; null means any.</summary>
/// <param name="Touchpoint">At this touchpoint.</param>
/// <param name="Staff">By this staff member.</param>
/// <param name="Area">In this area.</param>
/// <param name="Customer">By this customer, under whatever identifier merged into him.</param>
/// <param name="Channel">By this channel's word.</param>
/// <param name="Intent">With this intent's word.</param>
/// <param name="Stage">In this stage.</param>
/// <param name="Journey">On this journey.</param>
/// <param name="Source">By this source.</param>
/// <param name="GradeMin">Graded this or better.</param>
/// <param name="GradeMax">Graded this or worse.</param>
/// <param name="From">Happened at this time or later.</param>
/// <param name="To">Happened before this time.</param>
/// <param name="Reversed">Also those whose posting was taken back; they are left out unless asked for.</param>
public sealed record HistoryFilter(
    string? Touchpoint = null, string? Staff = null, string? Area = null, string? Customer = null, string? Channel = null,
    string? Intent = null, string? Stage = null, string? Journey = null, string? Source = null, double? GradeMin = null,
    double? GradeMax = null, Instant? From = null, Instant? To = null, bool Reversed = false)
{
    /// <summary>Everything in the books.</summary>
    public static HistoryFilter All { get; } = new();

    /// <summary>
    /// The condition over the view's columns, with values appended to <paramref name="arguments"/>. The customer's is not
    /// over the view but over identifiers, so that the other columns can be left unread.
    /// </summary>
    internal string Where(List<object?> arguments)
    {
        var conditions = new List<string>();
        void Equal(string column, object? value)
        {
            if (value is null) return;
            arguments.Add(value);
            conditions.Add($"{column} = ${arguments.Count}");
        }
        void Compare(string expression, object? value)
        {
            if (value is null) return;
            arguments.Add(value);
            conditions.Add($"{expression} ${arguments.Count}");
        }
        Equal("touchpoint", Touchpoint);
        Equal("staff", Staff);
        Equal("area", Area);
        Equal("channel", Channel);
        Equal("intent", Intent);
        Equal("stage", Stage);
        Equal("journey", Journey);
        Equal("source", Source);
        Compare("grade_milli >=", GradeMin is { } min ? (int)Math.Ceiling(min * 1000 - 1e-6) : null);
        Compare("grade_milli <=", GradeMax is { } max ? (int)Math.Floor(max * 1000 + 1e-6) : null);
        Compare("occurred_at >=", From is { } from ? HistoryValues.Time(from) : null);
        Compare("occurred_at <", To is { } to ? HistoryValues.Time(to) : null);
        if (Customer is not null)
        {
            arguments.Add(Customer);
            var n = arguments.Count;
            conditions.Add($"""
                (identifier IN ('u:' || ${n}, 'a:' || ${n}) AND identifier NOT IN (SELECT identifier FROM belongs)
                 OR identifier IN (SELECT identifier FROM belongs WHERE customer IN ('u:' || ${n}, 'a:' || ${n})))
                """);
        }
        if (!Reversed) conditions.Add("NOT reversed");
        return conditions.Count == 0 ? "true" : string.Join(" AND ", conditions);
    }
}
