using System.Collections.Concurrent;
using System.Text;
using Veinte.Engine.Folds;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>
/// What came before an outcome that was defined after its data: the journal read once more through the very code that runs live, with the outcome
/// there from the beginning, up to its definition. Not part of the stream's state: it can be made again from the journal at any time. Immutable.
/// </summary>
/// <remarks>
/// Interactions after the definition only say how trips before it ended, and which postings were reversed. At the definition the stream begins
/// anew: of a trip that is under way the grades before it stay untold.
/// </remarks>
public sealed class OutcomePast
{
    private const int Layout = 5;
    private readonly OutcomeState _state;
    private readonly Dictionary<ulong, string> _names;
    private readonly long _trips, _definedAt;

    private OutcomePast(OutcomeState state, IEnumerable<KeyValuePair<ulong, string>> names, long position, long definedAt, long latestAt, long upTo, long restatedAt)
    {
        (_state, _names, Position, _definedAt, LatestAt, UpTo, RestatedAt) = (state, new(names), position, definedAt, latestAt, upTo, restatedAt);
        _trips = state.Cells.Where(cell => cell.Key.Dimension == 0).Sum(cell => cell.Value.Trips);
    }

    /// <summary>Id of the outcome.</summary>
    public string Outcome => _state.Id;

    /// <summary>Version of its definition.</summary>
    public int Version => _state.Version;

    /// <summary>Where the definition stands in the journal.</summary>
    public long Position { get; }

    /// <summary>Where the restatement stands by whose policy it was graded; 0 for the policies of their time. Another one in force means reading it again.</summary>
    public long RestatedAt { get; }

    /// <summary>Up to which position the journal was read.</summary>
    public long UpTo { get; }

    /// <summary>The latest time of any interaction up to there, Unix microseconds.</summary>
    public long LatestAt { get; }

    /// <summary>Whether every trip in it has ended for good; else it is worth reading again later.</summary>
    public bool IsSettled => !_state.Awaited || LatestAt - _definedAt >= _state.WithinMicros;

    /// <summary>Whether the stream itself cannot know what came before: it keeps no signals of earlier interactions.</summary>
    public static bool IsNeeded(OutcomeView outcome) => outcome is { DefinedAt: not null, Missed: > 0 };

    /// <summary>Reads the past of an outcome, graded as the books in force are. Keeps all customers in memory while it runs.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="books">The books in force.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="position">Where its definition stands.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="PastTooLargeException">It is more than the memory of this server can keep.</exception>
    public static async Task<OutcomePast> Read(IJournal journal, Books books, OutcomeView outcome, long position, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(books);
        var reading = new Reading(outcome, position, books.Partitions, await books.RestatedInForce(cancel));
        var head = journal.Head.Value;
        await foreach (var record in journal.Read(default, cancel))
        {
            if (record.First.Value > head) break;
            reading.Apply(record);
        }
        return reading.Result();
    }

    /// <summary>The view of an outcome with its past in it.</summary>
    internal OutcomeView Completing(OutcomeView view) => view with { Trips = view.Trips + _trips, BackFilled = view.BackFilled + _trips, Missed = 0, WasRead = true };

    /// <summary>Its share of an answer.</summary>
    internal MomentsShare Share(MomentsQuery query) => query.Of(_state, _names, LatestAt, UpTo);

    /// <summary>Writes it, to be read back instead of the journal.</summary>
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Layout);
        writer.Write(Position);
        writer.Write(_definedAt);
        writer.Write(UpTo);
        writer.Write(LatestAt);
        writer.Write(RestatedAt);
        _state.Write(writer);
        writer.Write(_names.Count);
        foreach (var (key, name) in _names)
        {
            writer.Write(key);
            writer.Write(name);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null when another version wrote it.</summary>
    /// <exception cref="EndOfStreamException">It is not whole.</exception>
    public static OutcomePast? ReadFrom(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadInt32() != Layout) return null;
        var (position, definedAt, upTo, latestAt, restatedAt) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var state = OutcomeState.Read(reader);
        var names = new Dictionary<ulong, string>();
        for (var left = reader.ReadInt32(); left > 0; left--) names.Add(reader.ReadUInt64(), reader.ReadString());
        return new(state, names, position, definedAt, latestAt, upTo, restatedAt);
    }

    /// <summary>A reading on its way.</summary>
    internal sealed class Reading
    {
        private readonly OutcomeState _state;
        private readonly MomentsFold _fold;
        private readonly PastPartition _partition;
        private readonly long _position, _definedAt, _restatedAt;
        private long _upTo;

        public Reading(OutcomeView outcome, long position, int partitions, (Restated? Books, long At) inForce = default)
        {
            // Position 0 stands for "from the beginning"; where it ends is the fold's.
            _position = position;
            _definedAt = outcome.DefinedAt is { } at ? Instant.From(at).UnixMicros : 0;
            _state = new(outcome.Id, outcome.Version, outcome.Definition, 0, 0);
            _fold = new(_state, position);
            _partition = new(_fold, inForce.Books, partitions);
            _restatedAt = inForce.At;
        }

        public void Apply(JournalRecord record)
        {
            _partition.Apply(record);
            _upTo = record.Last.Value;
        }

        public OutcomePast Result() => new(_state, _fold.Names, _position, _definedAt, _fold.LatestAt, _upTo, _restatedAt);
    }
}

/// <summary>The pasts that have been read, for whoever answers questions. Thread-safe.</summary>
public sealed class OutcomePasts
{
    private readonly ConcurrentDictionary<string, OutcomePast> _all = new(StringComparer.Ordinal);

    /// <summary>The past of a version of an outcome; null when it has not been read.</summary>
    public OutcomePast? Find(string outcome, int version) => _all.TryGetValue(outcome, out var past) && past.Version == version ? past : null;

    /// <summary>Forgets a past that must not be answered with any more.</summary>
    public void Remove(string outcome) => _all.TryRemove(outcome, out _);

    /// <summary>Puts a past in the place of an earlier one.</summary>
    public void Put(OutcomePast past)
    {
        ArgumentNullException.ThrowIfNull(past);
        _all[past.Outcome] = past;
    }
}
