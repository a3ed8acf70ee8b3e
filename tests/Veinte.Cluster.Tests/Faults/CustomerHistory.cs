namespace Veinte.Cluster.Tests.Faults;

/// <summary>
/// What one customer's only writer has sent, and what readers saw meanwhile, in the manner of Jepsen: every reading must be a
/// prefix of what was sent, no shorter than what had been acknowledged when it was asked and no longer than what had been
/// sent when it was answered. Thread-safe.
/// </summary>
internal sealed class CustomerHistory(string customer)
{
    private readonly Lock _lock = new();
    private readonly List<(string Message, long Balance)> _sent = [];
    private readonly List<string> _faults = [];
    private int _acknowledged;

    /// <summary>The customer.</summary>
    public string Customer => customer;

    /// <summary>How many were acknowledged.</summary>
    public int Acknowledged
    {
        get
        {
            lock (_lock) return _acknowledged;
        }
    }

    /// <summary>What readings were wrong.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock) return [.. _faults];
        }
    }

    /// <summary>How many were sent.</summary>
    public int Sent
    {
        get
        {
            lock (_lock) return _sent.Count;
        }
    }

    /// <summary>About to be sent.</summary>
    public void Send(string message, long amount)
    {
        lock (_lock) _sent.Add((message, BalanceAfter(_sent.Count) + amount));
    }

    /// <summary>All that was sent is acknowledged.</summary>
    public void Acknowledge()
    {
        lock (_lock) _acknowledged = _sent.Count;
    }

    /// <summary>A reading has been answered.</summary>
    /// <param name="acknowledgedBefore">How many were acknowledged when it was asked.</param>
    /// <param name="interactions">How many interactions the account has.</param>
    /// <param name="balance">Its balance in milli-points.</param>
    /// <param name="where">Who was asked, for the message.</param>
    public void Read(int acknowledgedBefore, int interactions, long balance, string where)
    {
        lock (_lock)
        {
            if (interactions < acknowledgedBefore) _faults.Add($"{customer} at {where}: {interactions} interactions where {acknowledgedBefore} had been acknowledged");
            else if (interactions > _sent.Count) _faults.Add($"{customer} at {where}: {interactions} interactions where {_sent.Count} had been sent");
            else if (BalanceAfter(interactions) is var sum && sum != balance) _faults.Add($"{customer} at {where}: balance {balance} after {interactions} interactions that come to {sum}");
        }
    }

    /// <summary>Compares the finished statement with what was sent: each once, in order, and nothing that was acknowledged missing.</summary>
    /// <param name="messages">Message ids of the statement, oldest first.</param>
    public IEnumerable<string> Compare(IReadOnlyList<string> messages)
    {
        List<string> sent;
        int acknowledged;
        lock (_lock) (sent, acknowledged) = ([.. _sent.Select(one => one.Message)], _acknowledged);
        if (messages.Count < acknowledged) yield return $"{customer}: {messages.Count} lines where {acknowledged} were acknowledged";
        if (messages.Count > sent.Count) yield return $"{customer}: {messages.Count} lines where {sent.Count} were sent";
        for (var i = 0; i < Math.Min(messages.Count, sent.Count); i++)
        {
            if (messages[i] == sent[i]) continue;
            yield return $"{customer}: line {i + 1} is {messages[i]}, sent was {sent[i]}";
            yield break;
        }
    }

    private long BalanceAfter(int interactions) => interactions == 0 ? 0 : _sent[interactions - 1].Balance;
}
