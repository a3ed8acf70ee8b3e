using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>
/// A question about order that is kept answered while interactions arrive. Every kernel has three forms that agree
/// exactly: live (these members, one interaction at a time), one pass over <see cref="EventColumns"/> in order of arrival,
/// and one pass over <see cref="SortedColumns"/>. Pure; owned by one thread.
/// </summary>
public interface ISequenceKernel
{
    /// <summary>
    /// Takes an interaction that stands after all others of its customer, by (time, position). O(1) amortised.
    /// </summary>
    /// <param name="customer">The customer's dense number, 0 or more.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="touchpoint">Code of the touchpoint.</param>
    void Observe(int customer, Instant time, ushort touchpoint);

    /// <summary>
    /// Takes an interaction that arrived late: <paramref name="trace"/> is all of its customer's, itself included, in
    /// order, and it stands at <paramref name="at"/>. O(length of the trace).
    /// </summary>
    void ObserveLate(int customer, Trace trace, int at);

    /// <summary>Takes everything in the columns in one pass in order of arrival; customers with late interactions are taken one by one afterwards. The kernel must be new.</summary>
    void ObserveAll(EventColumns columns);
}
