using Veinte.Embedded;
using Veinte.Journal.Entries;
using Veinte.KillTarget;

// Keeps books under load from several writers and writes each acknowledged message on a line, until it is killed.
if (args is not [var folder, var round])
{
    Console.Error.WriteLine("usage: Veinte.KillTarget FOLDER ROUND");
    return 2;
}

var node = await EmbeddedNode.Open(
    folder, TimeProvider.System, new() { CheckpointEntriesMax = 500, CheckpointInterval = TimeSpan.FromMilliseconds(100) }, new());
var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
await Task.WhenAll(Enumerable.Range(0, Ratings.Writers).Select(Write));
return 0;

async Task Write(int writer)
{
    using var builder = new EntryBatchBuilder();
    for (var i = 0; ; i++)
    {
        var messages = Enumerable.Range(0, 1 + i % 7).Select(n => $"{round}-{writer}-{i}-{n}").ToArray();
        // Every third batch comes from a device: first with its owner's name, so that it is merged, then without.
        var who = i % 3 > 0 ? $"writer-{writer}" : i % 2 == 0 ? $"?device-{writer}-{i % 8}+writer-{writer}" : $"?device-{writer}-{i % 8 - 1}";
        foreach (var message in messages) Ratings.Add(builder, who, "load", 1 + i % 5, message);
        var batch = builder.Build();
        await node.Journal.Append(batch);
        // Now and then a client does not hear the answer and sends again.
        if (i % 11 == 0) await node.Journal.Append(batch);
        foreach (var message in messages) await output.WriteLineAsync(message + ".");
    }
}
