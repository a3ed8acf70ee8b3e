using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.EntityFrameworkCore;
using Veinte.History;
using Veinte.Model;
using Veinte.Server.Analysis;
using AskedAt = (string Customer, Veinte.Model.Instant Before);

namespace Veinte.Server.Surveys.Results;

/// <summary>
/// Whether customers who fare badly stay silent: those who were asked personally, by the mean grade of what happened to them
/// before they were asked. Their answer itself is left out, else those who answer would be compared by what they answered.
/// Asked of the history in one question that may take <see cref="Limit"/>; where it does not answer, that is said. Thread-safe.
/// </summary>
/// <param name="gradesBefore">Asks the history for the mean grade of each customer before a moment.</param>
/// <param name="time">Measures the limit.</param>
/// <param name="log">Told of every question the history fails at: that is a defect, or a damaged file, and passes by itself for nobody.</param>
internal sealed partial class SilenceByGrade(Func<IReadOnlyList<AskedAt>, TimeSpan, CancellationToken, Task<double?[]>> gradesBefore, TimeProvider time, ILogger<SilenceByGrade> log)
{
    /// <summary>How long the page waits for the history: the other results are worth more than this group.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Customers looked up: the last that were asked.</summary>
    public const int CustomersMax = 2_000;

    private static readonly (string Name, double Below)[] Bands = [("low", 8), ("middle", 14), ("high", double.PositiveInfinity)];

    /// <summary>One that asks a server's history.</summary>
    public SilenceByGrade(HistoryService history, TimeProvider time, ILogger<SilenceByGrade> log)
        : this((asked, limit, cancel) => Ask(history, asked, limit, cancel), time, log)
    {
    }

    /// <summary>The groups, from low to high, and at last those of whom nothing graded was known; empty ones are left out.</summary>
    public async Task<SilenceAnswer> Of(IQueryable<Storage.StoredInvitation> invitations, CancellationToken cancel)
    {
        var asked = await invitations.OrderByDescending(invitation => invitation.CreatedAt).Take(CustomersMax)
            .Select(invitation => new { invitation.Customer, invitation.CreatedAt, Answered = invitation.AnsweredAt != null }).ToListAsync(cancel);
        if (asked.Count == 0) return new([], HistoryHeard.Heard);
        var (grades, heard) = await GradesBefore([.. asked.Select(one => (one.Customer, Instant.From(new(DateTime.SpecifyKind(one.CreatedAt, DateTimeKind.Utc)))))], cancel);
        var counts = asked.Zip(grades).GroupBy(pair => BandOf(pair.Second), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (Asked: group.Count(), Answered: group.Count(pair => pair.First.Answered)), StringComparer.Ordinal);
        return new([.. Bands.Select(band => band.Name).Append("unknown").Where(counts.ContainsKey).Select(band => new AskedGroup("grade", band, counts[band].Asked, counts[band].Answered))], heard);
    }

    /// <summary>Where a band begins and ends, for people: <c>0–8</c>.</summary>
    public static string RangeOf(string band)
    {
        var at = Array.FindIndex(Bands, known => known.Name == band);
        return at < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(at == 0 ? 0 : Bands[at - 1].Below)}–{Math.Min(Bands[at].Below, 20)}");
    }

    // No grades, and so no groups, where the history does not answer.
    private async Task<(double?[] Grades, HistoryHeard Heard)> GradesBefore(IReadOnlyList<AskedAt> asked, CancellationToken cancel)
    {
        try
        {
            // The history stops the question by itself; a thread that stands in the way of that is not waited for either.
            return (await gradesBefore(asked, Limit, cancel).WaitAsync(Limit, time, cancel), HistoryHeard.Heard);
        }
        catch (Exception slow) when (slow is TimeoutException or HistoryTimeoutException)
        {
            return ([], HistoryHeard.TooSlow);
        }
        catch (Exception away) when (away is HistoryClosedException or HistoryBusyException or ObjectDisposedException)
        {
            return ([], HistoryHeard.Away);
        }
        catch (DuckDBException failure)
        {
            LogFailed(failure, asked.Count);
            return ([], HistoryHeard.Failed);
        }
    }

    // A history that is closed while it is being asked answers with whatever error its closing left: it is away, and nothing is wrong.
    private static async Task<double?[]> Ask(HistoryService history, IReadOnlyList<AskedAt> asked, TimeSpan limit, CancellationToken cancel)
    {
        var open = history.History;
        try
        {
            return await open.Queries.GradesBefore(asked, cancel, limit);
        }
        catch (DuckDBException failure) when (!history.IsOpenAs(open))
        {
            throw new HistoryClosedException(failure.Message);
        }
    }

    private static string BandOf(double? grade) => grade is { } known ? Bands.First(band => known < band.Below).Name : "unknown";

    [LoggerMessage(6401, LogLevel.Error, "The history failed at the grades of {Customers} customers before they were asked; the results of a survey are shown without who stays silent by grade")]
    private partial void LogFailed(Exception failure, int customers);
}

/// <summary>Those who were asked, by how they fared before.</summary>
/// <param name="Groups">The groups; none where the history was not heard.</param>
/// <param name="Heard">Whether the history has answered.</param>
internal sealed record SilenceAnswer(IReadOnlyList<AskedGroup> Groups, HistoryHeard Heard);

/// <summary>Whether the history has answered.</summary>
internal enum HistoryHeard
{
    /// <summary>It has.</summary>
    Heard = 1,
    /// <summary>Not within <see cref="SilenceByGrade.Limit"/>.</summary>
    TooSlow = 2,
    /// <summary>It is being opened, has no time, or is left to other nodes.</summary>
    Away = 3,
    /// <summary>It was asked and failed; the log says at what.</summary>
    Failed = 4,
}
