using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Veinte.Model;

namespace Veinte.Simulator;

/// <summary>What load is made. Immutable.</summary>
public sealed record LoadOptions
{
    /// <summary>How many customers, 1 or more; 10,000 by default. Everyone is as likely as the other.</summary>
    public int Customers { get; init; } = 10_000;
    /// <summary>How many touchpoints, 1 or more; 40 by default. The first ones have Aurora's names.</summary>
    public int Touchpoints { get; init; } = 40;
    /// <summary>How many members of staff, 0 or more; 60 by default. 0 leaves staff and area out.</summary>
    public int Staff { get; init; } = 60;
    /// <summary>Events in a batch, 1 to 2,500; 50 by default.</summary>
    public int BatchSize { get; init; } = 50;
    /// <summary>Share of the events with a rating, 0 to 1; 0.6 by default. Half of the others have a wait and an outcome, the rest no evidence.</summary>
    public double RatedShare { get; init; } = 0.6;
    /// <summary>Share of the events by a device that nobody has signed in on, 0 to 1; 0.1 by default.</summary>
    public double AnonymousShare { get; init; } = 0.1;
    /// <summary>Time of the first batch; each batch is sent a second after the one before.</summary>
    public Instant Start { get; init; } = Instant.From(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
}

/// <summary>What is in some batches, for comparing with the books.</summary>
/// <param name="Interactions">Events.</param>
/// <param name="Rated">Events with a rating.</param>
/// <param name="RatingSum">Sum of the ratings.</param>
/// <param name="Waits">Events with a wait and an outcome.</param>
/// <param name="Bytes">Bytes of the bodies.</param>
public readonly record struct LoadTally(long Interactions, long Rated, long RatingSum, long Waits, long Bytes)
{
    /// <summary>Both together.</summary>
    public static LoadTally operator +(LoadTally a, LoadTally b) =>
        new(a.Interactions + b.Interactions, a.Rated + b.Rated, a.RatingSum + b.RatingSum, a.Waits + b.Waits, a.Bytes + b.Bytes);
}

/// <summary>
/// Makes bodies of <c>POST /v1/batch</c> as fast as a benchmark needs them. A batch is a pure function of the seed and
/// its number: whoever sends batch 7 again sends the same message ids. Thread-safe; batches are independent.
/// </summary>
public sealed class LoadGenerator
{
    private const int NumberBytesMax = 20;
    private readonly ulong _seed;
    private readonly LoadOptions _options;
    private readonly byte[][] _touchpoints;
    private readonly byte[][] _staff;
    private readonly byte[] _messagePrefix;
    private readonly int _eventBytesMax;

