using System.Text.Json;
using System.Text.Json.Serialization;
using Veinte.Model;

namespace Veinte.Journal.Entries;

/// <summary>An identifier of a customer: its kind and its text.</summary>
public sealed record Identifier(IdentifierKind Kind, string Value)
{
    /// <summary>The key of the state that belongs to it.</summary>
    [JsonIgnore]
    public UInt128 Key => StableHash.Customer(Kind, Value);
}

/// <summary>A customer's traits, merged over the ones already known (a null value removes a trait).</summary>
/// <param name="Customer">Whose traits.</param>
/// <param name="Anonymous">An anonymous identifier that came along, or null.</param>
/// <param name="GroupId">The organisation from a <c>group</c> call, or null.</param>
/// <param name="Traits">A JSON object.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="MessageId">The client's message id.</param>
public sealed record CustomerIdentified(
    Identifier Customer, string? Anonymous, string? GroupId, JsonElement Traits, string Source, string MessageId);

/// <summary>Asks the partition of <paramref name="From"/> to fold that identifier into <paramref name="Into"/>.</summary>
/// <param name="From">The identifier that gives; becomes a pointer.</param>
/// <param name="Into">The customer that receives.</param>
/// <param name="Cause">Why: <c>seen-together</c>, <c>alias</c>, <c>alias-known</c> (the alias's previous id taken as a user id) or <c>person</c>.</param>
/// <param name="Author">Who asked: a source's or a user's name.</param>
public sealed record MergeRequested(Identifier From, Identifier Into, string Cause, string Author);

/// <summary>
/// The content of an account that points to another one, on its way there. The amount is in transit until the receiver
/// posts it. What is posted to a pointing account later is swept on in the same way.
/// </summary>
/// <param name="From">The identifier that gave.</param>
/// <param name="Into">The customer that receives.</param>
/// <param name="RequestedAt">Position of the request, which names the merge.</param>
/// <param name="Cause">Why.</param>
/// <param name="Author">Who asked.</param>
/// <param name="Content">The account's figures, in the ledger's own encoding (base64).</param>
/// <param name="Hops">How many pointing accounts it has passed; bounds the way through a chain of merges.</param>
/// <param name="Memory">What the folds remember of the customer, in the engine's own encoding (base64); absent when they remember nothing.</param>
public sealed record MergeDelivered(
    Identifier From, Identifier Into, long RequestedAt, string Cause, string Author, byte[] Content, int Hops, byte[]? Memory = null);

/// <summary>Asks the partition of <paramref name="Into"/> to give back what the merge with <paramref name="From"/> had brought.</summary>
public sealed record UnmergeRequested(Identifier From, Identifier Into, string Author, string Reason);

/// <summary>What goes back to <paramref name="From"/>, which becomes a customer of its own again.</summary>
public sealed record UnmergeDelivered(Identifier From, Identifier Into, long RequestedAt, string Author, byte[] Content);

/// <summary>Asks for the posting at <paramref name="Posting"/> to be reversed.</summary>
/// <param name="Posting">Position of the interaction whose posting is reversed.</param>
/// <param name="Author">Who asked.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Import">The import that is being undone, or null.</param>
public sealed record ReversalRequested(long Posting, string Author, string Reason, string? Import);

/// <summary>A staff member says a posting is wrong.</summary>
public sealed record DisputeOpened(long Posting, string Author, string Reason);

/// <summary>The outcome of a dispute: upheld (the posting is reversed) or rejected.</summary>
public sealed record DisputeResolved(long Posting, string Author, bool Upheld, string Reason);

/// <summary>From here on this scoring policy holds.</summary>
/// <param name="Version">1, 2, 3… in the order of publication.</param>
/// <param name="Author">Who published it.</param>
/// <param name="Policy">The policy's JSON document.</param>
/// <param name="Note">Why, for people; absent when nobody said.</param>
public sealed record PolicyPublished(int Version, string Author, JsonElement Policy, string? Note = null);

/// <summary>From here on the books are those in which everything up to <paramref name="UpTo"/> is graded by <paramref name="Version"/>.</summary>
public sealed record RestatementPublished(int Version, long UpTo, string Author);

/// <summary>A quarantined event was dealt with.</summary>
/// <param name="Quarantined">Its position.</param>
/// <param name="Source">Its source, which names its partition.</param>
/// <param name="Replayed">True when it was accepted on replay, false when it was discarded.</param>
/// <param name="Author">Who did it.</param>
public sealed record QuarantineSettled(long Quarantined, string Source, bool Replayed, string Author);

