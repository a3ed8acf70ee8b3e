using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Veinte.Engine;
using Veinte.Model;

namespace Veinte.Server.Surveys.Results;

/// <summary>
/// Whether customers who fare badly stay silent: those who were asked personally, by the mean grade of what happened to them
/// before they were asked. Their answer itself is left out, else those who answer would be compared by what they answered.
/// Thread-safe.
/// </summary>
internal sealed class SilenceByGrade(Books books)
{
    /// <summary>Customers looked up: the last that were asked.</summary>
    public const int CustomersMax = 500;

    private const int LinesMax = 50;
    private static readonly (string Name, double Below)[] Bands = [("low", 8), ("middle", 14), ("high", double.PositiveInfinity)];

    /// <summary>The groups, from low to high, and at last those of whom nothing graded was known; empty ones are left out.</summary>
    public async Task<IReadOnlyList<AskedGroup>> Of(IQueryable<Storage.StoredInvitation> invitations, CancellationToken cancel)
    {
        var asked = await invitations.OrderByDescending(invitation => invitation.CreatedAt).Take(CustomersMax)
            .Select(invitation => new { invitation.Customer, invitation.CreatedAt, Answered = invitation.AnsweredAt != null }).ToListAsync(cancel);
        var counts = new Dictionary<string, (int Asked, int Answered)>(StringComparer.Ordinal);
        foreach (var one in asked)
        {
            var band = BandOf(await GradeBefore(one.Customer, DateTime.SpecifyKind(one.CreatedAt, DateTimeKind.Utc), cancel));
            var (all, answered) = counts.GetValueOrDefault(band);
            counts[band] = (all + 1, answered + (one.Answered ? 1 : 0));
        }
        return [.. Bands.Select(band => band.Name).Append("unknown").Where(counts.ContainsKey).Select(band => new AskedGroup("grade", band, counts[band].Asked, counts[band].Answered))];
    }

    /// <summary>Where a band begins and ends, for people: <c>0–8</c>.</summary>
    public static string RangeOf(string band)
    {
        var at = Array.FindIndex(Bands, known => known.Name == band);
        return at < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(at == 0 ? 0 : Bands[at - 1].Below)}–{Math.Min(Bands[at].Below, 20)}");
    }

    private async Task<double?> GradeBefore(string customer, DateTime before, CancellationToken cancel)
    {
        if (await books.Statement(AccountKind.Customer, customer, null, LinesMax, "en", cancel) is not { } statement) return null;
        var grades = statement.Items.Where(line => line.OccurredAt.UtcDateTime < before && line.Grade is not null).Select(line => line.Grade!.Value).ToList();
        return grades.Count == 0 ? null : grades.Average();
    }

    private static string BandOf(double? grade) => grade is { } known ? Bands.First(band => known < band.Below).Name : "unknown";
}
