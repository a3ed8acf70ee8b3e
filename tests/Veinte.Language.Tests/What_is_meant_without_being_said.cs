using Veinte.Language.Tone;

namespace Veinte.Language.Tests;

/// <summary>
/// Sentences of many trades in which little is said and much is meant, written and labelled for this project (sentences.txt:
/// + praise, - blame, 0 neither). The lexicon was completed by them, so they guard against going back; they measure nothing.
/// </summary>
public sealed class What_is_meant_without_being_said
{
    [Fact]
    public void Nearly_all_are_read_as_they_are_meant()
    {
        var reader = new ToneReader();
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "sentences.txt"));
        var wrong = lines.Where(line => Said(reader.Read(line[2..]).Label) != line[0]).ToList();
        Assert.True(wrong.Count <= lines.Length / 33, string.Join('\n', wrong));
    }

    private static char Said(ToneLabel label) => label switch
    {
        ToneLabel.Positive => '+',
        ToneLabel.Negative => '-',
        ToneLabel.Neutral => '0',
    };
}
