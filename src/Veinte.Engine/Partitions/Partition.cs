namespace Veinte.Engine.Partitions;

/// <summary>One partition of the books.</summary>
public sealed partial class Partition;
