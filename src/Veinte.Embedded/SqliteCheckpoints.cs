using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Veinte.Engine.Seams;

namespace Veinte.Embedded;

/// <summary>
/// One partition's checkpoints in a SQLite file, its daybook in a flat file beside it. The daybook is flushed before the
/// transaction that names its length commits, so bytes beyond that length are leftovers of a crash and are cut off at
/// the next start. Reads go over a connection of their own and never wait for a commit (write-ahead log).
/// </summary>
internal sealed class SqliteCheckpoints : ICheckpoints
{
    // Pages of 16 KB: without a rowid a row of more than a quarter of a page has the rest of it in pages of its own, so in
    // SQLite's usual 4 KB a customer of 1.6 KB took 4 KB and two reads. Files made before keep the pages that they have.
    private const string Settings =
        "pragma page_size = 16384; pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 1000;";

    private const string Schema = """
        create table if not exists head (
            one integer primary key check (one = 1), epoch integer not null, position integer not null,
            daybook integer not null, aggregates blob);
        insert or ignore into head values (1, 0, 0, 0, null);
        create table if not exists customers (
            key blob primary key, text text not null, name text, listed integer not null, balance integer not null,
            grade integer not null, interactions integer not null, graded integer not null, last_at integer not null,
            state blob not null) without rowid;
        """;

    // What is in the log by then has been copied from it; SQLite itself would keep the file as long as its longest commit ever was.
    private const long LogBytesMax = 16 << 20;

    private readonly SqliteConnection _reading;
    private readonly SqliteConnection _writing;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _save;
    private readonly SqliteStatement _head;
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _daybook;
    private readonly FileInfo _log;

    private SqliteCheckpoints(SqliteConnection reading, SqliteConnection writing, Microsoft.Win32.SafeHandles.SafeFileHandle daybook)
    {
        (_reading, _writing, _daybook, _log) = (reading, writing, daybook, new(writing.DataSource + "-wal"));
        _find = new(_reading, "select state from customers where key = ?");
        _head = new(_writing, "update head set position = ?, daybook = ?, aggregates = ? where epoch = ?");
        _save = new(_writing, "insert or replace into customers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    /// <summary>Opens the files of a partition in <paramref name="folder"/>, creating them when there are none.</summary>
    public static SqliteCheckpoints Open(string folder, int partition)
    {
        Directory.CreateDirectory(folder);
        var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"partition-{partition:00}"));
        var writing = Connect(name + ".db");
        Execute(writing, Settings + Schema);
        var reading = Connect(name + ".db");
        var daybook = File.OpenHandle(name + ".daybook", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        return new(reading, writing, daybook);
    }

    /// <inheritdoc/>
    public ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default)
    {
        using var fence = _writing.CreateCommand();
        fence.CommandText = "update head set epoch = $epoch where epoch < $epoch";
        fence.Parameters.AddWithValue("$epoch", epoch);
        fence.ExecuteNonQuery();
        using var command = _writing.CreateCommand();
        command.CommandText = "select position, daybook, aggregates from head";
        using var reader = command.ExecuteReader();
        reader.Read();
        var head = new CheckpointHead(reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : (byte[])reader[2]);
        var length = RandomAccess.GetLength(_daybook);
        if (length < head.DaybookLength)
            throw new InvalidDataException($"The daybook has {length} bytes where its checkpoint counts {head.DaybookLength}. Delete the folder 'books' to rebuild it from the journal.");
        RandomAccess.SetLength(_daybook, head.DaybookLength);
        return new(head);
    }