/// <summary>How far an import has come. Appended with the rows it counts, so both are durable together.</summary>
/// <param name="Import">The import's id, from the file's hash, the mapping's hash and the generation.</param>
/// <param name="Name">File name for people.</param>
/// <param name="State"><c>running</c>, <c>finished</c>, <c>undoing</c> or <c>undone</c>.</param>
/// <param name="Rows">Rows done (or undone) so far.</param>
/// <param name="Interactions">Interactions appended so far.</param>
/// <param name="Bad">Rows quarantined so far.</param>
/// <param name="Author">Who runs it.</param>
public sealed record ImportProgressed(string Import, string Name, string State, long Rows, long Interactions, long Bad, string Author);

/// <summary>Settings of the workspace that grading or folds depend on.</summary>
/// <param name="TimeZone">IANA name of the workspace's time zone.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record WorkspaceSet(string TimeZone, string Currency);

/// <summary>
/// A person has defined, changed or ended something that the stream keeps figures for: a promise, an outcome of loyalty.
/// The capability knows how to read the document; the journal does not.
/// </summary>
/// <param name="Capability">Which capability it belongs to: <c>promises</c>, <c>moments</c> …</param>
/// <param name="Id">Its id within the capability.</param>
/// <param name="Version">1, 2, 3… for one id; of two that claim the same version the first counts.</param>
/// <param name="Author">Who did it.</param>
/// <param name="Document">What was defined: a JSON object of the capability's own.</param>
public sealed record DefinitionSet(string Capability, string Id, int Version, string Author, JsonElement Document);

/// <summary>
/// What has been proven of a promise, with the statistics it was proven by: a fact, so that a replay never depends on how a
/// machine rounds.
/// </summary>
/// <param name="Promise">The promise's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Number">1, 2, 3… for one promise; of two that claim the same number the first counts.</param>
/// <param name="Verdict"><c>kept</c>, <c>broken</c>, <c>undecided</c>, or <c>open</c> when the evidence begins anew or no longer suffices.</param>
/// <param name="Cause"><c>average</c>, <c>change</c>, <c>budget</c>, <c>season</c>, <c>guardrail</c>, <c>arms</c> or <c>sample-ratio</c>.</param>
/// <param name="Reopens">Whether the evidence begins anew here.</param>
/// <param name="Evidence">Position of what opened the evidence it was reached on: later evidence is not judged by it.</param>
/// <param name="EvidenceAt">When the last of the evidence happened, Unix microseconds.</param>
/// <param name="N">Observations.</param>
/// <param name="Mean">Their mean on the measure's scale; null without any.</param>
/// <param name="Low">Lower end of the confidence sequence, on the measure's scale.</param>
/// <param name="High">Upper end.</param>
/// <param name="LogEKept">ln e for "kept".</param>
/// <param name="LogEBroken">ln e for "broken".</param>
/// <param name="Watch">The change detector's statistic; null when it was not watching.</param>
/// <param name="Detail">What it is about when not about the whole: the arm or the guardrail.</param>
public sealed record VerdictReached(
    string Promise, int Version, int Number, string Verdict, string Cause, bool Reopens, long Evidence, long EvidenceAt, long N, double? Mean,
    double? Low, double? High, double LogEKept, double LogEBroken, double? Watch = null, string? Detail = null);

/// <summary>The JSON of the entries' bodies: source-generated, so nothing falls back to reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CustomerIdentified))]
[JsonSerializable(typeof(MergeRequested))]
[JsonSerializable(typeof(MergeDelivered))]
[JsonSerializable(typeof(UnmergeRequested))]
[JsonSerializable(typeof(UnmergeDelivered))]
[JsonSerializable(typeof(ReversalRequested))]
[JsonSerializable(typeof(DisputeOpened))]
[JsonSerializable(typeof(DisputeResolved))]
[JsonSerializable(typeof(PolicyPublished))]
[JsonSerializable(typeof(RestatementPublished))]
[JsonSerializable(typeof(QuarantineSettled))]
[JsonSerializable(typeof(ImportProgressed))]
[JsonSerializable(typeof(WorkspaceSet))]
[JsonSerializable(typeof(DefinitionSet))]
[JsonSerializable(typeof(VerdictReached))]
public sealed partial class EntryJson : JsonSerializerContext;
