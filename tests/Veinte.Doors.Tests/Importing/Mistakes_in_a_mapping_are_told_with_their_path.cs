using System.Text;
using Veinte.Doors.Importing;

namespace Veinte.Doors.Tests.Importing;

public sealed class Mistakes_in_a_mapping_are_told_with_their_path
{
    private const string Rest = "\"time\": \"{at}\", \"interactions\": [{ \"touchpoint\": \"T\" }]";

    [Theory]
    [InlineData("", "The mapping is not JSON")]
    [InlineData("[]", "The mapping must be an object")]
    [InlineData("{}", "The mapping needs \"customer\"")]
    [InlineData("{ \"customer\": \"{id}\" }", "The mapping needs \"interactions\"")]
    [InlineData("{ \"customer\": \"{id}\", \"interactions\": [{ \"touchpoint\": \"T\" }] }", "interactions[0]: has no time")]
    [InlineData("{ \"customer\": \"{id}\", \"costumer\": 1, " + Rest + " }", "The mapping has an unknown member \"costumer\"")]
    [InlineData("{ \"customer\": \"{id\", " + Rest + " }", "customer: has a { without")]
    [InlineData("{ \"customer\": \"id}\", " + Rest + " }", "customer: has a } without")]
    [InlineData("{ \"customer\": [], " + Rest + " }", "customer: must be a text")]
    [InlineData("{ \"customer\": {}, " + Rest + " }", "customer: needs either \"column\"")]
    [InlineData("{ \"customer\": \"{id}\", \"file\": { \"format\": \"xml\" }, " + Rest + " }", "file.format: can be \"csv\" or \"jsonl\"")]
    [InlineData("{ \"customer\": \"{id}\", \"file\": { \"delimiter\": \"::\" }, " + Rest + " }", "file.delimiter: must be one character")]
    [InlineData("{ \"customer\": \"{id}\", \"file\": { \"encoding\": \"klingon\" }, " + Rest + " }", "file.encoding: must name an encoding")]
    [InlineData("{ \"customer\": \"{id}\", \"notApplicable\": \"0\", " + Rest + " }", "notApplicable: must be a list")]
    [InlineData("{ \"customer\": \"{id}\", \"joins\": [{ \"name\": \"a\", \"file\": \"a.csv\", \"key\": \"k\" }], " + Rest + " }", "joins[0]: needs \"on\"")]
    [InlineData("{ \"customer\": \"{id}\", \"joins\": [{ \"name\": \"a\", \"file\": \"../a.csv\", \"key\": \"k\", \"on\": \"{k}\" }], " + Rest + " }", "joins[0].file: must be the plain name")]
    public void Of_the_whole(string mapping, string error) => Tells(mapping, error);

    [Theory]
    [InlineData("\"rating\": { \"column\": \"r\", \"min\": \"one\" }", "interactions[0].rating.min: must be a number, but is \"one\"")]
    [InlineData("\"rating\": { \"column\": \"r\", \"min\": 5, \"max\": 5 }", "interactions[0].rating: needs a \"min\"")]
    [InlineData("\"rating\": { \"column\": \"r\", \"text\": \"{r}\" }", "interactions[0].rating: needs either \"column\"")]
    [InlineData("\"outcome\": { \"column\": \"o\", \"values\": { \"ok\": \"fine\" } }", "interactions[0].outcome.values.ok: can be success, partial or failure")]
    [InlineData("\"outcome\": \"good\"", "interactions[0].outcome: can be success, partial or failure")]
    [InlineData("\"channel\": \"pigeon\"", "interactions[0].channel: can be web")]
    [InlineData("\"wait\": { \"seconds\": \"{s}\" }", "interactions[0].wait: needs either \"seconds\" and \"promisedSeconds\"")]
    [InlineData("\"after\": \"5 minutes\"", "interactions[0].after: must be a duration")]
    [InlineData("\"after\": \"P1M\"", "interactions[0].after: must be a duration")]
    [InlineData("\"time\": { \"column\": \"t\", \"zone\": \"Mars/Base\" }", "interactions[0].time.zone: must be the name of a time zone")]
    [InlineData("\"time\": { \"base\": \"soon\" }", "interactions[0].time.base: must be a time")]
    [InlineData("\"when\": { \"column\": \"c\" }", "interactions[0].when: needs \"in\"")]
    [InlineData("\"each\": \"review\"", "interactions[0].each: must name a joined file (there is none)")]
    [InlineData("\"properties\": { \"p\": { \"column\": \"c\", \"as\": \"date\" } }", "interactions[0].properties.p.as: can be \"text\"")]
    [InlineData("\"raiting\": 5", "interactions[0]: has an unknown member \"raiting\"")]
    public void Of_an_interaction(string member, string error) =>
        Tells($$"""{ "customer": "{id}", "time": "{at}", "interactions": [{ "touchpoint": "T", {{member}} }] }""", error);

    [Fact]
    public void A_column_that_the_file_does_not_have_is_told_with_those_it_has()
    {
        var missing = Assert.Throws<InvalidDataException>(() => Imported.Read(Imported.Smallest, "who,rating\nana,5\n"));
        Assert.Equal("interactions[0].rating: file.csv has no column \"stars\". It has: who, rating.", missing.Message);
    }

    [Fact]
    public void White_space_does_not_make_another_import()
    {
        var compact = Imported.Mapping(Imported.Smallest.Replace(" ", ""));
        var spread = Imported.Mapping(Imported.Smallest.Replace(",", ",\n // a comment\n"));
        Assert.Equal(ImportReading.IdOf(1, compact, 1), ImportReading.IdOf(1, spread, 1));
        Assert.NotEqual(ImportReading.IdOf(1, compact, 1), ImportReading.IdOf(1, compact, 2));
        Assert.NotEqual(ImportReading.IdOf(1, compact, 1), ImportReading.IdOf(2, compact, 1));
        Assert.NotEqual(ImportReading.IdOf(1, compact, 1), ImportReading.IdOf(1, Imported.Mapping(Imported.Smallest.Replace("Counter", "Desk")), 1));
    }

    private static void Tells(string mapping, string error)
    {
        var reading = ImportMapping.Read(Encoding.UTF8.GetBytes(mapping));
        Assert.Null(reading.Mapping);
        Assert.True(reading.Errors.Any(told => told.StartsWith(error, StringComparison.Ordinal)), $"Expected \"{error}\", told: {string.Join('\n', reading.Errors)}");
    }
}
