using Veinte.Engine.Folds;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;

namespace Veinte.Engine;

// Whose an interaction is now: it carries the identifier it came with, and identifiers are merged into customers.
public sealed partial class Books
{
    // A partition answers between two records, and those wait meanwhile; a customer who is not in memory is read from the disk or the database.
    // So it is asked for few at a time; several such questions are under way together, for most of the time is the trip's.
    private const int KeysAtOnce = 50, QuestionsAtOnce = 4;
    private const int HopsMax = 10;

    /// <summary>Keys of all identifiers that belong to a customer now, his own included; empty when the books know nobody by that id.</summary>
    public async Task<IReadOnlySet<UInt128>> KeysOf(string id, CancellationToken cancel = default) =>
        (await IdentifiersOf(id, cancel))?.Select(identifier => identifier.Key).ToHashSet() ?? [];

    /// <summary>All identifiers that belong to a customer now, his own first; null when the books know nobody by that id.</summary>
    private async Task<IReadOnlyList<Identifier>?> IdentifiersOf(string id, CancellationToken cancel)
    {
        if (await FindCustomer(id, cancel) is not { } customer) return null;
        var identifiers = new List<Identifier> { customer.State.Identifier };
        var states = new Queue<CustomerState>([customer.State]);
        while (states.TryDequeue(out var state) && identifiers.Count < IdentifiersPerStatementMax)
        {
            foreach (var merged in state.Merged)
            {
                if (identifiers.Contains(merged.Identifier)) continue;
                identifiers.Add(merged.Identifier);
                if (await FindOwn(merged.Identifier, cancel) is { } own) states.Enqueue(own.State);
            }
        }
        return identifiers;
    }

    /// <summary>Of identifiers' keys, those whose customers have all of these traits, as the books know them now.</summary>
    public async Task<IReadOnlySet<UInt128>> WithTraits(IEnumerable<UInt128> keys, IReadOnlyList<NamedValue> traits, CancellationToken cancel = default)
    {
        var having = new HashSet<UInt128>();
        // A list of its own: the question may travel to another node.
        NamedValue[] wanted = [.. traits];
        // Beside each key where it is looked for: an identifier that was merged has no traits of its own any more.
        var open = keys.Distinct().Select(key => (Key: key, At: key)).ToList();
        for (var hops = 0; open.Count > 0 && hops <= HopsMax; hops++)
        {
            var asked = open.GroupBy(one => PartitionOf(one.At)).Select(async part =>
            {
                var pointing = new List<(UInt128 Key, UInt128 At)>();
                var found = new List<UInt128>();
                foreach (var questions in part.Chunk(KeysAtOnce).Chunk(QuestionsAtOnce))
                {
                    var marks = await Task.WhenAll(questions.Select(some => _partitions.Ask(part.Key, new TraitsQuery([.. some.Select(one => one.At)], wanted), cancel).AsTask()));
                    foreach (var (one, mark) in questions.SelectMany(some => some).Zip(marks.SelectMany(some => some)))
                    {
                        if (mark.HasAll) found.Add(one.Key);
                        else if (mark.PointsTo != UInt128.Zero) pointing.Add((one.Key, mark.PointsTo));
                    }
                }
                return (found, pointing);
            });
            open = [];
            foreach (var (found, pointing) in await Task.WhenAll(asked))
            {
                having.UnionWith(found);
                open.AddRange(pointing);
            }
        }
        return having;
    }
}
