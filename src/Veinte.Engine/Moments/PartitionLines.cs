using Veinte.Engine.Partitions;

namespace Veinte.Engine.Moments;

/// <summary>Grades of one partition by position: what was taken, and what of it was reversed.</summary>
internal sealed class PartitionLines
{
    public const int Reversed = -2;
    private const int Refused = -3;
    private readonly List<long> _positions = [];
    private readonly List<int> _grades = [];
    private readonly List<int> _byLine = [];

    public void Add(in DaybookEntry line)
    {
        // Lines are numbered from 1 in order: a reversal names the line it takes back.
        _byLine.Add(line.Kind is DaybookKind.Posting or DaybookKind.Ungraded ? _positions.Count : -1);
        if (line.Kind == DaybookKind.Reversal) _grades[_byLine[(int)line.Related - 1]] = Reversed;
        if (line.Kind is not (DaybookKind.Posting or DaybookKind.Ungraded)) return;
        _positions.Add(line.Position);
        _grades.Add(line.Grade);
    }

    /// <summary>The grade of an interaction, <see cref="DaybookEntry.Ungraded"/> without; false when it was refused or <see cref="Reversed"/>.</summary>
    public bool TryGrade(long position, out int grade)
    {
        grade = Refused;
        var at = _positions.BinarySearch(position);
        if (at >= 0) grade = _grades[at];
        return grade > Reversed;
    }
}
