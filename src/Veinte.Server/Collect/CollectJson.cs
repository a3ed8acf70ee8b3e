using System.Text.Json;
using System.Text.Json.Serialization;

namespace Veinte.Server.Collect;

/// <summary>What these routes answer when they refuse.</summary>
internal sealed record Refusal(bool Success, string Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class CollectJson : JsonSerializerContext;
