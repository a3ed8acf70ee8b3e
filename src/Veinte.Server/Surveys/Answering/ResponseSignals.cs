using Veinte.Model;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys.Answering;

/// <summary>Which answers are evidence: of each kind of scale the first that was answered and counts. Pure.</summary>
internal static class ResponseSignals
{
    /// <summary>The signals of a response.</summary>
    public static Signals Of(SurveyDefinition survey, IReadOnlyDictionary<string, SurveyAnswer?> answers)
    {
        var signals = default(Signals);
        foreach (var question in survey.Questions)
        {
            if (!question.Counts || !answers.TryGetValue(question.Id, out var answer) || answer?.Number is not { } number) continue;
            switch (question.Type)
            {
                case QuestionType.Nps when !signals.Has(SignalSet.Nps):
                    (signals.Nps, signals.Present) = (number, signals.Present | SignalSet.Nps);
                    break;
                case QuestionType.Csat when !signals.Has(SignalSet.Csat):
                    (signals.Csat, signals.Present) = (number, signals.Present | SignalSet.Csat);
                    break;
                case QuestionType.Ces when !signals.Has(SignalSet.Ces):
                    (signals.Ces, signals.Present) = (number, signals.Present | SignalSet.Ces);
                    break;
                case QuestionType.Rating or QuestionType.Grade when !signals.Has(SignalSet.Rating):
                    (signals.Rating, signals.Present) = (number, signals.Present | SignalSet.Rating);
                    (signals.RatingMin, signals.RatingMax) = question.Scale!.Value;
                    break;
            }
        }
        return signals;
    }

    /// <summary>The first scale that was answered, or null.</summary>
    public static SurveyQuestion? First(SurveyDefinition survey, IReadOnlyDictionary<string, SurveyAnswer?> answers) =>
        survey.Questions.FirstOrDefault(question => question.Counts && answers.GetValueOrDefault(question.Id)?.Number is not null);
}
