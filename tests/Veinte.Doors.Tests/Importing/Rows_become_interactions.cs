using System.Text;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Tests.Importing;

public sealed class Rows_become_interactions
{
    [Fact]
    public void One_row_yields_many_and_what_is_not_applicable_yields_none()
    {
        const string mapping = """
            {
              "customer": "guest-{id}", "time": { "base": "2026-01-01T08:00:00Z", "perRow": "PT1H" }, "notApplicable": ["NA"],
              "defaults": { "channel": "in-person", "area": "{place}" },
              "interactions": [
                { "touchpoint": "Room", "rating": { "column": "room", "notApplicable": ["0"] } },
                { "touchpoint": "Food", "after": "PT30M", "rating": { "column": "food", "min": 10, "max": 1 } },
                { "touchpoint": "Visit", "properties": { "nights": { "column": "nights", "as": "number" } } }
              ]
            }
            """;
        var (report, entries) = Imported.Read(mapping, "id;room;food;nights;place\n7;4;1;2;Sol\n8;0;NA;3;\n");
        Assert.Equal((2, 4, 2, 2, 2, 0), (report.Rows, report.Interactions, report.Graded, report.Ungraded, report.Dropped, report.BadRows));
        var made = entries.Select(entry => entry.Interaction!).ToList();
        Assert.Equal(["guest-7 Room Sol", "guest-7 Food Sol", "guest-7 Visit Sol", "guest-8 Visit "], made.Select(i => $"{i.Customer} {i.Touchpoint} {i.Area}"));
        Assert.Equal((4, 1, 5), (made[0].Signals.Rating, made[0].Signals.RatingMin, made[0].Signals.RatingMax));
        Assert.Equal((1, 10, 1), (made[1].Signals.Rating, made[1].Signals.RatingMin, made[1].Signals.RatingMax));
        Assert.Equal(SignalSet.None, made[2].Signals.Present);
        Assert.Equal("""{"nights":2}""", made[2].Properties);
        Assert.Equal(["2026-01-01T08:00:00.000Z", "2026-01-01T08:30:00.000Z", "2026-01-01T08:00:00.000Z", "2026-01-01T09:00:00.000Z"], made.Select(i => i.OccurredAt.ToString()));
        Assert.Equal(["test:2:0", "test:2:1", "test:2:2", "test:3:2"], made.Select(i => i.MessageId));
        Assert.All(made, i => Assert.Equal((EventType.Import, Channel.InPerson, "import:test"), (i.Type, i.Channel, i.Source)));
    }

    [Fact]
    public void A_second_file_is_looked_up_in_once_and_for_each_of_its_rows()
    {
        const string mapping = """
            {
              "joins": [{ "name": "person", "file": "people.csv", "key": "id", "on": "{buyer}" }, { "name": "review", "file": "reviews.jsonl", "key": "order", "on": "{order}" }],
              "customer": "{person.email}", "time": { "column": "bought", "zone": "Europe/Madrid" },
              "interactions": [
                { "touchpoint": "Delivery", "wait": { "since": "{bought}", "until": "{came}", "promisedUntil": "{promised}" } },
                { "touchpoint": "Review", "each": "review", "rating": "{review.stars}", "text": "{review.text.en}" }
              ]
            }
            """;
        var (report, entries) = Imported.Read(mapping, "order,buyer,bought,came,promised\n1,a,2026-07-01T10:00:00,2026-07-03T10:00:00,2026-07-05T10:00:00\n2,a,2026-07-01T10:00:00,,2026-07-05\n",
            "orders.csv", ("people.csv", "id,email\na,ana@example.com\n"), ("reviews.jsonl", """{"order":1,"stars":5,"text":{"en":"good"}}""" + "\n" + """{"order":1,"stars":2}"""));
        var made = entries.Select(entry => entry.Interaction!).ToList();
        Assert.Equal(["Delivery", "Review", "Review"], made.Select(i => i.Touchpoint));
        Assert.All(made, i => Assert.Equal("ana@example.com", i.Customer));
        Assert.Equal((2 * 86_400, 4 * 86_400), (made[0].Signals.WaitSeconds, made[0].Signals.PromisedWaitSeconds));
        Assert.Equal([5, 2], made.Skip(1).Select(i => i.Signals.Rating));
        Assert.Equal("""{"text":"good"}""", made[1].Properties);
        Assert.Equal("2026-07-01T08:00:00.000Z", made[0].OccurredAt.ToString());
        Assert.Equal(["no-joined-row 1", "not-applicable 1"], report.Drops.Select(drop => $"{drop.Reason} {drop.Count}").Order());
        Assert.Equal(3, made.Select(i => i.MessageId).Distinct().Count());
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("latin1", false)]
    [InlineData("windows-1252", false)]
    [InlineData("utf-16", true)]
    public void Encodings_and_byte_order_marks_are_read(string name, bool mark)
    {
        var encoding = name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(name)! : Encoding.GetEncoding(name);
        byte[] file = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("who,stars\r\nPeña,5\r\n")];
        var mapping = Imported.Smallest.Replace("{ \"customer\"", $"{{ \"file\": {{ \"encoding\": \"{name}\" }}, \"customer\"");
        Assert.Equal("Peña", Assert.Single(Imported.Read(mapping, file).Entries).Interaction!.Customer);
    }

    [Fact]
    public void Reading_on_after_some_rows_makes_what_reading_at_once_makes()
    {
        var file = Encoding.UTF8.GetBytes("who,stars\n" + string.Concat(Enumerable.Range(1, 50).Select(n => $"c{n},{n % 7}\n")));
        var all = Imported.Read(Imported.Smallest, file).Entries;
        Assert.Equal(all.Skip(20).Select(Shown), Imported.Read(Imported.Smallest, file, skip: 20).Entries.Select(Shown));
        Assert.Equal(50, all.Count);
        Assert.Throws<InvalidDataException>(() => Imported.Read(Imported.Smallest, file, skip: 51));

        static string Shown(Entered entry) => $"{entry.What} {entry.Interaction?.MessageId} {entry.Quarantined?.Detail}";
    }
}
