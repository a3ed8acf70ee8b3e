using System.Text;
using Veinte.Embedded;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.History.Tests;

/// <summary>Real books in a folder of their own, with interactions appended in a few words.</summary>
internal sealed class TestBooks : IAsyncDisposable
{
    private static readonly long Source = StableHash.Source("shop");
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-books-").FullName;
    private EmbeddedNode? _node;

    public EmbeddedNode Node => _node ?? throw new InvalidOperationException("The books are closed.");

    public static async Task<TestBooks> Open()
    {
        var books = new TestBooks();
        await books.Reopen();
        return books;
    }

    public async Task Reopen()
    {
        if (_node is { } open) await open.DisposeAsync();
        _node = await EmbeddedNode.Open(_folder, TimeProvider.System);
    }

    /// <summary>Appends interactions as one record and returns the position of the first.</summary>
    public async Task<long> Append(params IReadOnlyList<Said> interactions)
    {
        using var builder = new EntryBatchBuilder();
        foreach (var one in interactions)
        {
            builder.Add(new InteractionDraft
            {
                Type = EventType.Track,
                Channel = one.Channel,
                Intent = Intent.Buy,
                CustomerKind = one.Known is null ? IdentifierKind.Anonymous : IdentifierKind.User,
                Customer = Utf8(one.Known ?? one.Anonymous!),
                Anonymous = one.Known is null ? default : Utf8(one.Anonymous),
                Message = StableHash.Message(Source, one.MessageId),
                MessageId = Utf8(one.MessageId),
                OccurredAt = one.At,
                ReceivedAt = one.At,
                OriginalAt = InteractionDraft.NoTime,
                SentAt = InteractionDraft.NoTime,
                Source = "shop"u8,
                Touchpoint = Utf8(one.Touchpoint),
                Staff = Utf8(one.Staff),
                Area = Utf8(one.Area),
                Stage = "buy"u8,
                Signals = one.Rating is { } rating
                    ? new() { Present = SignalSet.Rating, Rating = rating, RatingMin = 1, RatingMax = 5 }
                    : default,
            });
        }
        return (await Node.Journal.Append(builder.Build())).Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is { } open) await open.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static ReadOnlySpan<byte> Utf8(string? text) => text is null ? default : Encoding.UTF8.GetBytes(text);
}

/// <summary>An interaction as a client would say it.</summary>
internal sealed record Said(
    string MessageId, string? Known, string? Anonymous, string Touchpoint, double? Rating, Instant At, string? Staff = null, string? Area = null,
    Channel Channel = Channel.Web);
