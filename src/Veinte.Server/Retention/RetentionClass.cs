namespace Veinte.Server.Retention;

/// <summary>What may be kept for a time only. What figures are made of is in none of these: grades, amounts and positions stay as long as the books.</summary>
internal enum RetentionClass
{
    /// <summary>Bytes of events that were refused, as they wait in quarantine or were settled.</summary>
    Quarantine = 1,
    /// <summary>What customers wrote: the text of interactions and free answers of surveys. The tone it was given stays.</summary>
    Texts = 2,
    /// <summary>The context of interactions: devices, addresses in the network, pages.</summary>
    Context = 3,
    /// <summary>Uploaded files that were never imported or were left behind.</summary>
    Uploads = 4,
    /// <summary>Rows of the history, which is made from the journal for questions over all time.</summary>
    History = 5,
}

/// <summary>Names of the classes.</summary>
internal static class RetentionClasses
{
    /// <summary>All of them, in the order people read them.</summary>
    public static IReadOnlyList<RetentionClass> All { get; } = Enum.GetValues<RetentionClass>();

    extension(RetentionClass kind)
    {
        /// <summary>How the API and the command line call it.</summary>
        public string Name => kind switch
        {
            RetentionClass.Quarantine => "quarantine",
            RetentionClass.Texts => "texts",
            RetentionClass.Context => "context",
            RetentionClass.Uploads => "uploads",
            RetentionClass.History => "history",
        };

        /// <summary>Whether it lies in the journal, so that the journal is written anew without it.</summary>
        public bool IsInJournal => kind is RetentionClass.Quarantine or RetentionClass.Texts or RetentionClass.Context;
    }
}

/// <summary>For how many days each class is kept; a class that is not named is kept for ever.</summary>
/// <param name="Days">Days by the class's name, 1 to 36,500.</param>
internal sealed record RetentionRules(IReadOnlyDictionary<string, int> Days)
{
    /// <summary>Days at most.</summary>
    public const int DaysMax = 36_500;

    /// <summary>Everything for ever.</summary>
    public static RetentionRules Forever { get; } = new(new Dictionary<string, int>());

    /// <summary>Before which moment a class goes, or null when it stays.</summary>
    public DateTimeOffset? Before(RetentionClass kind, DateTimeOffset now) => Days.TryGetValue(kind.Name, out var days) ? now.AddDays(-days) : null;

    /// <summary>What is wrong with them, for people, or null.</summary>
    public string? Problem()
    {
        foreach (var (name, days) in Days)
        {
            if (RetentionClasses.All.All(kind => kind.Name != name)) return $"'{name}' is no class. There are: {string.Join(", ", RetentionClasses.All.Select(kind => kind.Name))}.";
            if (days is < 1 or > DaysMax) return $"'{name}' is kept for 1 to {DaysMax} days, not {days}. Leave it out to keep it for ever.";
        }
        return null;
    }
}

/// <summary>What was found, and whether it is gone.</summary>
/// <param name="At">When.</param>
/// <param name="Applied">Whether it was taken away; otherwise this is what would go.</param>
/// <param name="Classes">By class, those with a rule.</param>
internal sealed record RetentionReport(DateTimeOffset At, bool Applied, IReadOnlyList<RetentionFound> Classes);

/// <summary>What of a class is older than its rule allows.</summary>
/// <param name="Class">Which class.</param>
/// <param name="Days">Its rule.</param>
/// <param name="Items">How many entries, files or rows.</param>
/// <param name="Bytes">How many bytes of them; 0 for rows.</param>
internal sealed record RetentionFound(string Class, int Days, long Items, long Bytes);

/// <summary>The rules, and how the last run went.</summary>
/// <param name="Days">Days by class; a class that is missing is kept for ever.</param>
/// <param name="Last">The last run that took something away, or null.</param>
internal sealed record RetentionState(IReadOnlyDictionary<string, int> Days, RetentionReport? Last);
