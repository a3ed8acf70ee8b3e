using System.Collections.Concurrent;
using System.Text.Json;
using Veinte.Doors;
using Veinte.Engine;
using Veinte.Engine.Folds;
using Veinte.Grading;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Language;
using Veinte.Language.Learning;
using Veinte.Language.Topics;
using Veinte.Model;
using Veinte.Server.Hosting;

namespace Veinte.Server.Listening;

/// <summary>
/// Follows the journal: every text is counted by its themes, every rated text is learned from, and the door reads by what
/// was learned. All of it is derived: what is lost is learned again from the journal. One loop writes; reads are thread-safe.
/// </summary>
internal sealed partial class ListeningService(VeinteNode node, ServerSettings settings, DoorLimits limits, TimeProvider time, ILogger<ListeningService> log) : BackgroundService
{
    /// <summary>Its folder in the data folder; the demo's wipe knows it by this name.</summary>
    public const string FolderName = "listening";

    private const int LearnedBetweenHandovers = 200;
    private const int LearnedBetweenSnapshots = 2_000;
    private const int MessagesRemembered = 100_000;
    private const int WheresRemembered = 20_000;
    private const int PropertyNamesRemembered = 200;

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HandOverAtMostEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HandOverEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    private readonly ModelFolder _folder = new(Path.Combine(settings.Data, FolderName));
    private readonly MarkReader _marks = new();
    private readonly HashSet<UInt128> _messages = [];
    private readonly HashSet<HeardWhere> _wheres = [];
    private readonly ConcurrentDictionary<string, byte> _propertyNames = new(StringComparer.Ordinal);
    private readonly Queue<UInt128> _messagesInOrder = new();
    private FirmModel _model = new();
    private Position _learned;
    private int _sinceHandover;
    private int _sinceSnapshot;
    private DateTimeOffset _handedOverAt;
    private ModelRollback? _rollback;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The texts of late.</summary>
    public HeardTexts Texts { get; } = new();

    /// <summary>Names of properties that texts came with, for whoever looks for one.</summary>
    public IReadOnlyList<string> PropertyNames => [.. _propertyNames.Keys.Order(StringComparer.Ordinal)];

    /// <summary>How far it has listened.</summary>
    public Position Position { get; private set; }

    /// <summary>What has been learned.</summary>
    public ModelStatus Status { get; private set; } = new(0, 0, 0, 0, 0, []);

