using System.Buffers;
using System.Text;
using Veinte.Model;

namespace Veinte.Ledger;

/// <summary>
/// The producer side of one partition: the accounts of touchpoints, staff members and areas, with their course by day.
/// Each kind has its own table of names; a name's code is its number of first appearance, from 0, and never changes.
/// Mutable and not thread-safe: its partition owns it.
/// </summary>
/// <param name="namesMax">The most names of each kind.</param>
public sealed class ProducerBooks(int namesMax = ProducerBooks.NamesMaxDefault)
{
    /// <summary>The most names of each kind unless configured.</summary>
    public const int NamesMaxDefault = 10_000;

    private const byte Layout = 1;

    private readonly ProducerTable _touchpoints = new(namesMax);
    private readonly ProducerTable _staff = new(namesMax);
    private readonly ProducerTable _areas = new(namesMax);

    /// <summary>The code of a name; a new name gets the next one. Allocates only for a new name.</summary>
    /// <param name="kind">Touchpoint, staff or area.</param>
    /// <param name="nameUtf8">The name, taken byte for byte.</param>
    /// <param name="code">The code; −1 when the answer is false.</param>
    /// <returns>False when the name is new and the table is full.</returns>
    public bool TryCode(AccountKind kind, ReadOnlySpan<byte> nameUtf8, out int code) => Table(kind).TryCode(nameUtf8, out code);

    /// <summary>The code of a name that is known; adds nothing.</summary>
    public bool TryFind(AccountKind kind, ReadOnlySpan<byte> nameUtf8, out int code) => Table(kind).TryFind(nameUtf8, out code);

    /// <inheritdoc cref="TryFind(AccountKind, ReadOnlySpan{byte}, out int)"/>
    public bool TryFind(AccountKind kind, string name, out int code) => TryFind(kind, Encoding.UTF8.GetBytes(name), out code);

    /// <summary>How many names of a kind there are; codes run from 0 to one less.</summary>
    public int Count(AccountKind kind) => Table(kind).Count;

    /// <summary>Whether new names of a kind are refused.</summary>
    public bool IsFull(AccountKind kind) => Table(kind).IsFull;

    /// <summary>The name behind a code.</summary>
    public string Name(AccountKind kind, int code) => Table(kind)[code].Name;

    /// <summary>The names of a kind, by code.</summary>
    public IReadOnlyList<string> Names(AccountKind kind) => [.. Table(kind).Select(producer => producer.Name)];

    /// <summary>The figures behind a code, to read and to post on.</summary>
    public AccountFigures Figures(AccountKind kind, int code) => Table(kind)[code].Figures;

    /// <summary>The course by day behind a code, to read and to add to.</summary>
    public DailyCourse Course(AccountKind kind, int code) => Table(kind)[code].Course;

    /// <summary>Sum of all touchpoints' balances: the producer side of the trial balance. Staff and areas are dimensions of it.</summary>
    public Points Balance() => _touchpoints.Aggregate(Points.Zero, (sum, touchpoint) => sum + touchpoint.Figures.Balance);

    /// <summary>Writes all accounts (docs/internals/ledger.md).</summary>
    public void Write(IBufferWriter<byte> target)
    {
        LedgerBytes.WriteByte(target, Layout);
        _touchpoints.Write(target);
        _staff.Write(target);
        _areas.Write(target);
    }

    /// <summary>Reads what <see cref="Write"/> wrote. More names than <paramref name="namesMax"/> are kept; new ones are then refused.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of another layout.</exception>
    public static ProducerBooks Read(ReadOnlySpan<byte> source, int namesMax = NamesMaxDefault)
    {
        var reader = new LedgerReader(source);
        reader.ExpectLayout(Layout, "The producers' books");
        var books = new ProducerBooks(namesMax);
        books._touchpoints.Read(ref reader);
        books._staff.Read(ref reader);
        books._areas.Read(ref reader);
        reader.End();
        return books;
    }

    private ProducerTable Table(AccountKind kind) => kind switch
    {
        AccountKind.Touchpoint => _touchpoints,
        AccountKind.Staff => _staff,
        AccountKind.Area => _areas,
        AccountKind.Customer or _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Producers are touchpoints, staff and areas."),
    };
}
