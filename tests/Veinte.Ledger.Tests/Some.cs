using System.Buffers;
using CsCheck;
using Veinte.Model;

namespace Veinte.Ledger.Tests;

/// <summary>One interaction as the ledger sees it; no grade means ungraded.</summary>
internal sealed record Contact(Grade? Grade, Points Amount, Instant At)
{
    public void PostTo(AccountFigures figures, double halfLifeDays)
    {
        if (Grade is { } grade) figures.Post(grade, Amount, At, halfLifeDays);
        else figures.Count(At);
    }

    public void AddTo(DailyCourse course, int sign) => course.Add(
        At, sign, Grade is null ? 0 : sign, sign * (Grade?.Milli ?? 0), sign * Amount.Milli);
}

/// <summary>Random histories.</summary>
internal static class Some
{
    public const double HalfLifeDays = 90;

    /// <summary>A contact at any second of three years around 1970, ungraded in one case of four.</summary>
    public static readonly Gen<Contact> Contact =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, Grade.MaxMilli], Gen.Long[-1_000_000, 1_000_000], Gen.Long[-500 * 86_400L, 600 * 86_400L])
            .Select((graded, milli, amount, second) => graded == 0
                ? new Contact(null, default, new(second * Instant.MicrosPerSecond))
                : new Contact(new(milli), new(amount), new(second * Instant.MicrosPerSecond)));

    public static readonly Gen<Contact[]> History = Contact.Array[0, 40];

    public static readonly Gen<AccountFigures> Account = History.Select(Figures);

    public static AccountFigures Figures(IEnumerable<Contact> history)
    {
        var figures = new AccountFigures();
        foreach (var contact in history) contact.PostTo(figures, HalfLifeDays);
        return figures;
    }

    /// <summary>An account of so many grades with this mean, half of them <paramref name="spread"/> above it and half below, all at once.</summary>
    public static AccountFigures Graded(int count, double mean, double spread = 0)
    {
        var figures = new AccountFigures();
        for (var i = 0; i < count; i++)
        {
            var away = count % 2 == 1 && i == count - 1 ? 0 : i % 2 == 0 ? spread : -spread;
            figures.Post(Grade.FromDouble(mean + away), default, default, HalfLifeDays);
        }
        return figures;
    }

    public static GroupFigures Group(IEnumerable<AccountFigures> accounts)
    {
        var group = new GroupFigures();
        foreach (var account in accounts) group.Add(account);
        return group;
    }

    public static byte[] Bytes(AccountFigures figures)
    {
        var bytes = new byte[AccountFigures.EncodedSize];
        figures.Write(bytes);
        return bytes;
    }

    public static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The part of the figures that must return to the last digit.</summary>
    public static (Points, long, long, long, long) Integers(this AccountFigures figures) =>
        (figures.Balance, figures.Interactions, figures.Graded, figures.GradeSumMilli, figures.GradeSquareSumMicro);

    public static bool Close(this DecayedGrade a, DecayedGrade b, double within = 1e-9) =>
        a.IsEmpty == b.IsEmpty && Math.Abs((a.Mean ?? 0) - (b.Mean ?? 0)) < within
        && Math.Abs(a.EffectiveN - b.EffectiveN) < within * Math.Max(1, a.EffectiveN);
}
