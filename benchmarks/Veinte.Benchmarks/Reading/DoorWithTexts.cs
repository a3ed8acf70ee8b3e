using System.Diagnostics;
using System.Text.Json;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Journal.Entries;
using Veinte.Language;
using Veinte.Language.Learning;
using Veinte.Model;

namespace Veinte.Benchmarks.Reading;

/// <summary>What reading a text adds to the door: events a CPU-second from bytes to entries, without a text, with one, and with one read by a model that has learned.</summary>
internal static class DoorWithTexts
{
    private const int EventsPerBody = 50;
    private const int Rounds = 5;

    public static void Run()
    {
        var tweets = LabelledTexts.Tweets();
        var firm = new FirmModel();
        foreach (var tweet in tweets.Take(tweets.Count / 2)) firm.LearnTone(tweet.Text, TextLanguage.English, tweet.Score);
        var (plain, learned) = (new DoorLimits(), new DoorLimits());
        learned.Tone.Use(firm);
        var without = Report("rating only", Bodies(tweets, withText: false), plain);
        foreach (var (name, limits) in new[] { ("rating and a text, prior", plain), ("rating and a text, learned model", learned) })
            Console.WriteLine($"  {Report(name, Bodies(tweets, withText: true), limits) / without:0.00} of the rate without a text");
    }

    private static double Report(string name, List<byte[]> bodies, DoorLimits limits)
    {
        Read(bodies, limits);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var round = 0; round < Rounds; round++) Read(bodies, limits);
        var rate = Rounds * bodies.Count * EventsPerBody / (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine($"door, bytes to entries, {name}: {rate:N0} events per CPU-second ({EventsPerBody} a request)");
        return rate;
    }

    private static void Read(List<byte[]> bodies, DoorLimits limits)
    {
        using var builder = new EntryBatchBuilder();
        var source = new DoorSource("load");
        foreach (var body in bodies)
        {
            builder.Clear();
            if (SegmentDoor.Read(body, SegmentRoute.Batch, source, Instant.From(DateTimeOffset.UnixEpoch.AddYears(56)), limits, builder).Accepted != EventsPerBody)
                throw new InvalidOperationException("The door refused an event of the load.");
        }
    }

    private static List<byte[]> Bodies(List<LabelledText> tweets, bool withText) =>
    [
        .. tweets.Take(4_000).Chunk(EventsPerBody).Where(chunk => chunk.Length == EventsPerBody).Select((chunk, body) => JsonSerializer.SerializeToUtf8Bytes(new
        {
            batch = chunk.Select((tweet, at) => new
            {
                type = "track", @event = "Review", userId = $"u{at}", messageId = $"{body}-{at}",
                properties = withText ? new Dictionary<string, object> { ["rating"] = 4, ["text"] = tweet.Text } : new() { ["rating"] = 4 },
            }),
        })),
    ];
}
