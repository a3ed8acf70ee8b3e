using System.Text;
using CsCheck;
using Veinte.Doors.Segment;

namespace Veinte.Doors.Tests.Segment;

/// <summary>Bytes nobody meant: refused as a whole, or each event with a reason; what enters can be read again.</summary>
public sealed class Whatever_bytes_come
{
    private static readonly byte[] Sound = Encoding.UTF8.GetBytes(
        """
        {"batch":[{"type":"track","messageId":"m1","userId":"ana","anonymousId":"d1","event":"Order","timestamp":"2026-11-24T11:00:00Z",
        "properties":{"rating":4,"ratingMin":1,"ratingMax":5,"waitSeconds":3.5,"promisedWaitSeconds":9,"outcome":"success","staff":"luis","text":"muy bien ñ \u00e9 \ud83d\ude00"}},
        {"type":"identify","userId":"ana","traits":{"name":"Ana","n":[1,2,{"a":null}]}},{"type":"alias","userId":"ana","previousId":"d2"},
        {"type":"page","anonymousId":"d1","name":"Home","context":{"locale":"es"}}],"sentAt":"2026-11-24T11:00:01Z","context":{"library":{"name":"x"}}}
        """);

    private static readonly byte[][] Tokens =
        [.. new[] { "{", "}", "[", "]", "\"", ",", ":", "null", "NaN", "1e999", "-", "\\", "\\ud800", "\"\":", "{}", "[[[[[[[[", "true", "\u0000", " ", "\uFEFF" }.Select(Encoding.UTF8.GetBytes)];

    [Fact]
    public void Arbitrary_bytes_are_refused_or_read_on_every_route() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Enum<SegmentRoute>()).Sample((bytes, route) => Sent(bytes, route), iter: 20_000);

    [Fact]
    public void A_sound_batch_with_parts_changed_is_refused_or_each_event_ends_with_a_reason() =>
        Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Int[0, 60], Gen.Int[0, Tokens.Length], Gen.Byte.Array[0, 8]).Array[1, 3].Sample(changes =>
        {
            var bytes = Sound;
            foreach (var (at, removed, token, rubbish) in changes)
            {
                var from = Math.Min(at, bytes.Length);
                bytes = [.. bytes[..from], .. token < Tokens.Length ? Tokens[token] : rubbish, .. bytes[Math.Min(from + removed, bytes.Length)..]];
            }
            Sent(bytes, SegmentRoute.Batch);
        }, iter: 20_000);

    private static void Sent(byte[] bytes, SegmentRoute route)
    {
        // Reads every entry back: texts must be UTF-8, bodies must be whole.
        var (result, entries) = Door.Send(bytes, route);
        if (result.IsMalformed)
        {
            Assert.NotEmpty(result.Malformed!);
            Assert.Empty(entries);
        }
        foreach (var entered in entries)
            if (entered.Quarantined is { } quarantined)
                Assert.True(QuarantineReasons.TryParse(quarantined.Reason, out _), quarantined.Reason);
    }
}
