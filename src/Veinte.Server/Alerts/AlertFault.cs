using System.Net.Sockets;

namespace Veinte.Server.Alerts;

/// <summary>What went wrong at a try: a word, and behind a colon what it is about. Stored; pages say it in the reader's language.</summary>
internal static class AlertFault
{
    /// <summary>It answered, but not with 2xx. Behind it: the status.</summary>
    public const string Status = "status";
    /// <summary>It did not answer in time. Behind it: how many seconds it had.</summary>
    public const string Timeout = "timeout";
    /// <summary>Its name leads to an address that is not allowed. Behind it: the address.</summary>
    public const string Private = "private";
    /// <summary>It could not be reached. Behind it: why.</summary>
    public const string Connection = "connection";
    /// <summary>Too many waited.</summary>
    public const string Crowded = "crowded";

    private const int LengthMax = 300;

    /// <summary>The fault of a failed try.</summary>
    public static string Of(Exception failure, int seconds)
    {
        for (Exception? at = failure; at is not null; at = at.InnerException)
        {
            if (at is AlertRefusedException refused) return $"{Private}:{refused.Address}";
            if (at is SocketException socket) return $"{Connection}:{socket.SocketErrorCode}";
        }
        if (failure is OperationCanceledException) return $"{Timeout}:{seconds}";
        var why = $"{Connection}:{failure.Message}";
        return why.Length > LengthMax ? why[..LengthMax] : why;
    }

    /// <summary>A fault in words.</summary>
    public static string Words(string fault, bool spanish)
    {
        var (word, about) = fault.IndexOf(':') is > 0 and var colon ? (fault[..colon], fault[(colon + 1)..]) : (fault, "");
        string Say(string es, string en) => spanish ? es : en;
        return word switch
        {
            Status when about is ['3', ..] => Say($"Respondió {about}: no se siguen redirecciones", $"It answered {about}: redirects are not followed"),
            Status => Say($"Respondió {about}", $"It answered {about}"),
            Timeout => Say($"No respondió en {about} segundos", $"It did not answer in {about} seconds"),
            Private => Say($"Su nombre lleva a {about}, que no está permitida", $"Its name leads to {about}, which is not allowed"),
            Crowded => Say("Esperaban demasiadas alertas", "Too many alerts were waiting"),
            _ => Say($"No se puede conectar ({about})", $"It cannot be reached ({about})"),
        };
    }
}
