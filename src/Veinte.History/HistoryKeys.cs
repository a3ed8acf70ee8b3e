using System.IO.Hashing;
using System.Text;

namespace Veinte.History;

/// <summary>
/// Numbers for identifiers by which traces are put together without handling texts: 64 bits of a stable hash. Two of a
/// hundred million identifiers share one with a probability below one in three thousand; their traces would then be taken
/// for one in questions about order, and nowhere else.
/// </summary>
internal static class HistoryKeys
{
    private const int StackBytesMax = 512;

    public static ulong Of(string identifier)
    {
        var length = Encoding.UTF8.GetMaxByteCount(identifier.Length);
        Span<byte> utf8 = length <= StackBytesMax ? stackalloc byte[length] : new byte[length];
        return XxHash3.HashToUInt64(utf8[..Encoding.UTF8.GetBytes(identifier, utf8)]);
    }
}
