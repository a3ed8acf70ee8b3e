using Npgsql;

namespace Veinte.Server.Importing;

/// <summary>Reads an uploaded file out of a cluster's database, a piece at a time: memory for one piece, however large the file is. For one reader.</summary>
internal sealed class PiecedFile(string connection, UploadedFile file) : Stream
{
    private const string Sql = "select content from import_pieces where file = $1 and number = $2";
    private byte[] _piece = [];
    private int _number = -1;
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => file.Bytes;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_position >= Length || buffer.IsEmpty) return 0;
        if (Number != _number)
        {
            using var connected = new NpgsqlConnection(connection);
            connected.Open();
            using var command = Ask(connected);
            Take(command.ExecuteScalar());
        }
        return Copy(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.IsEmpty) return 0;
        if (Number != _number)
        {
            await using var connected = new NpgsqlConnection(connection);
            await connected.OpenAsync(cancellationToken);
            await using var command = Ask(connected);
            Take(await command.ExecuteScalarAsync(cancellationToken));
        }
        return Copy(buffer.Span);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Number => checked((int)(_position / PostgresUploads.PieceBytes));

    private NpgsqlCommand Ask(NpgsqlConnection connected)
    {
        var command = new NpgsqlCommand(Sql, connected);
        command.Parameters.Add(new() { Value = file.Id });
        command.Parameters.Add(new() { Value = Number });
        return command;
    }

    private void Take(object? content) => (_piece, _number) = (content as byte[] ?? throw UploadLimits.Gone(file.Name), Number);

    private int Copy(Span<byte> buffer)
    {
        var at = (int)(_position % PostgresUploads.PieceBytes);
        var length = Math.Min(buffer.Length, _piece.Length - at);
        _piece.AsSpan(at, length).CopyTo(buffer);
        _position += length;
        return length;
    }
}
