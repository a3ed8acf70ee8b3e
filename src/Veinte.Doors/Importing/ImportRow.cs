namespace Veinte.Doors.Importing;

/// <summary>The row being read: its values by slot, where it stands in the file, and what is wrong with it. Reused from row to row; one reader.</summary>
internal sealed class ImportRow(int slots)
{
    private const int ShownMax = 80;

    /// <summary>The values the mapping asks for; null where the row has none.</summary>
    internal readonly string?[] Values = new string?[slots];

    /// <summary>1 for the first row after the header.</summary>
    internal long Number;

    /// <summary>The line of the file it begins on, from 1.</summary>
    internal long Line;

    internal QuarantineReason Reason;
    internal string Column = "";
    internal string Value = "";
    internal string Detail = "";

    /// <summary>Notes what is wrong. Always <see cref="Found.Bad"/>, so that whoever reads a value can return it.</summary>
    /// <param name="reason">Why the row is refused.</param>
    /// <param name="column">The column, or what the value is made of.</param>
    /// <param name="value">The value as it stands there.</param>
    /// <param name="what">What is wrong with it, as the end of a sentence without its full stop.</param>
    internal Found Refuse(QuarantineReason reason, string column, string value, string what)
    {
        Reason = reason;
        Column = column;
        Value = value.Length > ShownMax ? value[..ShownMax] + "…" : value;
        Detail = column.Length == 0 ? $"Line {Line}: {what}." : $"Line {Line}, {column}: \"{Value}\" {what}.";
        return Found.Bad;
    }
}
