using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Veinte.History;
using Veinte.Model;
using Veinte.Server.Analysis;

namespace Veinte.Server.Surveys.Results;

/// <summary>
/// Whether customers who fare badly stay silent: those who were asked personally, by the mean grade of what happened to them
/// before they were asked. Their answer itself is left out, else those who answer would be compared by what they answered.
/// Asked of the history in one question; where it cannot be asked now, nothing is said. Thread-safe.
/// </summary>
internal sealed class SilenceByGrade(HistoryService history)
{
    /// <summary>Customers looked up: the last that were asked.</summary>
    public const int CustomersMax = 2_000;

    private static readonly (string Name, double Below)[] Bands = [("low", 8), ("middle", 14), ("high", double.PositiveInfinity)];

    /// <summary>The groups, from low to high, and at last those of whom nothing graded was known; empty ones are left out.</summary>
    public async Task<IReadOnlyList<AskedGroup>> Of(IQueryable<Storage.StoredInvitation> invitations, CancellationToken cancel)
    {
        var asked = await invitations.OrderByDescending(invitation => invitation.CreatedAt).Take(CustomersMax)
            .Select(invitation => new { invitation.Customer, invitation.CreatedAt, Answered = invitation.AnsweredAt != null }).ToListAsync(cancel);
        if (await GradesBefore([.. asked.Select(one => (one.Customer, Instant.From(new(DateTime.SpecifyKind(one.CreatedAt, DateTimeKind.Utc)))))], cancel) is not { } grades) return [];
        var counts = asked.Zip(grades).GroupBy(pair => BandOf(pair.Second), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (Asked: group.Count(), Answered: group.Count(pair => pair.First.Answered)), StringComparer.Ordinal);
        return [.. Bands.Select(band => band.Name).Append("unknown").Where(counts.ContainsKey).Select(band => new AskedGroup("grade", band, counts[band].Asked, counts[band].Answered))];
    }

    /// <summary>Where a band begins and ends, for people: <c>0–8</c>.</summary>
    public static string RangeOf(string band)
    {
        var at = Array.FindIndex(Bands, known => known.Name == band);
        return at < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(at == 0 ? 0 : Bands[at - 1].Below)}–{Math.Min(Bands[at].Below, 20)}");
    }

    private async Task<double?[]?> GradesBefore(IReadOnlyList<(string Customer, Instant Before)> asked, CancellationToken cancel)
    {
        try
        {
            return await history.History.Queries.GradesBefore(asked, cancel);
        }
        catch (Exception away) when (away is HistoryClosedException or HistoryBusyException or HistoryTimeoutException)
        {
            return null;
        }
    }

    private static string BandOf(double? grade) => grade is { } known ? Bands.First(band => known < band.Below).Name : "unknown";
}
