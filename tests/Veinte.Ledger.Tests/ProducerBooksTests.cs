using System.Text;
using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Ledger.Tests;

public sealed class ProducerBooksTests
{
    private static readonly Gen<(Contact Contact, AccountKind Kind, string Name)[]> Postings =
        Gen.Select(Some.Contact, Gen.Int[2, 4], Gen.Int[0, 4].Select(i => new[] { "web", "caja 3", "índice", "検索", "" }[i])).Array[0, 40]
            .Select(rows => rows.Select(row => (row.Item1, (AccountKind)row.Item2, row.Item3)).ToArray());

    [Fact]
    public void A_name_gets_the_next_code_of_its_kind_and_keeps_it()
    {
        var books = new ProducerBooks();
        Assert.Equal([0, 1, 0, 2], new[] { "web", "app", "web", "caja" }.Select(name => Code(books, AccountKind.Touchpoint, name)));
        Assert.Equal(0, Code(books, AccountKind.Staff, "web"));

        Assert.Equal(["web", "app", "caja"], books.Names(AccountKind.Touchpoint));
        Assert.Equal(["web"], books.Names(AccountKind.Staff));
        Assert.Empty(books.Names(AccountKind.Area));
        Assert.Equal((3, "caja"), (books.Count(AccountKind.Touchpoint), books.Name(AccountKind.Touchpoint, 2)));
        Assert.True(books.TryFind(AccountKind.Touchpoint, "app", out var found));
        Assert.Equal(1, found);
        Assert.False(books.TryFind(AccountKind.Area, "app", out var missing));
        Assert.Equal(-1, missing);
    }

    [Fact]
    public void A_full_table_refuses_new_names_and_knows_the_old_ones()
    {
        var books = new ProducerBooks(2);
        Code(books, AccountKind.Touchpoint, "a");
        Code(books, AccountKind.Touchpoint, "b");

        Assert.False(books.TryCode(AccountKind.Touchpoint, "c"u8, out var code));
        Assert.Equal(-1, code);
        Assert.True(books.TryCode(AccountKind.Touchpoint, "b"u8, out code));
        Assert.Equal(1, code);
        Assert.True(books.TryCode(AccountKind.Area, "c"u8, out _));
    }

    [Fact]
    public void A_name_that_is_known_costs_no_memory()
    {
        var books = new ProducerBooks();
        var name = "check-in"u8.ToArray();
        var at = new Instant(5 * Instant.MicrosPerDay);
        long Post(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                books.TryCode(AccountKind.Touchpoint, name, out var code);
                books.Figures(AccountKind.Touchpoint, code).Post(new(15_000), new(5_000), at, 90);
                books.Course(AccountKind.Touchpoint, code).Add(at, 1, 1, 15_000, 5_000);
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Post(100);
        Assert.Equal(0, Post(10_000));
        Assert.Equal(10_100, books.Figures(AccountKind.Touchpoint, 0).Interactions);
    }

    [Fact]
    public void The_producer_side_is_the_sum_of_the_touchpoints() => Postings.Sample(postings =>
    {
        var books = Posted(postings);
        Assert.Equal(postings.Where(p => p.Kind == AccountKind.Touchpoint).Sum(p => p.Contact.Amount.Milli), books.Balance().Milli);
    });

    [Fact]
    public void Customers_are_no_producers() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProducerBooks().TryCode(AccountKind.Customer, "c1"u8, out _));

    [Fact]
    public void Books_read_back_as_they_were_written() => Postings.Sample(postings =>
    {
        var books = Posted(postings);
        var read = ProducerBooks.Read(Some.Bytes(books.Write));
        Assert.Equal(Some.Bytes(books.Write), Some.Bytes(read.Write));
        foreach (var (contact, kind, name) in postings)
        {
            Assert.True(read.TryFind(kind, name, out var code));
            Assert.True(books.TryFind(kind, name, out var original));
            Assert.Equal(original, code);
            Assert.Equal(books.Figures(kind, code).Integers(), read.Figures(kind, code).Integers());
            Assert.Equal(All(books.Course(kind, code)), All(read.Course(kind, code)));
        }
    });

