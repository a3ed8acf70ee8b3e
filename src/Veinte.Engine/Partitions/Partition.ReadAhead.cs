using System.Runtime.CompilerServices;
using Veinte.Journal;

namespace Veinte.Engine.Partitions;

// What an interaction touches lies anywhere in memory: its key in the window, its customer's slot, the customer, his
// account, his touchpoints. Followed one after the other, each of them is waited for. So before a record is applied each
// depth is asked of all its entries before the next: the processor then waits for many at once. Nothing is changed here.
public sealed partial class Partition
{
    private const int AheadMax = 16;

    // Kept so that the reads are not left out as useless.
    private long _readAhead;

    private void ReadAhead(PartitionEntries entries)
    {
        // The sum means nothing, so it may overflow: reading ahead must never be what stops a partition.
        unchecked
        {
            var ahead = default(CustomersAhead);
            var (count, read) = (0, 0L);
            foreach (var entry in entries)
            {
                if (count == AheadMax) break;
                read += _dedupe.ReadAhead(entry.Header.Message);
                ahead[count++] = _customers.Peek(entry.Header.Key);
            }
            if (count < 2) return;
            for (var i = 0; i < count; i++) read += ahead[i]?.Number ?? 0;
            for (var i = 0; i < count; i++) read += ahead[i]?.ReadAhead() ?? 0;
            for (var i = 0; i < count; i++) read += ahead[i] is { } customer ? customer.Touchpoints.ReadAhead() : 0;
            for (var i = 0; i < count; i++)
            {
                if (ahead[i] is not { } remembered) continue;
                foreach (var memory in remembered.Memories) read += memory.ReadAhead();
            }
            _readAhead = read;
        }
    }

    [InlineArray(AheadMax)]
    private struct CustomersAhead
    {
        private CustomerState? _first;
    }
}
