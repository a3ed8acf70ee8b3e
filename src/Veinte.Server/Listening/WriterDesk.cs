using Veinte.Engine;

namespace Veinte.Server.Listening;

/// <summary>
/// Finds whose texts are meant: a customer's under all identifiers that belong to him, and those of customers who have
/// traits, both as the books know them now. A text came with an identifier; whose that is may change. Thread-safe.
/// </summary>
internal sealed class WriterDesk(ListeningService listening, Books books)
{
    /// <summary>The filter with the writers that are meant; nobody when the books do not know the customer.</summary>
    public async Task<HeardFilter> Find(HeardFilter filter, string? customer, NamedValues traits, CancellationToken cancel)
    {
        if (customer is null && traits.All.Count == 0) return filter;
        var keys = customer is null ? listening.Texts.Writers(filter) : await books.KeysOf(customer, cancel);
        if (traits.All.Count > 0) keys = await books.WithTraits(keys, traits.All, cancel);
        return filter with { Writers = new(customer, traits, keys) };
    }
}
