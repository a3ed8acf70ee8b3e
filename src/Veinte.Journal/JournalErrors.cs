using Veinte.Journal.Storage;
using Veinte.Model;

namespace Veinte.Journal;

/// <summary>What the journal says when it cannot go on: one place for the words.</summary>
internal static class JournalErrors
{
    internal static JournalDamagedException Damaged(string place, string file, long offset, string problem) => new(
        $"The journal is damaged: in {Path.Combine(place, file)} at byte {offset}, {problem}. These bytes had been flushed and have "
        + "changed since. Nothing after them was read. Keep the file as it is, check the disk, and restore the folder from a backup.");

    internal static JournalDamagedException NoHeader(string place, string file) => new(
        $"The journal is damaged: {Path.Combine(place, file)} does not begin with a segment's header for the position in its name. "
        + "Keep the file as it is, check the disk, and restore the folder from a backup.");

    internal static JournalDamagedException Missing(string place, long expected, string found) => new(
        $"The journal in {place} is incomplete: position {expected} should come next, but {found}. A file was removed or cut short. "
        + "Restore the folder from a backup.");

    internal static JournalDamagedException EndsTooEarly(string place, Position head, int partition, Position after) => new(
        $"The journal in {place} ends at position {head}, but partition {partition} has already seen position {after}. "
        + "The journal was replaced by an older one or lost its last files. Restore the folder from a backup, or delete the checkpoints to replay what is left.");

    internal static JournalUnavailableException Full(StorageFullException cause, TimeSpan retryAfter) => new(
        $"Nothing was appended: {cause.Message} The journal goes on by itself as soon as there is room.", retryAfter, cause) { NothingAppended = true };

    internal static JournalUnavailableException Stopped(Exception cause) => new(
        $"The journal has stopped writing for good because the disk failed ({cause.Message.TrimEnd('.')}). "
        + "Nobody can say what of the last batches is durable. Check the disk and restart.", null, cause);

    internal static JournalUnavailableException Closed() =>
        new("The journal is closing and takes nothing more.", null) { NothingAppended = true };
}
