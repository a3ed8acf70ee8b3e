using System.Text.Json.Serialization;
using Veinte.Engine.Partitions;

namespace Veinte.NodeTarget;

/// <summary>What a process of nodes is told.</summary>
/// <param name="Number">Of which node.</param>
/// <param name="Postgres">The database it joins; null when it is to be closed.</param>
/// <param name="NewPartitions">How many partitions new books get.</param>
/// <param name="Limits">Limits of each partition; null for the usual ones.</param>
public sealed record NodeOrder(int Number, string? Postgres, int NewPartitions, PartitionOptions? Limits);

/// <summary>How orders are written.</summary>
[JsonSerializable(typeof(NodeOrder))]
public sealed partial class OrderJson : JsonSerializerContext;
