using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>
/// Appends interactions to the columns and keeps kernels answered as they arrive: O(1) for each in order, O(trace) for a
/// late one. After every append each kernel answers as if all had been sorted first. One owner; not thread-safe.
/// </summary>
public sealed class LiveSequences
{
    private readonly EventColumns _columns;
    private readonly ISequenceKernel[] _kernels;
    private readonly TraceBuffer _buffer = new();

    /// <summary>Takes over columns and kernels.</summary>
    /// <param name="columns">Where the interactions are kept. Everything already in them is observed at once.</param>
    /// <param name="kernels">New kernels.</param>
    public LiveSequences(EventColumns columns, params IReadOnlyList<ISequenceKernel> kernels)
    {
        _columns = columns;
        _kernels = [.. kernels];
        foreach (var kernel in _kernels) kernel.ObserveAll(columns);
    }

    /// <summary>Appends an interaction (see <see cref="EventColumns.Append"/>) and shows it to the kernels.</summary>
    public Arrival Append(int customer, Instant time, Position position, ushort touchpoint)
    {
        var arrival = _columns.Append(customer, time, position, touchpoint);
        if (arrival == Arrival.InOrder)
        {
            foreach (var kernel in _kernels) kernel.Observe(customer, time, touchpoint);
        }
        else if (arrival == Arrival.Late)
        {
            var trace = _columns.TraceOf(customer, _buffer);
            var at = _buffer.IndexOf(trace.Length, time.UnixMicros, position.Value);
            foreach (var kernel in _kernels) kernel.ObserveLate(customer, trace, at);
        }
        return arrival;
    }
}
