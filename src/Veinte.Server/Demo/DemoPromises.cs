using Veinte.Engine.Folds.Promises;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Demo;

/// <summary>What Aurora has promised, declared two months before today so that there is evidence to look at.</summary>
internal static class DemoPromises
{
    /// <summary>Days before today at which they were declared.</summary>
    public const int DaysBefore = 60;

    private static readonly (string Id, PromiseDefinition Promise)[] All =
    [
        ("check-in-wait", new()
        {
            State = PromiseWords.Running,
            Question = "Do we check people in within the wait we promise?",
            Translations = new Dictionary<string, string> { ["es"] = "¿Facturamos dentro de la espera que prometemos?" },
            Where = new() { Touchpoints = ["Check-in counter"] },
            Measure = new() { Kind = PromiseWords.Share, Condition = new() { Signal = "waitKept" } },
            Target = 0.6,
            SmallestDifference = 0.05,
        }),
        ("in-flight-service", new()
        {
            State = PromiseWords.Running,
            Question = "Does in-flight service earn a grade of 11 or more?",
            Translations = new Dictionary<string, string> { ["es"] = "¿Merece el servicio a bordo un 11 o más?" },
            Where = new() { Touchpoints = ["In-flight service"] },
            Measure = new() { Kind = PromiseWords.Grade },
            Target = 11,
            SmallestDifference = 0.5,
        }),
        ("wifi-works", new()
        {
            State = PromiseWords.Running,
            Question = "Does the Wi-Fi on board work for nine in ten?",
            Translations = new Dictionary<string, string> { ["es"] = "¿Funciona la wifi a bordo para nueve de cada diez?" },
            Where = new() { Touchpoints = ["Wi-Fi on board"] },
            Measure = new() { Kind = PromiseWords.Share, Condition = new() { Signal = "outcome", Compare = "is", Text = "success" } },
            Target = 0.9,
            SmallestDifference = 0.03,
        }),
        ("first-call", new()
        {
            State = PromiseWords.Running,
            Question = "Is a call to the contact centre enough, without another contact within three days?",
            Translations = new Dictionary<string, string> { ["es"] = "¿Basta una llamada al centro de contacto, sin otro contacto en tres días?" },
            Where = new() { Touchpoints = ["Contact centre call"] },
            Measure = new() { Kind = PromiseWords.FirstContact, Goal = ["Contact centre call", "WhatsApp assistant", "E-mail support", "Claim"], WithinHours = 72 },
            Target = 0.7,
            SmallestDifference = 0.05,
            BudgetDays = 180,
        }),
        ("easy-check-in", new()
        {
            Question = "Is online check-in easy: 5 or more out of 7?",
            Translations = new Dictionary<string, string> { ["es"] = "¿Es fácil facturar en línea: un 5 o más de 7?" },
            Where = new() { Touchpoints = ["Online check-in"] },
            Measure = new() { Kind = PromiseWords.Number, Signal = "ces" },
            Target = 5,
            SmallestDifference = 0.3,
        }),
    ];

    /// <summary>The entries that declare them. Appended twice they count once.</summary>
    public static void AddTo(EntryBatchBuilder builder, Instant at)
    {
        foreach (var (id, promise) in All)
        {
            builder.Add(
                new()
                {
                    Kind = EntryKind.DefinitionSet,
                    Flags = EntryFlags.Broadcast,
                    Message = StableHash.Message(StableHash.Source("veinte:demo"), "promise-" + id),
                    OccurredAt = at,
                    ReceivedAt = at,
                },
                new("promises", id, 1, "Aurora", promise.Write()), EntryJson.Default.DefinitionSet);
        }
    }
}