    /// <inheritdoc/>
    public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        _find.Bind(1, bytes);
        return _find.FirstBlob(decode);
    }

    /// <inheritdoc/>
    public void ReadDaybook(long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(_daybook, target, offset);
            if (read == 0) throw new InvalidDataException($"The daybook ends before byte {offset}, which its checkpoint counts.");
            target = target[read..];
            offset += read;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing)
    {
        using var command = _reading.CreateCommand();
        var order = listing.Sort switch
        {
            CustomerSort.Key => "text",
            CustomerSort.Balance => "balance",
            CustomerSort.Grade => "grade",
            CustomerSort.Interactions => "interactions",
            CustomerSort.LastAt => "last_at",
        };
        var search = listing.Search is null ? "" : "and (instr(lower(text), $search) > 0 or instr(lower(name), $search) > 0)";
        var ungradedLast = listing.Sort == CustomerSort.Grade ? "grade < 0," : "";
        command.CommandText = $"""
            select key, text, name, listed, balance, grade, interactions, graded, last_at, state from customers
            where listed = 1 {search}
            order by {ungradedLast} {order} {(listing.Descending ? "desc" : "asc")}, text
            limit $take offset $skip
            """;
        if (listing.Search is { } part) command.Parameters.AddWithValue("$search", part.ToLowerInvariant());
        command.Parameters.AddWithValue("$take", listing.Take);
        command.Parameters.AddWithValue("$skip", listing.Skip);
        var rows = new List<CustomerRow>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new(
                BinaryPrimitives.ReadUInt128BigEndian((byte[])reader[0]), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetInt64(3) == 1, reader.GetInt64(4), reader.GetInt32(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8),
                (byte[])reader[9]));
        }
        return rows;
    }

    /// <inheritdoc/>
    public ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default)
    {
        var offset = change.DaybookOffset;
        foreach (var chunk in change.Daybook)
        {
            RandomAccess.Write(_daybook, chunk.Span, offset);
            offset += chunk.Length;
        }
        if (change.Daybook.Count > 0) RandomAccess.FlushToDisk(_daybook);
        using var transaction = _writing.BeginTransaction();
        if (!SaveHead(change, offset)) return new(false);
        SaveCustomers(change.Customers);
        transaction.Commit();
        CutLog();
        return new(true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _find.Dispose();
        _save.Dispose();
        _head.Dispose();
        _reading.Dispose();
        _writing.Dispose();
        _daybook.Dispose();
        return ValueTask.CompletedTask;
    }

    // A long list that is being read keeps it from being cut: the next commit does it.
    private void CutLog()
    {
        _log.Refresh();
        if (!_log.Exists || _log.Length <= LogBytesMax) return;
        try
        {
            Execute(_writing, "pragma wal_checkpoint(truncate)");
        }
        catch (SqliteException)
        {
            // A full disk, say. What was committed is: to say that it failed would have it committed again, for as long as the disk is full.
        }
    }

    // Within the transaction that is open on the writing connection.
    private bool SaveHead(CheckpointChange change, long daybookLength)
    {
        _head.Bind(1, change.Position);
        _head.Bind(2, daybookLength);
        _head.Bind(3, change.Aggregates.Span);
        _head.Bind(4, change.Epoch);
        var owned = _head.Run() == 1;
        _head.Forget();
        return owned;
    }

    // Within the transaction that is open on the writing connection; in the order in which they lie on disk, so that each
    // page is read and written once.
    private void SaveCustomers(IReadOnlyList<ChangedCustomer> customers)
    {
        Span<byte> key = stackalloc byte[16];
        foreach (var (row, state) in customers.OrderBy(customer => customer.Row.Key))
        {
            BinaryPrimitives.WriteUInt128BigEndian(key, row.Key);
            _save.Bind(1, key);
            _save.Bind(2, row.Text);
            _save.Bind(3, row.Name);
            _save.Bind(4, row.Listed ? 1 : 0);
            _save.Bind(5, row.BalanceMilli);
            _save.Bind(6, row.GradeMilli);
            _save.Bind(7, row.Interactions);
            _save.Bind(8, row.Graded);
            _save.Bind(9, row.LastAt);
            _save.Bind(10, state.Span);
            _save.Run();
        }
    }

    private static SqliteConnection Connect(string file)
    {
        // Pooling keeps files open after Dispose: a folder could then not be replaced by a restated one.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "pragma busy_timeout = 5000");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
