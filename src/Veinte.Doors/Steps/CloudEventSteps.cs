using System.Buffers.Binary;
using System.Buffers.Text;
using Veinte.Doors.CloudEvents;
using Veinte.Doors.Reading;
using Veinte.Model;

namespace Veinte.Doors.Steps;

/// <summary>What a CloudEvent needs besides the steps every event goes through (CloudEvents 1.0.2).</summary>
internal static class CloudEventSteps
{
    /// <summary>Whether it has what every CloudEvent must have.</summary>
    internal static bool Shape(scoped ref Arriving arriving)
    {
        if (!ShapeSteps.IsOneObject(ref arriving)) return false;
        if (!HasText(ref arriving, Field.SpecVersion)) return false;
        if (!arriving.TextOrEmpty(Field.SpecVersion).SequenceEqual("1.0"u8))
            return Refuse(ref arriving, $"specversion is \"{Arriving.Shown(arriving.RawOf(Field.SpecVersion))}\"; only 1.0 is understood.");
        if (!HasText(ref arriving, Field.MessageId) || !HasText(ref arriving, Field.Source) || !HasText(ref arriving, Field.Event)) return false;
        return !arriving.Found[Field.Properties].HasValue || !arriving.Found[Field.DataBase64].HasValue
            || Refuse(ref arriving, "The event has both data and data_base64. Send one of them.");
    }

    /// <summary>Keeps the attributes, extensions among them, as the context of the interaction.</summary>
    internal static bool Attributes(scoped ref Arriving arriving)
    {
        var raw = arriving.Raw;
        var room = arriving.Room(raw.Length);
        var length = CloudEventAttributes.Copy(raw, room, out var wrong);
        if (wrong is not null) return Refuse(ref arriving, wrong);
        arriving.Draft.Context = room[..length];
        return true;
    }

    /// <summary>The customer is the subject, unless the extension attribute userid says that the subject is something else.</summary>
    internal static bool Customer(scoped ref Arriving arriving)
    {
        if (!IdentitySteps.TryIdentifier(ref arriving, Field.UserId, out var user)) return false;
        if (user.IsEmpty && !IdentitySteps.TryIdentifier(ref arriving, Field.Name, out user)) return false;
        return IdentitySteps.TryIdentifier(ref arriving, Field.AnonymousId, out var anonymous)
            && IdentitySteps.IsSomebody(ref arriving, user, anonymous, "subject, or the extension attribute userid or anonymousid,");
    }

    /// <summary>An event is named by its source and its id together (CloudEvents 3.1), within the write key it came with.</summary>
    internal static bool Message(scoped ref Arriving arriving)
    {
        var id = arriving.TextOrEmpty(Field.MessageId);
        var max = arriving.Limits.IdentifierBytesMax;
        if (id.Length > max)
            return arriving.Refuse(QuarantineReason.MessageIdTooLong, $"id has {id.Length} bytes; {max} are allowed: {Arriving.Shown(id)}.");
        var source = arriving.TextOrEmpty(Field.Source);
        // The length goes first, so that no other source and id make the same bytes.
        var name = arriving.Room(sizeof(int) + source.Length + id.Length);
        BinaryPrimitives.WriteInt32LittleEndian(name, source.Length);
        source.CopyTo(name[sizeof(int)..]);
        id.CopyTo(name[(sizeof(int) + source.Length)..]);
        arriving.Draft.MessageId = id;
        arriving.Draft.Message = StableHash.Message(arriving.Source.Number, name);
        return true;
    }

    /// <summary>An object is the properties themselves; anything else is kept as the property it came as, and says nothing to us.</summary>
    internal static bool Data(scoped ref Arriving arriving)
    {
        var (data, base64) = (arriving.Found[Field.Properties], arriving.Found[Field.DataBase64]);
        if (data.HasValue && data.Kind != SliceKind.Object)
            arriving.Draft.Properties = data.IsText
                ? Joined(ref arriving, "{\"data\":\""u8, arriving.RawOf(Field.Properties), "\"}"u8)
                : Joined(ref arriving, "{\"data\":"u8, arriving.RawOf(Field.Properties), "}"u8);
        if (!base64.HasValue) return true;
        if (!base64.IsText || !Base64.IsValid(arriving.TextOrEmpty(Field.DataBase64)))
            return Refuse(ref arriving, $"data_base64 must be Base64, but it is {Arriving.Shown(arriving.RawOf(Field.DataBase64))}.");
        if (MediaTypes.IsJson(arriving.TextOrEmpty(Field.DataContentType)))
            return Refuse(ref arriving, $"datacontenttype is {Arriving.Shown(arriving.RawOf(Field.DataContentType))}, but the data is not JSON.");
        arriving.Draft.Properties = Joined(ref arriving, "{\"data_base64\":\""u8, arriving.RawOf(Field.DataBase64), "\"}"u8);
        return true;
    }

    private static bool HasText(scoped ref Arriving arriving, Field field)
    {
        if (arriving.Found[field].IsText && !TouchpointSteps.Trim(arriving.TextOrEmpty(field)).IsEmpty) return true;
        return Refuse(ref arriving, arriving.Found[field].HasValue
            ? $"{arriving.NameOf(field)} must be a text that is not empty, but it is {Arriving.Article(arriving.Found[field].Kind)}: {Arriving.Shown(arriving.RawOf(field))}."
            : $"A CloudEvent needs {arriving.NameOf(field)}, but it is missing. Send specversion, id, source and type.");
    }

    private static bool Refuse(scoped ref Arriving arriving, string detail) => arriving.Refuse(QuarantineReason.CloudEventInvalid, detail);

    private static ReadOnlySpan<byte> Joined(scoped ref Arriving arriving, ReadOnlySpan<byte> before, ReadOnlySpan<byte> between, ReadOnlySpan<byte> after)
    {
        var room = arriving.Room(before.Length + between.Length + after.Length);
        before.CopyTo(room);
        between.CopyTo(room[before.Length..]);
        after.CopyTo(room[(before.Length + between.Length)..]);
        return room;
    }
}
