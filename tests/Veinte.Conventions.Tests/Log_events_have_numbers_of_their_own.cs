using System.Text.RegularExpressions;

namespace Veinte.Conventions.Tests;

/// <summary>People search logs by event id, so no two events share one.</summary>
public sealed partial class Log_events_have_numbers_of_their_own
{
    [Fact]
    public void No_two_log_events_share_a_number()
    {
        var ids = Repository.Files("src", ".cs").SelectMany(file => Ids(file.Text)).ToList();
        Assert.NotEmpty(ids);
        Assert.Empty(Repeated(ids));
    }

    [Fact]
    public void A_number_used_twice_is_caught() =>
        Assert.Equal([7], Repeated(Ids("[LoggerMessage(7, LogLevel.Error, \"a\")]\n[LoggerMessage(8, LogLevel.Error, \"b\")]\n    [LoggerMessage(EventId = 7, Level = LogLevel.Debug)]")));

    [Fact]
    public void A_log_event_without_a_number_is_caught() => Assert.Equal([0], Ids("[LoggerMessage(LogLevel.Error, \"a\")]"));

    [Fact]
    public void Every_log_event_has_a_number() => Assert.DoesNotContain(0, Repository.Files("src", ".cs").SelectMany(file => Ids(file.Text)));

    private static List<int> Repeated(IEnumerable<int> ids) => [.. ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key)];

    private static List<int> Ids(string source) =>
        [.. Event().Matches(source).Select(match => match.Groups[1].Success ? int.Parse(match.Groups[1].Value) : 0)];

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId ?= ?)?(\d+)?")]
    private static partial Regex Event();
}
