using System.Globalization;
using System.Text;
using System.Text.Json;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Simulation.Lives;

/// <summary>
/// The same books kept the plain way: dictionaries, no partitions, no transfers, no checkpoints. It reads what clients and
/// people said, in the order of the journal, and knows nothing of what partitions tell each other. An identifier has what
/// happened to it; whose that is now, whoever compares asks the pointers.
/// </summary>
internal sealed class PlainBooks
{
    private readonly HashSet<UInt128> _seen = [];
    private readonly Dictionary<long, Posting> _postings = [];
    private readonly HashSet<long> _disputed = [];
    private int _policy;
    private long _weight = 1;

    /// <summary>What each identifier did itself, whoever has it now.</summary>
    public Dictionary<UInt128, Sum> Own { get; } = [];

    /// <summary>Touchpoints, staff members and areas.</summary>
    public Dictionary<(AccountKind Kind, string Name), Sum> Producers { get; } = [];

    /// <summary>MessageIds that are posted.</summary>
    public HashSet<string> Messages { get; } = [];

    public Sum All { get; private set; }

    /// <summary>Postings that were ever disputed.</summary>
    public HashSet<long> Disputes { get; } = [];

    public void Read(JournalRecord record)
    {
        foreach (var entry in record) Read(entry);
    }

    private void Read(in JournalEntry entry)
    {
        if (entry.Header.Kind == EntryKind.Interaction) ReadInteraction(entry);
        else if (entry.Header.Kind == EntryKind.PolicyPublished) ReadPolicy(Body(entry, EntryJson.Default.PolicyPublished));
        else if (entry.Header.Kind == EntryKind.ReversalRequested)
        {
            if (_seen.Add(entry.Header.Message)) Reverse(Body(entry, EntryJson.Default.ReversalRequested).Posting, entry.Header.Key);
        }
        else if (entry.Header.Kind == EntryKind.DisputeOpened)
        {
            var opened = Body(entry, EntryJson.Default.DisputeOpened).Posting;
            if (!_seen.Add(entry.Header.Message) || !_postings.TryGetValue(opened, out var posting) || posting.Customer != entry.Header.Key) return;
            _disputed.Add(opened);
            Disputes.Add(opened);
        }
        else if (entry.Header.Kind == EntryKind.DisputeResolved)
        {
            var resolved = Body(entry, EntryJson.Default.DisputeResolved);
            if (!_seen.Add(entry.Header.Message) || !_disputed.Remove(resolved.Posting)) return;
            if (resolved.Upheld) Reverse(resolved.Posting, entry.Header.Key);
        }
    }

    private void ReadInteraction(in JournalEntry entry)
    {
        var view = new InteractionView(entry.Header, entry.Body);
        if (!_seen.Add(entry.Header.Message)) return;
        Messages.Add(Encoding.UTF8.GetString(view.MessageId));
        long? grade = view.Signals.Has(SignalSet.Rating) ? (long)(view.Signals.Rating - 1) * 5_000 : null;
        var sum = new Sum(grade is null ? 0 : _weight * (grade.Value - 10_000), 1, grade is null ? 0 : 1, grade ?? 0);
        var posting = new Posting(
            entry.Header.Key, sum, Encoding.UTF8.GetString(view.Touchpoint), Encoding.UTF8.GetString(view.Staff), Encoding.UTF8.GetString(view.Area));
        _postings.Add(entry.Position.Value, posting);
        Move(posting, sum);
    }

    private void ReadPolicy(PolicyPublished published)
    {
        if (published.Version != _policy + 1) return;
        _policy = published.Version;
        _weight = published.Policy.GetProperty("defaultWeight").GetInt64();
    }

    private void Reverse(long position, UInt128 customer)
    {
        if (!_postings.TryGetValue(position, out var posting) || posting.Customer != customer || posting.Reversed) return;
        posting.Reversed = true;
        Move(posting, -posting.Sum);
    }

    private void Move(Posting posting, Sum sum)
    {
        Own[posting.Customer] = Own.GetValueOrDefault(posting.Customer) + sum;
        All += sum;
        Move(AccountKind.Touchpoint, posting.Touchpoint, sum);
        Move(AccountKind.Staff, posting.Staff, sum);
        Move(AccountKind.Area, posting.Area, sum);
    }

    private void Move(AccountKind kind, string name, Sum sum)
    {
        if (name.Length > 0) Producers[(kind, name)] = Producers.GetValueOrDefault((kind, name)) + sum;
    }

    private static T Body<T>(in JournalEntry entry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Deserialize(entry.Body, type)!;

    private sealed record Posting(UInt128 Customer, Sum Sum, string Touchpoint, string Staff, string Area)
    {
        public bool Reversed { get; set; }
    }
}

/// <summary>Plain figures of an account.</summary>
internal readonly record struct Sum(long Balance, long Interactions, long Graded, long Grades)
{
    public static Sum operator +(Sum a, Sum b) => new(a.Balance + b.Balance, a.Interactions + b.Interactions, a.Graded + b.Graded, a.Grades + b.Grades);

    public static Sum operator -(Sum a) => new(-a.Balance, -a.Interactions, -a.Graded, -a.Grades);

    public static Sum Of(Ledger.AccountFigures figures) => new(figures.Balance.Milli, figures.Interactions, figures.Graded, figures.GradeSumMilli);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"balance {Balance}, interactions {Interactions}, graded {Graded}, grades {Grades}");
}
