namespace Veinte.Doors.Importing;

/// <summary>What reading on in a file came to.</summary>
internal enum RowStatus : byte
{
    /// <summary>A row.</summary>
    Row = 1,
    /// <summary>Something that is no row; the reader says what.</summary>
    Bad = 2,
    /// <summary>The end.</summary>
    End = 3,
    /// <summary>Nothing can be read after this; the reader says why.</summary>
    Broken = 4,
}

/// <summary>Reads a file row by row, in bounded memory. Two kinds of file, two implementations.</summary>
internal interface IRowReader : IDisposable
{
    /// <summary>The line the row begins on, from 1.</summary>
    long Line { get; }

    /// <summary>Why it is bad or broken.</summary>
    QuarantineReason Reason { get; }

    /// <summary>What is wrong, as the end of a sentence without its full stop.</summary>
    string Detail { get; }

    /// <summary>The row as it stands in the file.</summary>
    ReadOnlySpan<byte> Raw { get; }

    /// <summary>Columns that were asked for and that the file does not have, with those it has; empty when nobody can say before reading.</summary>
    (IReadOnlyList<string> Missing, IReadOnlyList<string> There) Columns { get; }

    /// <summary>Reads the next row's asked columns into <paramref name="values"/>.</summary>
    RowStatus Read(Span<string?> values);
}
