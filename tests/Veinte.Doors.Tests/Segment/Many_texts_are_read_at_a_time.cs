using Veinte.Language;
using Veinte.Language.Learning;
using Veinte.Model;

namespace Veinte.Doors.Tests.Segment;

/// <summary>Requests come in side by side, and what a text says never depends on what is read beside it.</summary>
public sealed class Many_texts_are_read_at_a_time
{
    private const int Readers = 8;
    private static readonly string[] Texts =
    [
        "Muy amables, todo perfecto", "Pésimo servicio, nadie contesta", "otra vez con zarandaja", "otra vez con farfolla y sin prisa", "The nurse was wonderful", "¿A qué hora abren mañana?",
        "Not bad at all, but the zarandaja again", "La comida llegó fría y tarde, pero el repartidor muy atento 😊", new string('a', 700) + " horrible zarandaja", "ok",
    ];

    [Fact]
    public async Task Each_reads_as_if_it_were_alone_while_other_models_take_their_turns()
    {
        FirmModel[] models = [Taught(40), Taught(200), new()];
        // What each model says of each text when nobody else reads.
        var alone = models.Select(model => Texts.Select(text => Read(text, model)).ToList()).ToList();
        Assert.NotEqual(alone[0][2], alone[2][2]);
        var door = new DoorTone();
        using var stop = new CancellationTokenSource();
        var learner = Task.Run(() => { for (var turn = 0; !stop.IsCancellationRequested; turn++) door.Use(models[turn % models.Length]); }, TestContext.Current.CancellationToken);
        var all = await Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => Task.Run(() =>
        {
            var odd = new List<string>();
            for (var i = reader; i < 4_000; i++)
            {
                var said = Read(Texts[i % Texts.Length], door);
                if (!alone.Exists(one => one[i % Texts.Length] == said)) odd.Add(Texts[i % Texts.Length]);
            }
            return odd;
        })));
        await stop.CancelAsync();
        await learner;
        Assert.All(all, Assert.Empty);
    }

    [Fact]
    public void What_is_learned_after_a_copy_was_handed_to_the_door_is_not_read_by_it()
    {
        var (door, model) = (new DoorTone(), Taught(2));
        door.Use(model.Copy());
        var before = Read(Texts[2], door);
        Teach(model, 200);
        Assert.Equal(before, Read(Texts[2], door));
        door.Use(model.Copy());
        Assert.Equal(SignalSet.Tone, Read(Texts[2], door).Present);
        Assert.True(Read(Texts[2], door).Tone < 0);
    }

    private static FirmModel Taught(int texts)
    {
        var model = new FirmModel();
        Teach(model, texts);
        return model;
    }

    private static void Teach(FirmModel model, int texts)
    {
        for (var i = 0; i < texts; i++) model.Learn($"pedido {i} con {(i % 2 == 0 ? "zarandaja" : "farfolla")}", TextLanguage.Spanish, i % 2 == 0 ? 1 : 5);
    }

    private static Heard Read(string text, FirmModel model)
    {
        var door = new DoorTone();
        door.Use(model);
        return Read(text, door);
    }

    private static Heard Read(string text, DoorTone door)
    {
        var signals = default(Signals);
        door.Read(text, ref signals);
        return new(signals.Present, signals.Tone, signals.ToneReliability, signals.ToneWords);
    }

    private readonly record struct Heard(SignalSet Present, double Tone, double Reliability, ToneWords Words);
}