    [Fact]
    public void More_names_than_configured_are_kept_when_read_and_new_ones_are_refused()
    {
        var books = new ProducerBooks(3);
        foreach (var name in new[] { "a", "b", "c" }) Code(books, AccountKind.Area, name);
        var read = ProducerBooks.Read(Some.Bytes(books.Write), namesMax: 2);

        Assert.Equal(["a", "b", "c"], read.Names(AccountKind.Area));
        Assert.False(read.TryCode(AccountKind.Area, "d"u8, out _));
    }

    [Fact]
    public void A_name_that_is_not_text_is_kept_byte_for_byte()
    {
        var books = new ProducerBooks();
        books.TryCode(AccountKind.Touchpoint, [0xC3, 0x28], out var a);
        books.TryCode(AccountKind.Touchpoint, [0xC3, 0x29], out var b);
        Assert.NotEqual(a, b);
        Assert.True(ProducerBooks.Read(Some.Bytes(books.Write)).TryFind(AccountKind.Touchpoint, [0xC3, 0x29], out var read));
        Assert.Equal(b, read);
    }

    [Fact]
    public void Bytes_that_are_cut_off_anywhere_are_refused()
    {
        var books = new ProducerBooks();
        Code(books, AccountKind.Touchpoint, "web");
        new Contact(new(15_000), new(5_000), new(Instant.MicrosPerDay)).AddTo(books.Course(AccountKind.Touchpoint, 0), 1);
        var bytes = Some.Bytes(books.Write);

        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => ProducerBooks.Read(bytes.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => ProducerBooks.Read([.. bytes, 0]));
        Assert.Contains("layout 9", Assert.Throws<InvalidDataException>(() => ProducerBooks.Read([9, .. bytes.AsSpan(1)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused_and_nothing_else_happens() => Gen.Select(Postings, Gen.Int[0, 100_000], Gen.Byte)
        .Sample((postings, where, value) =>
        {
            var bytes = Some.Bytes(Posted(postings).Write);
            bytes[where % bytes.Length] = value;
            try { ProducerBooks.Read(bytes); }
            catch (InvalidDataException) { }
        });

    [Fact]
    public void The_written_form_never_changes()
    {
        var books = new ProducerBooks();
        Code(books, AccountKind.Touchpoint, "web");
        Code(books, AccountKind.Area, "ñ");
        new Contact(new(15_000), new(5_000), new(2 * Instant.MicrosPerDay)).AddTo(books.Course(AccountKind.Touchpoint, 0), 1);
        new Contact(null, default, new(4 * Instant.MicrosPerDay)).AddTo(books.Course(AccountKind.Touchpoint, 0), 1);
        var empty = new string('0', 2 * AccountFigures.EncodedSize);

        Assert.Equal(
            "01"                                                // layout
            + "01" + "03776562" + empty                         // one touchpoint: name, figures
            + "08" + "02"                                       // its course: newest day 4, two days
            + "04" + "02" + "02" + "B0EA01" + "80E9C9D601" + "904E"   // day 2: 1 interaction, 1 graded, Σg, Σg², amount
            + "04" + "02" + "00" + "00" + "00" + "00"           // two days later: 1 interaction
            + "00"                                              // no staff
            + "01" + "02C3B1" + empty + "FFFFFFFF0F" + "00",    // one area that saw no day yet
            Convert.ToHexString(Some.Bytes(books.Write)));
    }

    private static int Code(ProducerBooks books, AccountKind kind, string name)
    {
        Assert.True(books.TryCode(kind, Encoding.UTF8.GetBytes(name), out var code));
        return code;
    }

    private static ProducerBooks Posted((Contact Contact, AccountKind Kind, string Name)[] postings)
    {
        var books = new ProducerBooks();
        foreach (var (contact, kind, name) in postings)
        {
            var code = Code(books, kind, name);
            contact.PostTo(books.Figures(kind, code), Some.HalfLifeDays);
            contact.AddTo(books.Course(kind, code), 1);
        }
        return books;
    }

    private static IReadOnlyList<CourseSum> All(DailyCourse course) => course.Between(new(-2000 * Instant.MicrosPerDay), new(2000 * Instant.MicrosPerDay));
}
