namespace Veinte.Language.Topics;

/// <summary>
/// Whether topics are spoken of more than before, beyond chance. For each topic the exact one-sided binomial test: given how
/// often it stands in both periods, by chance each of them lies in the later period with the later period's share of all
/// texts. Over all topics of one look by Holm's method (1979): the chance that any of them is called emerging though none
/// grew is at most <see cref="FalseAlarmMax"/>. A look is one question; who looks every day may expect one false alarm in
/// twenty days. Pure; thread-safe.
/// </summary>
public static class Growth
{
    /// <summary>The chance of any false alarm in one look.</summary>
    public const double FalseAlarmMax = 0.05;

    /// <summary>The chance to see so many in the later period, or more, if the topic is spoken of as often as before.</summary>
    /// <param name="before">Texts on the topic in the earlier period.</param>
    /// <param name="now">Texts on the topic in the later period.</param>
    /// <param name="allBefore">All texts of the earlier period.</param>
    /// <param name="allNow">All texts of the later period.</param>
    /// <returns>The p-value, 0 to 1; 1 when a period has no texts.</returns>
    public static double Chance(long before, long now, long allBefore, long allNow)
    {
        if (before < 0 || now < 0 || allBefore < before || allNow < now) throw new ArgumentOutOfRangeException(nameof(now), now, "A topic cannot stand in more texts than there are.");
        if (allBefore == 0 || allNow == 0 || now == 0) return 1;
        return Binomial.AtLeast(now, before + now, allNow / (double)(allBefore + allNow));
    }

    /// <summary>Which of the topics of one look are emerging.</summary>
    /// <param name="chances">Their p-values.</param>
    public static bool[] Emerging(IReadOnlyList<double> chances)
    {
        var emerging = new bool[chances.Count];
        var left = chances.Count;
        foreach (var topic in Enumerable.Range(0, chances.Count).OrderBy(topic => chances[topic]))
        {
            if (chances[topic] > FalseAlarmMax / left--) break;
            emerging[topic] = true;
        }
        return emerging;
    }
}
