using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using Veinte.Doors.Reading;
using Veinte.Doors.Segment;
using Veinte.Model;

namespace Veinte.Doors.Steps;

/// <summary>Whose event is it, and which?</summary>
internal static class IdentitySteps
{
    internal static bool Customer(scoped ref Arriving arriving)
    {
        if (!TryIdentifier(ref arriving, Field.UserId, out var user)) return false;
        if (!TryIdentifier(ref arriving, Field.AnonymousId, out var anonymous)) return false;
        if (arriving.Route == SegmentRoute.Alias) return Alias(ref arriving, user);

        return IsSomebody(ref arriving, user, anonymous, "userId or anonymousId") && (arriving.Route != SegmentRoute.Group || Group(ref arriving));
    }

    /// <summary>Notes whose event it is: the known customer's, else the anonymous one's; refuses one that is nobody's.</summary>
    internal static bool IsSomebody(scoped ref Arriving arriving, ReadOnlySpan<byte> user, ReadOnlySpan<byte> anonymous, string wanted)
    {
        if (user.IsEmpty && anonymous.IsEmpty) return RefuseNobody(ref arriving, wanted);
        arriving.Draft.CustomerKind = user.IsEmpty ? IdentifierKind.Anonymous : IdentifierKind.User;
        arriving.Draft.Customer = user.IsEmpty ? anonymous : user;
        arriving.Draft.Anonymous = user.IsEmpty ? default : anonymous;
        return true;
    }

    internal static bool Message(scoped ref Arriving arriving)
    {
        if (!arriving.TryText(Field.MessageId, out var id)) return false;
        var max = arriving.Limits.MessageIdCharsMax;
        if (id.Length > max && Encoding.UTF8.GetCharCount(id) > max)
            return arriving.Refuse(QuarantineReason.MessageIdTooLong,
                $"messageId has {Encoding.UTF8.GetCharCount(id)} characters; {max} are allowed: {Arriving.Shown(id)}.");
        if (id.IsEmpty) id = Made(ref arriving);
        arriving.Draft.MessageId = id;
        arriving.Draft.Message = StableHash.Message(arriving.Source.Number, id);
        return true;
    }

    /// <summary>
    /// An id for an event that has none: content, time of receipt and a serial number, so that two events that look alike
    /// stay two. A repeat of such an event cannot be recognised.
    /// </summary>
    private static ReadOnlySpan<byte> Made(scoped ref Arriving arriving)
    {
        const int lengthMax = 5 + 16 + 1 + 16 + 1 + 16;
        var target = arriving.Room(lengthMax);
        "made-"u8.CopyTo(target);
        var at = 5;
        Append(target, ref at, XxHash3.HashToUInt64(arriving.Raw));
        target[at++] = (byte)'-';
        Append(target, ref at, (ulong)arriving.ReceivedAt.UnixMicros);
        target[at++] = (byte)'-';
        Append(target, ref at, (ulong)arriving.Source.NextSerial());
        return target[..at];
    }

    private static void Append(Span<byte> target, ref int at, ulong number)
    {
        Utf8Formatter.TryFormat(number, target[at..], out var written, 'x');
        at += written;
    }

    private static bool Alias(scoped ref Arriving arriving, ReadOnlySpan<byte> user)
    {
        if (!TryIdentifier(ref arriving, Field.PreviousId, out var previous)) return false;
        if (user.IsEmpty) return RefuseNobody(ref arriving, "userId");
        if (previous.IsEmpty)
            return arriving.Refuse(QuarantineReason.MissingPreviousId,
                "An alias call joins previousId to userId, but previousId is missing or a placeholder. Send the identifier the customer had before.");
        arriving.Draft.CustomerKind = IdentifierKind.User;
        arriving.Draft.Customer = user;
        arriving.Previous = previous;
        return true;
    }

    private static bool Group(scoped ref Arriving arriving)
    {
        if (!TryIdentifier(ref arriving, Field.GroupId, out var group)) return false;
        if (group.IsEmpty)
            return arriving.Refuse(QuarantineReason.MissingGroup,
                "A group call needs groupId, but it is missing or a placeholder. Send the organisation's identifier.");
        arriving.Group = group;
        return true;
    }

    /// <summary>An identifier, empty when it is absent or a placeholder; refuses one that is too long.</summary>
    internal static bool TryIdentifier(scoped ref Arriving arriving, Field field, out ReadOnlySpan<byte> identifier)
    {
        if (!arriving.TryText(field, out identifier)) return false;
        if (identifier.Length > arriving.Limits.IdentifierBytesMax)
            return arriving.Refuse(QuarantineReason.IdentifierTooLong,
                $"{arriving.NameOf(field)} has {identifier.Length} bytes; {arriving.Limits.IdentifierBytesMax} are allowed: {Arriving.Shown(identifier)}.");
        if (identifier.IsEmpty || !arriving.Limits.Blocked.Contains(identifier)) return true;
        arriving.Blocked = field;
        identifier = default;
        return true;
    }

    private static bool RefuseNobody(scoped ref Arriving arriving, string wanted) => arriving.Blocked == Field.None
        ? arriving.Refuse(QuarantineReason.MissingCustomer, $"The event says nothing about whose it is. Send {wanted}.")
        : arriving.Refuse(QuarantineReason.BlockedIdentifier,
            $"{arriving.NameOf(arriving.Blocked)} is \"{Arriving.Shown(arriving.RawOf(arriving.Blocked))}\", which names nobody. Send {wanted} with the customer's own identifier, or leave the event out.");
}
