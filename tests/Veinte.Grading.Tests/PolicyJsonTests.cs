using System.Text.Json;
using CsCheck;
using Xunit;

namespace Veinte.Grading.Tests;

public sealed class PolicyJsonTests
{
    // Frozen: workspaces that never published a policy are graded by this one, and replay it.
    private const string DefaultWritten = """
        {
          "name": "Standard",
          "par": 10,
          "debitFactor": 1,
          "halfLifeDays": 90,
          "defaultWeight": 1,
          "touchpoints": {},
          "signals": {
            "rating": {
              "enabled": true,
              "variance": 6
            },
            "nps": {
              "enabled": true,
              "variance": 4
            },
            "csat": {
              "enabled": true,
              "variance": 6
            },
            "ces": {
              "enabled": true,
              "variance": 6
            },
            "wait": {
              "enabled": true,
              "variance": 9,
              "points": [
                {
                  "ratio": 0.5,
                  "grade": 20
                },
                {
                  "ratio": 1,
                  "grade": 14
                },
                {
                  "ratio": 1.5,
                  "grade": 8
                },
                {
                  "ratio": 2,
                  "grade": 4
                },
                {
                  "ratio": 3,
                  "grade": 0
                }
              ]
            },
            "outcome": {
              "enabled": true,
              "variance": 9,
              "grades": {
                "success": 15,
                "partial": 9,
                "failure": 2
              }
            },
            "effort": {
              "enabled": true,
              "variance": 9
            },
            "reaction": {
              "enabled": true,
              "variance": 16,
              "grades": {
                "like": 16,
                "love": 20,
                "laugh": 15,
                "wow": 14,
                "sad": 5,
                "dislike": 4,
                "angry": 0
              }
            },
            "tone": {
              "enabled": true,
              "variance": 30
            }
          }
        }
        """;

    [Fact]
    public void The_default_policy_never_changes() => Assert.Equal(DefaultWritten, ScoringPolicyJson.Write(ScoringPolicy.Default));

    [Fact]
    public void What_is_left_out_takes_its_default()
    {
        Assert.Equal(DefaultWritten, ScoringPolicyJson.Write(ScoringPolicyJson.Read("{}").Policy!));

        var some = ScoringPolicyJson.Read("""{"par":12.5,"signals":{"wait":{"enabled":false},"outcome":{"grades":{"failure":0}}},"touchpoints":{"check-in":{"weight":2}}}""");
        Assert.Empty(some.Errors);
        Assert.Equal(new(12_500), some.Policy!.Par);
        Assert.False(some.Policy.Signals.Wait.Enabled);
        Assert.Equal(5, some.Policy.Signals.Wait.Points.Count);
        Assert.Equal(new(0), some.Policy.Signals.Outcome.Failure);
        Assert.Equal(new(15_000), some.Policy.Signals.Outcome.Success);
        Assert.Equal(new TouchpointRule(new(2_000)), some.Policy.Touchpoints["check-in"]);
    }

    [Fact]
    public void A_policy_reads_back_as_it_was_written() => Some.Policy.Sample(policy =>
    {
        var written = ScoringPolicyJson.Write(policy);
        var read = ScoringPolicyJson.Read(written);
        return read.Errors.Count == 0 && ScoringPolicyJson.Write(read.Policy!) == written;
    });

    [Fact]
    public void A_policy_that_was_read_grades_like_the_one_that_was_written() =>
        Gen.Select(Some.Policy, Some.Signals).Sample((policy, signals) =>
        {
            var read = ScoringPolicyJson.Read(ScoringPolicyJson.Write(policy)).Policy!;
            return new Grader(policy).TryGrade(signals, out var grade) == new Grader(read).TryGrade(signals, out var again) && grade == again;
        });

