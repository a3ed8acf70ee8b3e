namespace Veinte.Engine.Folds.Promises;

/// <summary>The last so many interactions that count as evidence, in a ring that grows up to its size. A mutable value that lies in its
/// evidence; never copied. Owned by the partition's loop.</summary>
internal struct RecentEvidence()
{
    private const int Max = 256;
    private EvidenceLine[] _lines = [];
    private int _count, _oldest;

    /// <summary>Lists one; the oldest gives way.</summary>
    public void Add(in EvidenceLine line)
    {
        if (_count == Max)
        {
            _lines[_oldest] = line;
            _oldest = (_oldest + 1) % Max;
            return;
        }
        if (_count == _lines.Length) Array.Resize(ref _lines, Math.Max(4, 2 * _count));
        _lines[_count++] = line;
    }

    /// <summary>All of them, oldest first.</summary>
    public readonly EvidenceLine[] Copy() => [.. _lines.AsSpan(_oldest, _count - _oldest), .. _lines.AsSpan(0, _oldest)];
}
