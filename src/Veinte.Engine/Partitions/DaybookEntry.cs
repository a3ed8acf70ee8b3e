using System.Runtime.InteropServices;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>What a line of the daybook is. Written to disk: append only, never renumber.</summary>
public enum DaybookKind : byte
{
    /// <summary>A graded interaction.</summary>
    Posting = 1,
    /// <summary>An interaction without evidence: counted, posts nothing.</summary>
    Ungraded = 2,
    /// <summary>Takes an earlier line back.</summary>
    Reversal = 3,
    /// <summary>An amount that came from another customer's account.</summary>
    TransferIn = 4,
    /// <summary>An amount that went to another customer's account.</summary>
    TransferOut = 5,
    /// <summary>An entry that changed no account but must not be taken twice.</summary>
    Noted = 6,
}

/// <summary>
/// One line of a partition's daybook: 96 bytes, little-endian, appended in journal order and never changed. Lines of one
/// account are chained backwards, so a statement needs no index; the last lines' dedupe keys are the dedupe window; and
/// (customer, time, touchpoint, grade) are the columns of the scan kernels.
/// Frozen on disk by a test.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public struct DaybookEntry
{
    /// <summary>Bytes of a line.</summary>
    public const int Size = 96;

    /// <summary>Stands for "no grade".</summary>
    public const int Ungraded = -1;

    /// <summary>Stands for "no such producer".</summary>
    public const int NoCode = -1;

    /// <summary>Position in the journal.</summary>
    [FieldOffset(0)] public long Position;
    /// <summary>When it happened, Unix microseconds.</summary>
    [FieldOffset(8)] public long OccurredAt;
    /// <summary>Dedupe key.</summary>
    [FieldOffset(16)] public UInt128 Message;
    /// <summary>Amount in milli-points, from the customer's side.</summary>
    [FieldOffset(32)] public long Amount;
    /// <summary>Grade in thousandths, or <see cref="Ungraded"/>.</summary>
    [FieldOffset(40)] public int Grade;
    /// <summary>Weight in thousandths.</summary>
    [FieldOffset(44)] public int Weight;
    /// <summary>Touchpoint's code in this partition, or <see cref="NoCode"/>.</summary>
    [FieldOffset(48)] public int Touchpoint;
    /// <summary>Staff member's code, or <see cref="NoCode"/>.</summary>
    [FieldOffset(52)] public int Staff;
    /// <summary>Area's code, or <see cref="NoCode"/>.</summary>
    [FieldOffset(56)] public int Area;
    /// <summary>The customer's number in this partition.</summary>
    [FieldOffset(60)] public uint Customer;
    /// <summary>Number (counted from 1) of the customer's line before this one, 0 at the first.</summary>
    [FieldOffset(64)] public uint PreviousOfCustomer;
    /// <summary>The touchpoint's line before.</summary>
    [FieldOffset(68)] public uint PreviousOfTouchpoint;
    /// <summary>The staff member's line before.</summary>
    [FieldOffset(72)] public uint PreviousOfStaff;
    /// <summary>The area's line before.</summary>
    [FieldOffset(76)] public uint PreviousOfArea;
    /// <summary>Par in thousandths.</summary>
    [FieldOffset(80)] public int Par;
    /// <summary>Version of the scoring policy that graded it.</summary>
    [FieldOffset(84)] public int PolicyVersion;
    /// <summary>What the line is.</summary>
    [FieldOffset(88)] public DaybookKind Kind;
    /// <summary>By which way the interaction came, 0 for none.</summary>
    [FieldOffset(89)] public Channel Channel;
    /// <summary>For a reversal: number of the line it takes back.</summary>
    [FieldOffset(92)] public uint Related;
}