    /// <summary>Completes once everything up to a position has been heard.</summary>
    public async Task WaitFor(Position position, CancellationToken cancel)
    {
        while (true)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (Position >= position) return;
            await moved.WaitAsync(cancel);
        }
    }

    /// <summary>Goes back to an older snapshot. It takes effect within a second; texts between are not learned again.</summary>
    /// <returns>False when there is no such snapshot.</returns>
    public bool RollBack(long position)
    {
        if (!_folder.Positions().Contains(position)) return false;
        Volatile.Write(ref _rollback, new(position));
        return true;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        (_model, _learned) = _folder.Newest(node.Journal.Head, LogLost);
        HandOver();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Listen(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JournalDamagedException or JournalUnavailableException)
            {
                LogStopped(failure.Message, TryAgainAfter.TotalSeconds);
                await Task.Delay(TryAgainAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        if (_sinceSnapshot > 0) _folder.Keep(_model, Position);
    }

    private async Task Listen(CancellationToken stop)
    {
        while (true)
        {
            if (Interlocked.Exchange(ref _rollback, null) is { } back)
            {
                (_model, _learned) = (_folder.At(back.Position), node.Journal.Head);
                _folder.ForgetAfter(back.Position);
                HandOver();
            }
            // Reading on from the end would look for the end again, twice a second.
            if (node.Journal.Head == Position)
            {
                if (_sinceHandover > 0 && time.GetUtcNow() - _handedOverAt >= HandOverEvery) HandOver();
                await Task.Delay(PollEvery, time, stop);
                continue;
            }
            await foreach (var record in node.Journal.Read(Position, stop))
            {
                Hear(record);
                Position = record.Last;
                Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
                if (_sinceSnapshot >= LearnedBetweenSnapshots) KeepSnapshot();
            }
        }
    }

    private void Hear(JournalRecord record)
    {
        foreach (var entry in record)
        {
            // Most have no text: that can be seen without taking them apart.
            if (entry.Header.Kind != EntryKind.Interaction || entry.Position <= Position || entry.Body.IndexOf("\"text\""u8) < 0) continue;
            var view = new InteractionView(entry.Header, entry.Body);
            if (view.Properties.IndexOf("\"text\""u8) < 0 || TextOf(view.Properties) is not { } text || !IsNew(entry.Header.Message)) continue;
            Hear(entry.Position, view, text);
        }
    }

    private void Hear(Position position, in InteractionView view, string text)
    {
        var signals = view.Signals;
        var grade = GradeOf(signals);
        var language = _model.LanguageOf(text);
        var marks = _marks.Read(text, language);
        var themes = 0u;
        foreach (var span in marks.Themes) themes |= 1u << PlaceOf(span.Theme);
        Texts.Add(new(
            position.Value, view.Header.OccurredAt, System.Text.Encoding.UTF8.GetString(view.Touchpoint), view.Header.Channel, language == TextLanguage.Spanish,
            signals.Has(SignalSet.Tone) ? (float)signals.Tone : float.NaN, grade is null ? float.NaN : (float)grade.Value, themes, (float)marks.Hostility)
        {
            Where = WhereOf(view),
            Writer = view.Header.Key,
            Properties = PropertiesOf(view),
        });
        if (grade is null || position <= _learned) return;
        _model.LearnTone(text, language, Math.Clamp(grade.Value / 10 - 1, -1, 1));
        _sinceSnapshot++;
        // While an old journal is learned a copy each second is enough.
        if (++_sinceHandover >= LearnedBetweenHandovers && time.GetUtcNow() - _handedOverAt >= HandOverAtMostEvery) HandOver();
    }

    // Texts of one place share their names; beyond a bound each has its own.
    private HeardWhere WhereOf(in InteractionView view)
    {
        var where = new HeardWhere(Named(view.Area), Named(view.Staff), Named(view.Stage), Named(view.Journey), Named(view.Source), view.Header.Intent == Intent.Unknown ? null : view.Header.Intent.Name());
        if (_wheres.TryGetValue(where, out var known)) return known;
        if (_wheres.Count < WheresRemembered) _wheres.Add(where);
        return where;
    }

    private ulong[] PropertiesOf(in InteractionView view)
    {
        var properties = NamedValue.In(view.Properties, PropertyMarks.Max);
        // The text itself is read, not looked for.
        properties.RemoveAll(property => property.Name == "text");
        foreach (var property in properties)
            if (_propertyNames.Count < PropertyNamesRemembered) _propertyNames.TryAdd(property.Name, 0);
        return PropertyMarks.Of(properties);
    }

    private static string? Named(ReadOnlySpan<byte> name) => name.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(name);

    // What the author said with a number. The tone is left out: a reader must not learn from itself.
    internal static double? GradeOf(in Signals signals)
    {
        if (signals.Has(SignalSet.Rating)) return GradeMaps.Linear(signals.Rating, signals.RatingMin, signals.RatingMax);
        if (signals.Has(SignalSet.Csat)) return GradeMaps.Linear(signals.Csat, 1, 5);
        if (signals.Has(SignalSet.Nps)) return GradeMaps.Linear(signals.Nps, 0, 10);
        return signals.Has(SignalSet.Ces) ? GradeMaps.Linear(signals.Ces, 1, 7) : null;
    }

    private static int PlaceOf(string theme)
    {
        for (var place = 0; place < Themes.All.Count; place++)
            if (Themes.All[place] == theme) return place;
        return 0;
    }

    // The same event sent twice is posted once, and learned once.
    private bool IsNew(UInt128 message)
    {
        if (!_messages.Add(message)) return false;
        _messagesInOrder.Enqueue(message);
        if (_messagesInOrder.Count > MessagesRemembered) _messages.Remove(_messagesInOrder.Dequeue());
        return true;
    }

    /// <summary>The text of an interaction's properties, or null.</summary>
    internal static string? TextOf(ReadOnlySpan<byte> properties)
    {
        if (properties.IsEmpty) return null;
        try
        {
            var reader = new Utf8JsonReader(properties);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("text", out var text)
                && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } found ? found : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The door gets a copy: its readers, however many, and this loop never share numbers.
    private void HandOver()
    {
        if (_model.Texts > 0) limits.Tone.Use(_model.Copy());
        (_sinceHandover, _handedOverAt) = (0, time.GetUtcNow());
        Status = new(_model.TextsOf(TextLanguage.Spanish), _model.TextsOf(TextLanguage.English), _model.Bytes, _model.Drifts, Math.Max(_learned.Value, Position.Value), _folder.Positions());
    }

    private void KeepSnapshot()
    {
        _folder.Keep(_model, Position);
        _sinceSnapshot = 0;
        HandOver();
    }

    private sealed record ModelRollback(long Position);

    [LoggerMessage(6201, LogLevel.Warning, "A learned model cannot be used: {Problem} An older one, or the journal, takes its place")]
    private partial void LogLost(string problem);

    [LoggerMessage(6202, LogLevel.Warning, "Listening stopped: {Problem} It is tried again in {Seconds} seconds; the books are not concerned")]
    private partial void LogStopped(string problem, double seconds);
}

/// <summary>What the model of a workspace has learned.</summary>
/// <param name="SpanishTexts">Rated texts learned in Spanish.</param>
/// <param name="EnglishTexts">Rated texts learned in English.</param>
/// <param name="Bytes">Memory it takes.</param>
/// <param name="Drifts">How often it noticed that it had become worse and began to learn faster again.</param>
/// <param name="Position">Up to where it has learned.</param>
/// <param name="Snapshots">Positions of the snapshots one can go back to, newest first.</param>
internal sealed record ModelStatus(long SpanishTexts, long EnglishTexts, long Bytes, int Drifts, long Position, IReadOnlyList<long> Snapshots);
