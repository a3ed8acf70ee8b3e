using System.Text.Json;
using System.Text.Json.Serialization;

namespace Veinte.Server.Counter;

/// <summary>What the counter page sends: moments that lay in the device's queue.</summary>
/// <param name="Moments">The moments, oldest first; at most <see cref="CounterDesk.MomentsMax"/>.</param>
/// <param name="SentAt">When they were sent by the device's clock, so that a wrong clock can be told from a long wait.</param>
internal sealed record CounterPost(IReadOnlyList<CounterMoment> Moments, DateTimeOffset? SentAt = null);

/// <summary>One contact in person, recorded by whoever was there.</summary>
/// <param name="Id">Chosen by the device: 16 to 64 letters, digits or hyphens. The same one is posted once, however often and by whichever way it is sent.</param>
/// <param name="Use"><c>customer</c> (staff about a customer), <c>staff</c> (a customer about staff) or <c>self</c> (a professional about an own micro-moment).</param>
/// <param name="Touchpoint">Where.</param>
/// <param name="Rating">How it went: 1–5 by faces, 0–20 by grade.</param>
/// <param name="Scale">5 or 20.</param>
/// <param name="Who">The customer's <c>userId</c>; null or empty for nobody known. Of a micro-moment: the name of the other side.</param>
/// <param name="Staff">Who attended; of a micro-moment: oneself. Required for <c>staff</c> and <c>self</c>.</param>
/// <param name="With">Of a micro-moment: <c>colleague</c>, <c>boss</c>, <c>area</c>, <c>supplier</c>, <c>recruiter</c>, <c>customer</c>.</param>
/// <param name="Reason">The reason tapped: a word of small letters and hyphens.</param>
/// <param name="Note">What was written or said; at most <see cref="CounterDesk.NoteCharsMax"/> characters.</param>
/// <param name="At">When, by the device's clock.</param>
internal sealed record CounterMoment(
    string Id, string Use, string Touchpoint, double Rating, int Scale, string? Who = null, string? Staff = null, string? With = null,
    string? Reason = null, string? Note = null, DateTimeOffset? At = null);

/// <summary>What became of the moments. What is not refused is durable: the device may forget it.</summary>
/// <param name="Recorded">How many are in the journal now, those that were there before included.</param>
/// <param name="Refused">Those that can never be taken, with the reason.</param>
internal sealed record CounterTaken(int Recorded, IReadOnlyList<CounterRefusal> Refused);

/// <summary>Why a moment cannot be taken.</summary>
internal sealed record CounterRefusal(string Id, string Problem);

/// <summary>Who the page's server takes its visitor for.</summary>
/// <param name="Name">The name, or null when nobody is signed in.</param>
/// <param name="MayDecide">Whether he may set up other devices.</param>
internal sealed record CounterVisitor(string? Name, bool MayDecide);

/// <summary>Asks for a link for another device.</summary>
internal sealed record CounterDeviceRequest(string Name, string? Touchpoint = null, string? Staff = null);

/// <summary>A device's link: its key is in it, shown this once.</summary>
/// <param name="Link">To be opened on the device. The key stands behind the #, which no browser sends anywhere.</param>
/// <param name="Code">The link as a QR code, PNG in base64.</param>
internal sealed record CounterDevice(string Link, string Code);

/// <summary>The JSON of the counter; strict, for what is misspelt must not be lost.</summary>
[JsonSerializable(typeof(CounterPost))]
[JsonSerializable(typeof(CounterTaken))]
[JsonSerializable(typeof(CounterVisitor))]
[JsonSerializable(typeof(CounterDeviceRequest))]
[JsonSerializable(typeof(CounterDevice))]
internal sealed partial class CounterJson : JsonSerializerContext
{
    /// <summary>As it is read and written.</summary>
    public static CounterJson Wire => field ??= new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 6,
    });
}
