using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Model;

namespace Veinte.Engine;

/// <summary>
/// Reads the books: asks every partition and merges what they answer. What was acknowledged before a call is in its
/// answer. Thread-safe; holds no state. Times of day are arguments: nothing here reads a clock.
/// </summary>
public sealed partial class Books(IPartitionCalls partitions)
{
    private readonly IPartitionCalls _partitions = partitions;

    /// <summary>Both sides of the books.</summary>
    public Task<TrialBalance> TrialBalance(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Accounts of a kind. Default order: lower end of the standing, best first, so that a small account never outranks a proven one.</summary>
    public Task<Page<AccountView>> Accounts(AccountsQuery query, Instant now, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>One account, or null.</summary>
    public Task<AccountView?> Account(AccountKind kind, string key, Instant now, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>A customer by any of his identifiers, or null.</summary>
    public Task<CustomerProfile?> Customer(string id, Instant now, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>An account's statement, newest first; null when there is no such account. Language: <c>es</c> or <c>en</c>.</summary>
    public Task<Page<StatementLine>?> Statement(AccountKind kind, string key, string? cursor, int limit, string language, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>One interaction with everything known of it, or null.</summary>
    public Task<InteractionDetail?> Interaction(long position, string language, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>The course of the last <paramref name="days"/> days up to <paramref name="now"/>, hourly up to 7 days and daily above, beside the same time before.</summary>
    public Task<Overview> Overview(Instant now, int days, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Events in quarantine, newest first.</summary>
    public Task<Page<QuarantinedEvent>> Quarantine(string? source, string? reason, string? cursor, int limit, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>One event in quarantine with its bytes, or null.</summary>
    public Task<QuarantinedEvent?> Quarantined(long position, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>What the partitions' steps dropped, and what is in quarantine, by reason.</summary>
    public Task<IReadOnlyList<DropCount>> Drops(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Imports, newest first.</summary>
    public Task<IReadOnlyList<ImportView>> Imports(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Disputes, open ones first, newest first.</summary>
    public Task<IReadOnlyList<DisputeView>> Disputes(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Published scoring policies, newest first. Version 0, the one every workspace starts with, closes the list.</summary>
    public Task<IReadOnlyList<PolicyView>> Policies(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Names of the touchpoints, staff members or areas known, in alphabetical order.</summary>
    public Task<IReadOnlyList<string>> Names(AccountKind kind, CancellationToken cancel = default) => throw new NotImplementedException();
}

/// <summary>Which accounts are wanted.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Search">Part of the key or name, whatever its case; null for all.</param>
/// <param name="Sort"><c>standing</c> (not for customers, who fall back to <c>grade</c>), <c>grade</c>, <c>balance</c>, <c>interactions</c>, <c>last</c>, <c>key</c>; null for the default.</param>
/// <param name="Descending">Greatest first; null for the sort's own default.</param>
/// <param name="Cursor">From where on; null for the beginning.</param>
/// <param name="Limit">How many at most, 1–500.</param>
public sealed record AccountsQuery(
    AccountKind Kind, string? Search = null, string? Sort = null, bool? Descending = null, string? Cursor = null, int Limit = 50);
