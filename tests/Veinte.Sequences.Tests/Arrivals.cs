using CsCheck;
using Veinte.Model;

namespace Veinte.Sequences.Tests;

/// <summary>One interaction as it arrives.</summary>
internal sealed record Event(int Customer, long Micros, long Position, ushort Touchpoint);

/// <summary>Makes interactions and brings them into columns.</summary>
internal static class Arrivals
{
    /// <summary>
    /// Arrivals with everything that is awkward: few customers and touchpoints, many equal times, many late ones, and
    /// positions that do not follow the order of arrival (as after a merge of customers).
    /// </summary>
    public static Gen<Event[]> Awkward { get; } =
        Gen.Select(Gen.Int[0, 5], Gen.Long[0, 40], Gen.UShort[0, 5]).Array[0, 60]
            .SelectMany(rows => Gen.Shuffle(Enumerable.Range(1, rows.Length).ToArray()).Select(Gen.Bool, (positions, shuffled) =>
                rows.Select((r, i) => new Event(r.Item1, r.Item2 * Instant.MicrosPerDay / 2, shuffled ? positions[i] : i + 1, r.Item3)).ToArray()));

    public static EventColumns Columns(params IEnumerable<Event> events)
    {
        var columns = new EventColumns();
        foreach (var e in events) columns.Append(e.Customer, new(e.Micros), new(e.Position), e.Touchpoint);
        return columns;
    }

    public static void Feed(this LiveSequences live, IEnumerable<Event> events)
    {
        foreach (var e in events) live.Append(e.Customer, new(e.Micros), new(e.Position), e.Touchpoint);
    }

    /// <summary>Each customer's touchpoints and times by (time, position).</summary>
    public static IReadOnlyList<Event[]> Traces(IEnumerable<Event> events) =>
        [.. events.GroupBy(e => e.Customer).Select(g => g.OrderBy(e => e.Micros).ThenBy(e => e.Position).ToArray())];

    /// <summary>Traces from text: one customer a line, touchpoints by name, one hour apart unless <c>name@hour</c>.</summary>
    public static (EventColumns Columns, TouchpointCodes Codes) Parse(string text)
    {
        var codes = new TouchpointCodes();
        var columns = new EventColumns();
        var (customer, position) = (0, 0L);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var hour = 0d;
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = word.Split('@');
                hour = parts.Length > 1 ? double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : hour + 1;
                columns.Append(customer, new((long)(hour * Instant.MicrosPerHour)), new(++position), codes.CodeOf(parts[0]));
            }
            customer++;
        }
        return (columns, codes);
    }
}
