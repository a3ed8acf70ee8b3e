using System.Text.Json;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;

namespace Veinte.Simulation.Lives;

/// <summary>
/// What clients and people do, by the seed: ratings, repeats, sign-ins, merges and their undoing, reversals, disputes,
/// policies, imports taken back, bad events. Whatever was not acknowledged is said again, as clients do.
/// </summary>
internal sealed class Story(Random random, SimulatedBooks books, bool circles)
{
    private readonly List<(EntryBatch Batch, string[] Messages)> _unheard = [];
    private readonly List<(EntryBatch Batch, string[] Messages)> _recent = [];
    private readonly List<(long Position, UInt128 Customer)> _postings = [];
    private readonly HashSet<string> _acknowledged = [];
    private int _number;
    private int _policy;

    public IReadOnlySet<string> Acknowledged => _acknowledged;

    /// <summary>Every identifier that may occur.</summary>
    public static IEnumerable<Identifier> Everybody =>
    [
        .. Enumerable.Range(0, 8).Select(i => new Identifier(IdentifierKind.User, $"user{i}")),
        .. Enumerable.Range(0, 8).Select(i => new Identifier(IdentifierKind.Anonymous, $"device{i}")),
    ];

    public void Do()
    {
        if (_unheard.Count > 0 && random.Next(5) != 0)
        {
            var (batch, messages) = _unheard[0];
            _unheard.RemoveAt(0);
            Say(batch, messages);
        }
        else if (_recent.Count > 0 && random.Next(12) == 0)
        {
            // A client that did not hear the answer: once, and soon. The dedupe window is finite.
            var at = random.Next(_recent.Count);
            var (batch, _) = _recent[at];
            _recent.RemoveAt(at);
            books.Append(batch);
        }
        else SayNew();
    }

    /// <summary>Says again what was not acknowledged, without faults from here on.</summary>
    public void Insist()
    {
        while (_unheard.Count > 0)
        {
            var (batch, messages) = _unheard[0];
            _unheard.RemoveAt(0);
            Say(batch, messages, faultless: true);
        }
    }