    [Theory]
    [InlineData("[]", "$", "object")]
    [InlineData("7", "$", "object")]
    [InlineData("{\"par\":", "$", "not JSON")]
    [InlineData("{} {}", "$", "not JSON")]
    [InlineData("", "$", "not JSON")]
    [InlineData("""{"\ud800":1}""", "$", "Unicode")]
    [InlineData("""{"name":"\udfff"}""", "$", "Unicode")]
    [InlineData("""{"parr":10}""", "$.parr", "There is no member 'parr'")]
    [InlineData("""{"par":10,"par":11}""", "$.par", "appears twice")]
    [InlineData("""{"par":"10"}""", "$.par", "Give a number")]
    [InlineData("""{"par":null}""", "$.par", "Give a number")]
    [InlineData("""{"par":20.001}""", "$.par", "20.001 is out of range. Give a number from 0 to 20.")]
    [InlineData("""{"par":-1}""", "$.par", "out of range")]
    [InlineData("""{"par":1e400}""", "$.par", "out of range")]
    [InlineData("""{"par":10.0001}""", "$.par", "more than three decimals")]
    [InlineData("""{"name":"  "}""", "$.name", "blank")]
    [InlineData("""{"debitFactor":0.5}""", "$.debitFactor", "from 1 to 5")]
    [InlineData("""{"debitFactor":5.001}""", "$.debitFactor", "from 1 to 5")]
    [InlineData("""{"halfLifeDays":0}""", "$.halfLifeDays", "from 0.05 to 36500")]
    [InlineData("""{"halfLifeDays":1e999}""", "$.halfLifeDays", "out of range")]
    [InlineData("""{"defaultWeight":1001}""", "$.defaultWeight", "from 0 to 1000")]
    [InlineData("""{"touchpoints":[]}""", "$.touchpoints", "Give an object")]
    [InlineData("""{"touchpoints":{"":{}}}""", "$.touchpoints['']", "1 to 500 characters")]
    [InlineData("""{"touchpoints":{"it's":{"wait":1}}}""", @"$.touchpoints['it\'s'].wait", "use one of: weight, par")]
    [InlineData("""{"touchpoints":{"web":{"weight":-1}}}""", "$.touchpoints.web.weight", "out of range")]
    [InlineData("""{"signals":{"mood":{}}}""", "$.signals.mood", "There is no member 'mood'")]
    [InlineData("""{"signals":{"nps":{"points":[]}}}""", "$.signals.nps.points", "use one of: enabled, variance")]
    [InlineData("""{"signals":{"nps":{"variance":0}}}""", "$.signals.nps.variance", "from 0.01 to 10000")]
    [InlineData("""{"signals":{"nps":{"enabled":1}}}""", "$.signals.nps.enabled", "Give a boolean")]
    [InlineData("""{"signals":{"outcome":{"grades":{"solved":1}}}}""", "$.signals.outcome.grades.solved", "success, partial, failure")]
    [InlineData("""{"signals":{"reaction":{"grades":{"love":21}}}}""", "$.signals.reaction.grades.love", "out of range")]
    [InlineData("""{"signals":{"wait":{"points":{}}}}""", "$.signals.wait.points", "Give an array")]
    [InlineData("""{"signals":{"wait":{"points":[{"ratio":1,"grade":10}]}}}""", "$.signals.wait.points", "Give 2 to 32")]
    [InlineData("""{"signals":{"wait":{"points":[{"ratio":1,"grade":10},{"grade":9}]}}}""", "$.signals.wait.points[1]", "'ratio' is missing")]
    [InlineData("""{"signals":{"wait":{"points":[{"ratio":1,"grade":10},{"ratio":1,"grade":9}]}}}""", "$.signals.wait.points[1]", "does not lie above")]
    [InlineData("""{"signals":{"wait":{"points":[{"ratio":1,"grade":10},{"ratio":2,"grade":11}]}}}""", "$.signals.wait.points[1]", "Give at most 10")]
    public void A_wrong_policy_is_refused_with_the_place_and_what_to_do(string json, string path, string says)
    {
        var reading = ScoringPolicyJson.Read(json);

        Assert.Null(reading.Policy);
        var error = Assert.Single(reading.Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        var spanish = Assert.Single(ScoringPolicyJson.Read(json, "es").Errors);
        Assert.Equal(path, spanish.Path);
        Assert.NotEqual(error.Problem + error.Remedy, spanish.Problem + spanish.Remedy);
    }

    [Fact]
    public void All_errors_are_listed_up_to_a_bound()
    {
        Assert.Equal(["$.par", "$.signals.nps.variance"], ScoringPolicyJson.Read("""{"par":30,"signals":{"nps":{"variance":-1}}}""").Errors.Select(e => e.Path));

        var many = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"x{i}\":1"));
        Assert.Equal(PolicyReading.ErrorsMax, ScoringPolicyJson.Read("{" + many + "}").Errors.Count);
    }

    [Fact]
    public void More_than_ten_thousand_touchpoints_are_refused()
    {
        static string With(int count) => "{\"touchpoints\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"t{i}\":{{}}")) + "}}";

        Assert.Empty(ScoringPolicyJson.Read(With(10_000)).Errors);
        Assert.Equal("$.touchpoints", Assert.Single(ScoringPolicyJson.Read(With(10_001)).Errors).Path);
    }

    [Fact]
    public void A_document_that_is_too_long_is_refused_unread() =>
        Assert.Contains("characters", Assert.Single(ScoringPolicyJson.Read(new string(' ', ScoringPolicyJson.LengthMax + 1)).Errors).Problem, StringComparison.Ordinal);

    [Fact]
    public void No_element_at_all_is_an_error_and_not_a_crash() => Assert.Single(ScoringPolicyJson.Read(default(JsonElement)).Errors);

    [Fact]
    public void Nothing_a_document_says_makes_reading_throw()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", ":", ",", "\"par\"", "\"signals\"", "\"wait\"", "\"points\"", "\"grades\"", "\"touchpoints\"", "1", "-0", "1e99", "null", "true", "\"\\ud83d\"", " ",
        ];
        Gen.Int[0, pieces.Length - 1].Array[0, 25].Sample(picks =>
        {
            var reading = ScoringPolicyJson.Read(string.Concat(picks.Select(i => pieces[i])));
            Assert.NotEqual(reading.Policy is null, reading.Errors.Count == 0);
        });
    }

    [Fact]
    public void A_policy_made_in_code_is_held_to_the_same_rules()
    {
        var error = Assert.Throws<ArgumentException>(() => new Grader(new() { Name = "Steep", DebitFactorMilli = 6_000 }));
        Assert.Contains("'Steep'", error.Message, StringComparison.Ordinal);
        Assert.Contains("$.debitFactor: 6 is out of range.", error.Message, StringComparison.Ordinal);
    }
}
