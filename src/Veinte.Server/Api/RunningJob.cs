namespace Veinte.Server.Api;

/// <summary>A job that this process does, and why it may have to give up. Thread-safe.</summary>
/// <param name="stored">The job as it was when this process took it.</param>
/// <param name="silenceMax">How long the database may not have been told that it lives; null where nobody else could take it up.</param>
/// <param name="heardAt">When the database was last told, by <paramref name="time"/>'s own count.</param>
/// <param name="time">The clock of this process.</param>
/// <param name="stop">The server's end.</param>
internal sealed class RunningJob(StoredJob stored, TimeSpan? silenceMax, long heardAt, TimeProvider time, CancellationToken stop)
    : IProgress<(long Done, long Total)>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private (long Done, long Total) _progress = (stored.Done, stored.Total);
    private long _heardAt = heardAt;
    private string? _cancelledBy;
    private bool _lost, _worked;

    /// <summary>Its number.</summary>
    public long Id => stored.Id;

    /// <summary>What it is.</summary>
    public string Kind => stored.Kind;

    /// <summary>Whether another server could go on with it.</summary>
    public bool CanGoOn => stored.Order is not null;

    /// <summary>How often it was broken off since it last came further than anybody before.</summary>
    public int Losses
    {
        get { lock (_gate) return IsFurther ? 0 : stored.Losses; }
    }

    /// <summary>How far it is, or was before when this process began it anew.</summary>
    public (long Done, long Total) Furthest
    {
        get { lock (_gate) return IsFurther || _progress.Total != stored.Total ? _progress : (stored.Done, stored.Total); }
    }

    private bool IsFurther => _progress.Total == stored.Total && _progress.Done > stored.Done;

    /// <summary>Cancelled when it is to give up.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>How far it is.</summary>
    public (long Done, long Total) Progress
    {
        get { lock (_gate) return _progress; }
    }

    /// <summary>Who has cancelled it, or null.</summary>
    public string? CancelledBy
    {
        get { lock (_gate) return _cancelledBy; }
    }

    /// <summary>Whether it may be another server's by now.</summary>
    public bool Lost
    {
        get { lock (_gate) return _lost; }
    }

    /// <summary>Whether its work is over, and only what came of it is still to be written down.</summary>
    public bool Worked
    {
        get { lock (_gate) return _worked; }
        set { lock (_gate) _worked = value; }
    }

    /// <summary>Notes how far it is. Work that writes reports before each write: a process that was paused must not write into what another has gone on with.</summary>
    public void Report((long Done, long Total) value)
    {
        bool silent;
        lock (_gate)
        {
            _progress = value;
            silent = silenceMax is { } max && time.GetElapsedTime(_heardAt) > max;
        }
        if (silent) Lose();
    }

    /// <summary>The database was told that it lives, by a statement that began then.</summary>
    public void Heard(long began)
    {
        lock (_gate) _heardAt = began;
    }

    /// <summary>Somebody wants it to end.</summary>
    public void Cancel(string by)
    {
        lock (_gate) _cancelledBy ??= by;
        GiveUp();
    }

    /// <summary>Others take this process for dead; where they may have gone on with the job, it gives up.</summary>
    public void Lose()
    {
        if (silenceMax is null) return;
        lock (_gate) _lost = true;
        GiveUp();
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    private void GiveUp()
    {
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended in the meantime.
        }
    }
}