    private void SayNew()
    {
        using var builder = new EntryBatchBuilder();
        var messages = new List<string>();
        var customers = new List<(int Index, UInt128 Customer)>();
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            _number++;
            if (random.Next(4) != 0) AddRating(builder, messages, customers);
            else AddDecision(builder);
        }
        if (builder.Count == 0) return;
        var batch = builder.Build();
        if (Say(batch, [.. messages]) is not { } first) return;
        foreach (var (index, customer) in customers) _postings.Add((first + index, customer));
    }

    private long? Say(EntryBatch batch, string[] messages, bool faultless = false)
    {
        var first = books.Append(batch, faultless);
        if (first is null) _unheard.Add((batch, messages));
        else
        {
            _acknowledged.UnionWith(messages);
            _recent.Add((batch, messages));
            if (_recent.Count > 6) _recent.RemoveAt(0);
        }
        return first;
    }

    private void AddRating(EntryBatchBuilder builder, List<string> messages, List<(int Index, UInt128 Customer)> customers)
    {
        var message = $"m{_number}";
        var (user, device) = ($"user{random.Next(8)}", $"device{random.Next(8)}");
        var who = random.Next(8) switch { 0 => $"?{device}+{user}", < 4 => $"?{device}", _ => user };
        double? rating = random.Next(5) == 0 ? null : random.Next(1, 6);
        Ratings.Add(builder, who, $"touchpoint{random.Next(5)}", rating, message,
            random.Next(2) == 0 ? "" : $"staff{random.Next(3)}", random.Next(2) == 0 ? "" : $"area{random.Next(2)}", _number);
        messages.Add(message);
        customers.Add((builder.Count - 1, who.StartsWith('?') && !who.Contains('+', StringComparison.Ordinal)
            ? StableHash.Customer(IdentifierKind.Anonymous, device)
            : StableHash.Customer(IdentifierKind.User, user)));
    }

    private void AddDecision(EntryBatchBuilder builder)
    {
        switch (random.Next(12))
        {
            case 0 or 1: AddMerge(builder); break;
            case 2 or 3: AddUnmerge(builder); break;
            case 4 or 5 when _postings.Count > 0: AddAboutPosting(builder); break;
            case 6 or 7 when _postings.Count > 0: AddReversal(builder); break;
            case 8:
                builder.Add(Header(EntryKind.PolicyPublished, 0, EntryFlags.Broadcast),
                    new(_policy + random.Next(2), "maria", Policy(1 + random.Next(3))), EntryJson.Default.PolicyPublished);
                _policy = Math.Max(_policy, 1) + (random.Next(2) == 0 ? 1 : 0);
                break;
            case 9:
                QuarantinedView.Add(builder, Now, "test", "rating-off-scale", "", "segment", "{}"u8);
                break;
            case 10:
                builder.Add(Header(EntryKind.QuarantineSettled, QuarantinedView.KeyOf("test")), new(random.Next(1, 200), "test", true, "maria"), EntryJson.Default.QuarantineSettled);
                break;
            case 11:
                builder.Add(Header(EntryKind.ImportProgressed, 7), new("imp", "a.csv", "running", _number, _number, 0, "maria"), EntryJson.Default.ImportProgressed);
                break;
            default:
                using (var traits = JsonDocument.Parse($$"""{"name":"n{{_number}}"}"""))
                {
                    var user = new Identifier(IdentifierKind.User, $"user{random.Next(8)}");
                    builder.Add(Header(EntryKind.CustomerIdentified, user.Key),
                        new(user, random.Next(3) == 0 ? $"device{random.Next(8)}" : null, null, traits.RootElement.Clone(), "test", ""), EntryJson.Default.CustomerIdentified);
                }
                break;
        }
    }

    private void AddMerge(EntryBatchBuilder builder)
    {
        var (from, into) = (Anybody(), Anybody());
        // People merge towards the lower number, unless this life is about circles.
        if (!circles && Rank(from) <= Rank(into)) (from, into) = (into, from);
        var cause = from.Kind == IdentifierKind.Anonymous && random.Next(3) == 0 ? "alias" : "person";
        builder.Add(Header(EntryKind.MergeRequested, from.Key), new(from, into, cause, "maria"), EntryJson.Default.MergeRequested);
    }

    private void AddUnmerge(EntryBatchBuilder builder)
    {
        var merged = Everybody.Select(identifier => (identifier, books.CustomerOf(identifier)?.PointsTo))
            .Where(pair => pair.PointsTo is not null).ToList();
        if (merged.Count == 0) return;
        var (from, into) = merged[random.Next(merged.Count)];
        builder.Add(Header(EntryKind.UnmergeRequested, into!.Key), new(from, into, "maria", "wrong"), EntryJson.Default.UnmergeRequested);
    }

    private void AddAboutPosting(EntryBatchBuilder builder)
    {
        var (position, customer) = _postings[random.Next(_postings.Count)];
        if (random.Next(2) == 0) builder.Add(Header(EntryKind.DisputeOpened, customer), new(position, "luis", "no"), EntryJson.Default.DisputeOpened);
        else builder.Add(Header(EntryKind.DisputeResolved, customer), new(position, "maria", random.Next(2) == 0, "yes"), EntryJson.Default.DisputeResolved);
    }

    private void AddReversal(EntryBatchBuilder builder)
    {
        // Now and then an import is taken back: many reversals at once.
        for (var left = random.Next(4) == 0 ? 8 : 1; left > 0; left--)
        {
            var (position, customer) = _postings[random.Next(_postings.Count)];
            builder.Add(Header(EntryKind.ReversalRequested, customer), new(position, "maria", "wrong", left > 1 ? "imp" : null), EntryJson.Default.ReversalRequested);
            _number++;
        }
    }

    private EntryHeader Header(EntryKind kind, UInt128 key, EntryFlags flags = EntryFlags.None) => new()
    {
        Kind = kind,
        Flags = flags,
        Key = key,
        Message = StableHash.Message(StableHash.Source("desk"), $"d{_number}"),
        OccurredAt = Now,
        ReceivedAt = Now,
    };

    private Instant Now => new(Ratings.Start.UnixMicros + _number * 60 * Instant.MicrosPerSecond);

    private Identifier Anybody() => Everybody.ElementAt(random.Next(16));

    private static int Rank(Identifier identifier) => (identifier.Kind == IdentifierKind.User ? 0 : 100) + (identifier.Value[^1] - '0');

    private static JsonElement Policy(int weight)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(Grading.ScoringPolicyJson.Write(Grading.ScoringPolicy.Default))!.AsObject();
        node["defaultWeight"] = weight;
        return JsonSerializer.SerializeToElement(node);
    }
}
