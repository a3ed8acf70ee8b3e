using System.Text.Json;
using Veinte.Grading;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>Published scoring policies as the journal has them, for when no partition is there to be asked.</summary>
internal static class PublishedPolicies
{
    /// <summary>The policy of a version.</summary>
    /// <exception cref="InvalidDataException">The journal has no such version, or this program cannot read it.</exception>
    public static async Task<ScoringPolicy> Read(IJournal journal, int version, CancellationToken cancel)
    {
        if (version == 0) return ScoringPolicy.Default;
        var last = 0;
        await foreach (var record in journal.Read(Position.None, cancel))
        {
            while (Next(record, last) is { } published)
            {
                last = published.Version;
                if (last != version) continue;
                return ScoringPolicyJson.Read(published.Policy).Policy
                    ?? throw new InvalidDataException($"Scoring policy {version} cannot be read by this version of Veinte. Start the version that published it.");
            }
        }
        throw new InvalidDataException($"The books are restated under scoring policy {version}, which the journal does not have. Restore both from the same backup.");
    }

    // As in the partitions, a version that does not follow on the last one was refused.
    private static PolicyPublished? Next(JournalRecord record, int last)
    {
        foreach (var entry in record)
        {
            if (entry.Header.Kind != EntryKind.PolicyPublished) continue;
            var published = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.PolicyPublished)!;
            if (published.Version == last + 1) return published;
        }
        return null;
    }
}