    /// <summary>A generator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public LoadGenerator(ulong seed, LoadOptions? options = null)
    {
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Customers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Touchpoints, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Staff);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.BatchSize, 2_500);
        _seed = seed;
        _touchpoints = new byte[_options.Touchpoints][];
        for (var i = 0; i < _touchpoints.Length; i++)
            _touchpoints[i] = Encoding.UTF8.GetBytes(TouchpointName(i));
        var areas = Stations.All;
        _staff = new byte[_options.Staff][];
        for (var i = 0; i < _staff.Length; i++)
            _staff[i] = Encoding.UTF8.GetBytes($",\"staff\":\"Agent {i}\",\"area\":\"{areas[i % areas.Length].Area}\"");
        _messagePrefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"track\",\"messageId\":\"load-{seed}-"));
        _eventBytesMax = 640 + _touchpoints.Max(name => name.Length) + (_staff.Length == 0 ? 0 : _staff.Max(text => text.Length));
    }

    /// <summary>Events in a batch.</summary>
    public int BatchSize => _options.BatchSize;

    /// <summary>Bytes that every batch fits into.</summary>
    public int BatchBytesMax => 64 + _options.BatchSize * _eventBytesMax;

    /// <summary>Name of a touchpoint, from 0.</summary>
    public string TouchpointName(int number) => number < Touchpoints.All.Length
        ? Touchpoints.All[number].Name
        : string.Create(CultureInfo.InvariantCulture, $"Touchpoint {number + 1}");

    /// <summary>The body of a batch.</summary>
    public byte[] Batch(long number)
    {
        var target = new byte[BatchBytesMax];
        return target.AsSpan(0, Write(number, target)).ToArray();
    }

    /// <summary>Bodies made beforehand, so that a measurement measures the receiver only.</summary>
    public byte[][] Batches(long first, int count)
    {
        var target = new byte[BatchBytesMax];
        var batches = new byte[count][];
        for (var i = 0; i < count; i++) batches[i] = target.AsSpan(0, Write(first + i, target)).ToArray();
        return batches;
    }

    /// <summary>What the books must hold of some batches.</summary>
    public LoadTally Tally(long first, long count)
    {
        var target = new byte[BatchBytesMax];
        LoadTally tally = default;
        for (var number = first; number < first + count; number++)
        {
            Write(number, target, out var one);
            tally += one;
        }
        return tally;
    }

    /// <summary>Writes the body of a batch and returns its length.</summary>
    public int Write(long number, Span<byte> target) => Write(number, target, out _);

    /// <summary>Writes the body of a batch and returns its length, with what is in it.</summary>
    /// <param name="number">0 or more.</param>
    /// <param name="target">At least <see cref="BatchBytesMax"/> bytes.</param>
    /// <param name="tally">What is in it.</param>
    public int Write(long number, Span<byte> target, out LoadTally tally)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (target.Length < BatchBytesMax)
            throw new ArgumentException($"A batch needs {BatchBytesMax} bytes, not {target.Length}.", nameof(target));
        var chance = new Chance(Chance.Seed(_seed, 0x10AD, (ulong)number));
        Span<byte> time = stackalloc byte[24];
        FormatTime(time, number);
        tally = default;
        var at = Put(target, 0, "{\"batch\":["u8);
        for (var i = 0; i < _options.BatchSize; i++)
        {
            if (i > 0) target[at++] = (byte)',';
            at = WriteEvent(target, at, number, i, time, ref chance, ref tally);
        }
        at = Put(target, at, "],\"sentAt\":\""u8);
        at = Put(target, at, time);
        at = Put(target, at, "\"}"u8);
        tally = tally with { Bytes = at };
        return at;
    }

    private int WriteEvent(
        Span<byte> target, int at, long batch, int index, ReadOnlySpan<byte> time, ref Chance chance, ref LoadTally tally)
    {
        var customer = chance.Below(_options.Customers);
        var touchpoint = _touchpoints[chance.Below(_touchpoints.Length)];
        at = Put(target, at, _messagePrefix);
        at = Put(target, at, batch);
        target[at++] = (byte)'-';
        at = Put(target, at, index);
        at = Put(target, at, "\",\"timestamp\":\""u8);
        at = Put(target, at, time);
        at = Put(target, at, chance.Is(_options.AnonymousShare) ? "\",\"anonymousId\":\"visitor-"u8 : "\",\"userId\":\"customer-"u8);
        at = Put(target, at, customer);
        at = Put(target, at, "\",\"event\":\""u8);
        at = Put(target, at, touchpoint);
        at = Put(target, at, "\",\"properties\":{\"channel\":\""u8);
        at = Put(target, at, (chance.Next() & 3) switch { 0 => "web"u8, 1 => "app"u8, 2 => "in-person"u8, _ => "whatsapp"u8 });
        at = Put(target, at, "\",\"intent\":\"do\",\"stage\":\"airport\",\"journey\":\"flight\""u8);
        if (_staff.Length > 0) at = Put(target, at, _staff[chance.Below(_staff.Length)]);
        var u = chance.Uniform();
        if (u < _options.RatedShare)
        {
            var rating = 1 + chance.Below(5);
            at = Put(target, at, ",\"rating\":"u8);
            at = Put(target, at, rating);
            tally += new LoadTally(1, 1, rating, 0, 0);
        }
        else if (u < (1 + _options.RatedShare) / 2)
        {
            at = Put(target, at, ",\"promisedWaitSeconds\":600,\"waitSeconds\":"u8);
            at = Put(target, at, chance.Below(1500));
            at = Put(target, at, (chance.Next() & 3) == 0 ? ",\"outcome\":\"failure\""u8 : ",\"outcome\":\"success\""u8);
            tally += new LoadTally(1, 0, 0, 1, 0);
        }
        else tally += new LoadTally(1, 0, 0, 0, 0);
        at = Put(target, at, ",\"flight\":\"AR1207\",\"route\":\"MAD-SVQ\",\"cabin\":\"economy\"},\"context\":{\"library\":{\"name\":\"load-generator\",\"version\":\"1.0.0\"},\"locale\":\"es-ES\",\"page\":{\"path\":\"/viajes\",\"referrer\":\"\"}}}"u8);
        return at;
    }

    /// <summary>A second for each batch; seconds are enough because order within a batch is the order of the batch.</summary>
    private void FormatTime(Span<byte> target, long number)
    {
        var time = new Instant(_options.Start.UnixMicros + number % 1_000_000_000 * Instant.MicrosPerSecond).ToDateTimeOffset();
        if (!time.TryFormat(target, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) || written != target.Length)
            throw new InvalidOperationException("The time of a batch does not have its usual length.");
    }

    private static int Put(Span<byte> target, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target[at..]);
        return at + text.Length;
    }

    private static int Put(Span<byte> target, int at, long number)
    {
        if (!Utf8Formatter.TryFormat(number, target.Slice(at, NumberBytesMax), out var written))
            throw new ArgumentException("The batch does not fit.", nameof(target));
        return at + written;
    }
}
