using System.Runtime.CompilerServices;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Journal;

/// <summary>
/// The first of the four seams: where entries become durable and get their positions. Behind it stand the segmented
/// files of the embedded mode and the simulated one; PostgreSQL can (there, positions count within a partition).
/// Thread-safe.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>The last durable position.</summary>
    Position Head { get; }

    /// <summary>
    /// Appends the entries together and completes only after they are durable and have been handed to every follower,
    /// so that whoever is answered finds his own write.
    /// </summary>
    /// <returns>The position of the first entry.</returns>
    /// <exception cref="JournalUnavailableException">Nothing was appended, or nobody can say: the caller may retry with the same messageIds.</exception>
    ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default);

    /// <summary>
    /// Delivers to each partition every durable record after its position, in order and without gaps, then every new
    /// one once it is durable; returns when cancelled. A record may hold entries of other partitions, and a record that
    /// straddles a partition's position is delivered whole: the reader skips what it has. A slow follower holds appends back.
    /// </summary>
    Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel);

    /// <summary>
    /// Reads the durable records that follow <paramref name="after"/>, up to the head at the time of the call. Each is lent:
    /// its bytes may be others once the next is asked for.
    /// </summary>
    /// <exception cref="JournalDamagedException">A checksum is wrong before the last record: bytes changed on disk.</exception>
    /// <exception cref="JournalUnavailableException">What holds the journal does not answer now; read on from the last record later.</exception>
    IAsyncEnumerable<JournalRecord> Read(Position after, CancellationToken cancel = default);

    /// <summary>The record that holds a position, or null when there is none (yet). For looking an entry up again, not for scanning.</summary>
    /// <exception cref="JournalUnavailableException">What holds the journal does not answer now.</exception>
    ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default);

    /// <summary>
    /// The records that hold any of these positions, each once, oldest first; positions that no record holds (yet) are passed over.
    /// For a page of entries to be looked up again: a journal that is far away asks once for many of them.
    /// </summary>
    /// <exception cref="JournalUnavailableException">What holds the journal does not answer now.</exception>
    async IAsyncEnumerable<JournalRecord> FindAll(IReadOnlyCollection<Position> positions, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var last = Position.None;
        foreach (var position in positions.Order())
        {
            if (position <= last || await Find(position, cancel) is not { } record) continue;
            last = record.Last;
            yield return record;
        }
    }
}

/// <summary>One partition's wish to be told.</summary>
/// <param name="Partition">Which partition.</param>
/// <param name="After">The last position it has.</param>
/// <param name="Deliver">Takes a record; may wait when the partition is busy. Called for one record at a time, in order. Releases the record when it has done with it, or keeps it.</param>
public sealed record Follower(int Partition, Position After, Func<JournalRecord, CancellationToken, ValueTask> Deliver);

/// <summary>The journal cannot take entries, or be read, now: the disk is full, a flush failed, its database is away, or it is closing.</summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="retryAfter">When to try again; null when only a restart helps.</param>
/// <param name="inner">The cause.</param>
public sealed class JournalUnavailableException(string message, TimeSpan? retryAfter, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>When to try again; null when only a restart helps.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether it is certain that nothing was appended; otherwise nobody can say.</summary>
    public bool NothingAppended { get; init; }
}

/// <summary>Bytes of the journal are not those that were written. Nothing after the damage is read silently.</summary>
/// <param name="message">Where, and what to do.</param>
public sealed class JournalDamagedException(string message) : Exception(message);
