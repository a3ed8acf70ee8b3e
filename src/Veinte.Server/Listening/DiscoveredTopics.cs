using System.Collections.Frozen;
using Veinte.Journal;
using Veinte.Language.Topics;

namespace Veinte.Server.Listening;

/// <summary>
/// Topics nobody named, in the last texts of a period, looked for in each language by itself, each with whether it grows: the
/// later half of the period against the earlier one. Finding them takes a moment of a processor, and naming them a question to somebody's model, so an answer serves
/// for two minutes. Thread-safe.
/// </summary>
internal sealed class DiscoveredTopics(ListeningService listening, ChatHelp chat, IJournal journal, TimeProvider time)
{
    /// <summary>The most texts that are read.</summary>
    public const int TextsMax = TopicDiscovery.TextsMax;

    /// <summary>How many topics are looked for unless asked otherwise.</summary>
    public const int ByDefault = 8;

    private const int KeptMax = 32;
    private const int ExamplesOfEach = 3;
    private static readonly TimeSpan ServesFor = TimeSpan.FromMinutes(2);

    private readonly Lock _one = new();
    private readonly Dictionary<Asked, (TopicsAnswer Answer, DateTimeOffset At)> _kept = [];

    /// <summary>The topics, the emerging ones first, then the largest.</summary>
    /// <param name="filter">Which texts; periods that begin and end within the same two minutes share an answer.</param>
    /// <param name="topics">How many to look for, 2 to 20, shared out among the languages; two of each at least.</param>
    /// <param name="named">Whether a language model, where there is one, gives them names.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<TopicsAnswer> Of(HeardFilter filter, int topics, bool named, CancellationToken cancel)
    {
        var asked = new Asked(filter.From.UnixMicros / (ServesFor.Ticks / 10), filter.To.UnixMicros / (ServesFor.Ticks / 10), Kept(filter), topics, named);
        lock (_one)
            if (_kept.TryGetValue(asked, out var kept) && time.GetUtcNow() - kept.At < ServesFor) return kept.Answer;
        var answer = named ? await Named(filter, topics, cancel) : await Find(filter, topics, cancel);
        lock (_one)
        {
            if (_kept.Count >= KeptMax) _kept.Remove(_kept.MinBy(kept => kept.Value.At).Key);
            _kept[asked] = (answer, time.GetUtcNow());
        }
        return answer;
    }

    private async Task<TopicsAnswer> Named(HeardFilter filter, int topics, CancellationToken cancel)
    {
        var found = await Of(filter, topics, named: false, cancel);
        return found with { Items = await chat.Name(found.Items, cancel) };
    }

    private async Task<TopicsAnswer> Find(HeardFilter filter, int topics, CancellationToken cancel)
    {
        var heard = listening.Texts.Of(filter);
        var written = await ListeningApi.Written([.. heard.Skip(Math.Max(0, heard.Count - TextsMax))], journal, cancel);
        if (written.Count == 0) return new(0, Growth.FalseAlarmMax, []);
        // Halves of the time the read texts span, which is less than the period when there are many.
        var first = written.Min(text => text.OccurredAt);
        var middle = first + (written.Max(text => text.OccurredAt) - first) / 2;
        var found = await Task.Run(() => written.GroupBy(text => text.Language).SelectMany(texts => In([.. texts], Share(texts.Count(), written.Count, topics), middle)).ToList(), cancel);
        // One correction over all that is said at once, whatever its language.
        var emerging = Growth.Emerging([.. found.Select(topic => topic.GrowthChance)]);
        return new(written.Count, Growth.FalseAlarmMax,
            [.. found.Select((topic, at) => topic with { Emerging = emerging[at] }).OrderByDescending(topic => topic.Emerging).ThenByDescending(topic => topic.Texts)]);
    }

    // Of the topics that are looked for each language gets its part, and two at least: fewer tell nothing apart.
    private static int Share(int texts, int all, int topics) => Math.Max(2, (int)Math.Round(topics * texts / (double)all));

    // Words of two languages differ whatever they are about: topics found in both at once would tell languages apart and not topics.
    private static IEnumerable<TopicAnswer> In(IReadOnlyList<WrittenText> written, int topics, DateTimeOffset middle)
    {
        var allNow = written.Count(text => text.OccurredAt >= middle);
        // Numbers and addresses name no topic, and should not leave with its words.
        foreach (var topic in TopicDiscovery.Find([.. written.Select(text => Anonymous.Of(text.Text, []))], topics))
        {
            var now = topic.Texts.Count(at => written[at].OccurredAt >= middle);
            yield return new(
                topic.Terms, null, topic.Texts.Count, MeanAnswer.Of(topic.Texts.Select(text => (float)(written[text].Tone ?? double.NaN))),
                MeanAnswer.Of(topic.Texts.Select(text => (float)(written[text].Grade ?? double.NaN))),
                [.. topic.Texts.TakeLast(ExamplesOfEach).Reverse().Select(text => written[text].Position)], written[0].Language,
                Growth.Chance(topic.Texts.Count - now, now, written.Count - allNow, allNow), Effect: EffectOf(written, topic.Texts));
        }
    }

    private static EffectAnswer? EffectOf(IReadOnlyList<WrittenText> written, IEnumerable<int> texts)
    {
        var mine = texts.ToHashSet();
        return EffectAnswer.Of(Grades(mine.Contains), Grades(at => !mine.Contains(at)));

        IEnumerable<float> Grades(Func<int, bool> which) => Enumerable.Range(0, written.Count).Where(which).Select(at => (float)(written[at].Grade ?? double.NaN));
    }

    // Who is meant is a matter of what was asked; thousands of keys would stay as long as the answer.
    private static HeardFilter Kept(HeardFilter filter) =>
        filter with { From = default, To = default, Writers = filter.Writers is { } writers ? writers with { Keys = FrozenSet<UInt128>.Empty } : null };

    private sealed record Asked(long From, long To, HeardFilter Which, int Topics, bool Named);
}
