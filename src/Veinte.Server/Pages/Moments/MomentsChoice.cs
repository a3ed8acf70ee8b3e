using Microsoft.AspNetCore.Http.Extensions;
using Veinte.Engine.Moments;

namespace Veinte.Server.Pages.Moments;

/// <summary>What the page is asked for, as it stands in its address.</summary>
/// <param name="Outcome">Id of the outcome.</param>
/// <param name="Part"><c>j:NAME</c>, <c>s:NAME</c> or empty for all.</param>
/// <param name="Months">How many months back; 0 for all time.</param>
/// <param name="Other">What to compare with: a part, <c>before</c> or empty.</param>
public sealed record MomentsChoice(string Outcome, string Part, int Months, string Other)
{
    /// <summary>Periods that can be chosen.</summary>
    public static IReadOnlyList<int> Periods { get; } = [0, 1, 3, 6, 12];

    /// <summary>The question.</summary>
    public MomentsAsked Asked(DateTimeOffset now) => Of(Part, Months == 0 ? null : FirstOf(now, 1 - Months), null);

    /// <summary>The question to compare with; null for none.</summary>
    public MomentsAsked? Compared(DateTimeOffset now) => Other switch
    {
        "" => null,
        "before" when Months == 0 => null,
        "before" => Of(Part, FirstOf(now, 1 - 2 * Months), FirstOf(now, 1 - Months)),
        _ => Of(Other, Months == 0 ? null : FirstOf(now, 1 - Months), null),
    };

    /// <summary>The page's address with this choice.</summary>
    public string Address(string path = "/moments")
    {
        var query = new QueryBuilder { { "outcome", Outcome } };
        if (Part.Length > 0) query.Add("part", Part);
        if (Months > 0) query.Add("months", Months.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Other.Length > 0) query.Add("other", Other);
        return path + query.ToQueryString();
    }

    private MomentsAsked Of(string part, DateTimeOffset? from, DateTimeOffset? to) => new(
        Outcome, part.StartsWith("j:", StringComparison.Ordinal) ? part[2..] : null, part.StartsWith("s:", StringComparison.Ordinal) ? part[2..] : null, from, to);

    private static DateTimeOffset FirstOf(DateTimeOffset now, int months) => new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(months);
}
