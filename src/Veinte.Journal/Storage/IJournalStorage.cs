namespace Veinte.Journal.Storage;

/// <summary>
/// Where a journal's files lie: a flat set of named files. Behind it stand a directory and the simulated disk, which
/// breaks on purpose. All calls are synchronous, so that the journal's core can be driven step by step. Thread-safe.
/// </summary>
public interface IJournalStorage
{
    /// <summary>Where it is, for messages to people.</summary>
    string Place { get; }

    /// <summary>The names of all files, in no particular order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Creates a file that must not exist yet, for reading and writing. Its name is durable only after <see cref="FlushNames"/>.</summary>
    /// <exception cref="StorageFullException">There is no room for one more file.</exception>
    IJournalFile Create(string name);

    /// <summary>Opens a file that exists.</summary>
    IJournalFile Open(string name, bool forWriting);

    /// <summary>Removes a file. Nobody may have it open.</summary>
    void Delete(string name);

    /// <summary>Makes created and deleted names durable.</summary>
    void FlushNames();

    /// <summary>Takes the right to write; dispose gives it back.</summary>
    /// <exception cref="IOException">Somebody else has it; the message says who, when that is known.</exception>
    IDisposable LockForWriting();
}

/// <summary>One open file of a journal. Reads may run at the same time as one writer.</summary>
public interface IJournalFile : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads from an offset and returns how many bytes: fewer than asked for only at the end of the file.</summary>
    int Read(long offset, Span<byte> target);

    /// <summary>Writes all bytes at an offset, extending the file when needed. Durable only after <see cref="Flush"/>.</summary>
    /// <exception cref="StorageFullException">The storage is full; a part of the bytes may have been written.</exception>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts or extends the file.</summary>
    void SetLength(long length);

    /// <summary>Returns once everything written is durable. After a failure nobody can say what is: the file must not be written any more.</summary>
    void Flush();
}

/// <summary>The storage has no room left. Unlike other failures of a write, this one passes when somebody makes room.</summary>
/// <param name="message">What did not fit where.</param>
/// <param name="inner">The cause.</param>
public sealed class StorageFullException(string message, Exception? inner = null) : IOException(message, inner);
