using System.Text.Json.Serialization;

namespace Veinte.Server.Pages.Counter;

/// <summary>The page's words as its script reads them; the encoder leaves no &lt; in them.</summary>
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class CounterPageJson : JsonSerializerContext;
