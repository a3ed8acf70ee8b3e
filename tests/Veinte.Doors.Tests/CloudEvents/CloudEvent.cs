using System.Text;
using Veinte.Doors.CloudEvents;
using Veinte.Journal.Entries;

namespace Veinte.Doors.Tests.CloudEvents;

/// <summary>Sends CloudEvents through their door.</summary>
internal static class CloudEvent
{
    public static (DoorResult Result, List<Entered> Entries) Send(
        string body, CloudEventMode mode = CloudEventMode.Structured, DoorSource? source = null) => Send(Encoding.UTF8.GetBytes(body), mode, source);

    public static (DoorResult Result, List<Entered> Entries) Send(byte[] body, CloudEventMode mode = CloudEventMode.Structured, DoorSource? source = null)
    {
        using var batch = new EntryBatchBuilder();
        var result = CloudEventDoor.Read(body, mode, source ?? new("shop"), Door.Now, new DoorLimits(), batch);
        return (result, Entered.Of(batch));
    }

    /// <summary>What becomes of one event.</summary>
    public static Entered One(string body)
    {
        var (result, entries) = Send(body);
        Assert.False(result.IsMalformed, result.Malformed);
        Assert.Equal(1, result.Accepted + result.Quarantined);
        return Assert.Single(entries);
    }

    public static InteractionDraftValues Interaction(string body)
    {
        var entered = One(body);
        Assert.True(entered.Interaction is not null, $"{entered.What}: {entered.Quarantined?.Detail}");
        return entered.Interaction;
    }

    /// <summary>An event by its binary form.</summary>
    public static InteractionDraftValues Binary(string body, string? contentType, params (string Name, string Value)[] headers) =>
        Interaction(Structured(Encoding.UTF8.GetBytes(body), contentType, headers));

    public static string Structured(byte[] body, string? contentType, params (string Name, string Value)[] headers) =>
        Encoding.UTF8.GetString(BinaryCloudEvent.ToStructured(headers.Select(header => KeyValuePair.Create(header.Name, header.Value)), contentType, body));

    /// <summary>A sound event with these members besides.</summary>
    public static string With(string members) =>
        $$"""{"specversion":"1.0","id":"m1","source":"/shop","type":"Order","subject":"ana"{{(members.Length > 0 ? "," : "")}}{{members}}}""";
}
