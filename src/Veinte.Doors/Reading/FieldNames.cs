namespace Veinte.Doors.Reading;

/// <summary>From a member's name to its <see cref="Field"/>; names are compared exactly, as JSON does.</summary>
internal static class FieldNames
{
    /// <summary>A member of an event or of the envelope around a batch.</summary>
    internal static Field OfEvent(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => name.SequenceEqual("type"u8) ? Field.Type : name.SequenceEqual("name"u8) ? Field.Name : Field.None,
        5 => name.SequenceEqual("event"u8) ? Field.Event : name.SequenceEqual("batch"u8) ? Field.Batch : Field.None,
        6 => name.SequenceEqual("userId"u8) ? Field.UserId
            : name.SequenceEqual("sentAt"u8) ? Field.SentAt
            : name.SequenceEqual("traits"u8) ? Field.Traits : Field.None,
        7 => name.SequenceEqual("context"u8) ? Field.Context : name.SequenceEqual("groupId"u8) ? Field.GroupId : Field.None,
        8 => name.SequenceEqual("writeKey"u8) ? Field.WriteKey : Field.None,
        9 => name.SequenceEqual("messageId"u8) ? Field.MessageId : name.SequenceEqual("timestamp"u8) ? Field.Timestamp : Field.None,
        10 => name.SequenceEqual("properties"u8) ? Field.Properties : name.SequenceEqual("previousId"u8) ? Field.PreviousId : Field.None,
        11 => name.SequenceEqual("anonymousId"u8) ? Field.AnonymousId : Field.None,
        17 => name.SequenceEqual("originalTimestamp"u8) ? Field.OriginalTimestamp : Field.None,
        _ => Field.None,
    };

    /// <summary>A member of the properties.</summary>
    internal static Field OfProperties(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => name.SequenceEqual("nps"u8) ? Field.Nps
            : name.SequenceEqual("ces"u8) ? Field.Ces
            : name.SequenceEqual("url"u8) ? Field.Url : Field.None,
        4 => name.SequenceEqual("area"u8) ? Field.Area
            : name.SequenceEqual("csat"u8) ? Field.Csat
            : name.SequenceEqual("path"u8) ? Field.Path
            : name.SequenceEqual("text"u8) ? Field.Text : Field.None,
        5 => name.SequenceEqual("staff"u8) ? Field.Staff : name.SequenceEqual("stage"u8) ? Field.Stage : Field.None,
        6 => name.SequenceEqual("rating"u8) ? Field.Rating
            : name.SequenceEqual("intent"u8) ? Field.Intent
            : name.SequenceEqual("effort"u8) ? Field.Effort : Field.None,
        7 => name.SequenceEqual("channel"u8) ? Field.Channel
            : name.SequenceEqual("outcome"u8) ? Field.Outcome
            : name.SequenceEqual("revenue"u8) ? Field.Revenue
            : name.SequenceEqual("journey"u8) ? Field.Journey : Field.None,
        8 => name.SequenceEqual("reaction"u8) ? Field.Reaction : Field.None,
        9 => name.SequenceEqual("ratingMin"u8) ? Field.RatingMin : name.SequenceEqual("ratingMax"u8) ? Field.RatingMax : Field.None,
        10 => name.SequenceEqual("touchpoint"u8) ? Field.Touchpoint : Field.None,
        11 => name.SequenceEqual("waitSeconds"u8) ? Field.WaitSeconds : Field.None,
        19 => name.SequenceEqual("promisedWaitSeconds"u8) ? Field.PromisedWaitSeconds : Field.None,
        _ => Field.None,
    };

    /// <summary>An attribute of a CloudEvent in JSON. Extension attributes name the customer and the message where the core ones do not.</summary>
    internal static Field OfCloudEvent(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name.SequenceEqual("id"u8) ? Field.MessageId : Field.None,
        4 => name.SequenceEqual("type"u8) ? Field.Event
            : name.SequenceEqual("time"u8) ? Field.Timestamp
            : name.SequenceEqual("data"u8) ? Field.Properties : Field.None,
        6 => name.SequenceEqual("source"u8) ? Field.Source : name.SequenceEqual("userid"u8) ? Field.UserId : Field.None,
        7 => name.SequenceEqual("subject"u8) ? Field.Name : Field.None,
        11 => name.SequenceEqual("specversion"u8) ? Field.SpecVersion
            : name.SequenceEqual("data_base64"u8) ? Field.DataBase64
            : name.SequenceEqual("anonymousid"u8) ? Field.AnonymousId : Field.None,
        15 => name.SequenceEqual("datacontenttype"u8) ? Field.DataContentType : Field.None,
        _ => Field.None,
    };

    /// <summary>The name of a field for people, as it stands in a CloudEvent.</summary>
    internal static string OfCloudEvent(Field field) => field switch
    {
        Field.MessageId => "id",
        Field.Event => "type",
        Field.Name => "subject",
        Field.Timestamp => "time",
        Field.Properties => "data",
        Field.DataBase64 => "data_base64",
        >= Field.Touchpoint and <= Field.Text => "data." + Camel(field),
        _ => field.ToString().ToLowerInvariant(),
    };

    /// <summary>The name of a field for people, as it stands in an event of the Segment API.</summary>
    internal static string OfEvent(Field field) => field switch
    {
        Field.ContextTraits => "context.traits",
        Field.LibraryName => "context.library.name",
        >= Field.Touchpoint and <= Field.Revenue => "properties." + Camel(field),
        _ => Camel(field),
    };

    private static string Camel(Field field)
    {
        var name = field.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
