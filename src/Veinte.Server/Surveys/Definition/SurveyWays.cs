namespace Veinte.Server.Surveys.Definition;

/// <summary>
/// The ways through a survey: that none goes round, that every question can be reached, that every rule can hold, and
/// that piped words are known by then. Ways only ever lead forward, so every one of them ends.
/// </summary>
internal static class SurveyWays
{
    /// <summary>Adds what is wrong. The questions themselves must be sound.</summary>
    public static void Check(SurveyDefinition survey, List<SurveyProblem> found)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < survey.Questions.Count; i++) index[survey.Questions[i].Id] = i;
        var before = found.Count;
        for (var i = 0; i < survey.Questions.Count; i++)
        {
            CheckConditions(survey, i, index, found);
            CheckJumps(survey, i, index, found);
            CheckPipes(survey, i, index, found);
        }
        if (found.Count == before) CheckReach(survey, index, found);
    }

    private static void CheckConditions(SurveyDefinition survey, int at, Dictionary<string, int> index, List<SurveyProblem> found)
    {
        var rules = survey.Questions[at].ShowIf ?? [];
        for (var r = 0; r < rules.Count; r++)
        {
            var path = $"questions[{at}].showIf[{r}]";
            if (!index.TryGetValue(rules[r].Question, out var of))
                found.Add(Unknown($"{path}.question", rules[r].Question));
            else if (of >= at)
                found.Add(new($"{path}.question", "order",
                    $"La condición mira la pregunta «{rules[r].Question}», que viene después: aún no habrá respuesta. Ponga esa pregunta antes.",
                    $"The condition looks at the question '{rules[r].Question}', which comes later: there is no answer yet. Move that question up."));
            else CheckTest(survey.Questions[of], rules[r].When, rules[r].Value, $"{path}.value", found);
        }
    }

    private static void CheckJumps(SurveyDefinition survey, int at, Dictionary<string, int> index, List<SurveyProblem> found)
    {
        var question = survey.Questions[at];
        var rules = question.Next ?? [];
        for (var r = 0; r < rules.Count; r++)
        {
            var path = $"questions[{at}].next[{r}]";
            CheckTest(question, rules[r].When, rules[r].Value, $"{path}.value", found);
            if (rules[r].Go == SurveyJump.End) continue;
            if (!index.TryGetValue(rules[r].Go, out var to)) found.Add(Unknown($"{path}.go", rules[r].Go));
            else if (to <= at)
                found.Add(new($"{path}.go", "loop",
                    $"Este salto vuelve de «{question.Id}» a «{rules[r].Go}», que ya se ha preguntado: {Circle(survey, to, at)}. Quien responda daría vueltas. Salte a una pregunta posterior o al final.",
                    $"This jump goes from '{question.Id}' back to '{rules[r].Go}', which was asked already: {Circle(survey, to, at)}. Whoever answers would go round in circles. Jump to a later question or to the end."));
        }
    }

    private static string Circle(SurveyDefinition survey, int from, int to)
    {
        const int ShownMax = 6;
        var ids = survey.Questions.Skip(from).Take(to - from + 1).Select(question => question.Id).ToList();
        if (ids.Count > ShownMax) ids = [.. ids[..(ShownMax / 2)], "…", .. ids[^(ShownMax / 2)..]];
        return string.Join(" → ", [.. ids, survey.Questions[from].Id]);
    }

    private static void CheckTest(SurveyQuestion of, AnswerTest when, string? value, string path, List<SurveyProblem> found)
    {
        if (when is AnswerTest.Answered or AnswerTest.Unanswered)
        {
            if (when == AnswerTest.Unanswered && of.Required)
                found.Add(new(path, "never", $"«{of.Id}» es obligatoria: nunca quedará sin responder.", $"'{of.Id}' is required: it is never left open."));
            return;
        }
        if (of.Type == QuestionType.Text)
        {
            found.Add(new(path, "test", "De un texto libre solo se sabe si se ha respondido: use answered o unanswered.", "Of open text one only knows whether it was answered: use answered or unanswered."));
            return;
        }
        if (when is AnswerTest.AtMost or AnswerTest.AtLeast && of.Scale is null)
        {
            found.Add(new(path, "test", $"«{of.Id}» no es una escala: compare con is o isNot.", $"'{of.Id}' is not a scale: compare with is or isNot."));
            return;
        }
        if (!IsValue(of, value))
            found.Add(new(path, "value", $"«{SurveyCheck.Cut(value)}» no es una respuesta posible a «{of.Id}» ({Values(of)}).", $"'{SurveyCheck.Cut(value)}' is not a possible answer to '{of.Id}' ({Values(of)})."));
    }

    private static bool IsValue(SurveyQuestion of, string? value) => of.Scale is { } scale
        ? int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= scale.Low && number <= scale.High
        : of.IsChoice ? of.Options!.Any(option => option.Id == value)
        : value is "yes" or "no";

    private static string Values(SurveyQuestion of) => of.Scale is { } scale
        ? $"{scale.Low}–{scale.High}"
        : of.IsChoice ? string.Join(", ", of.Options!.Take(8).Select(option => option.Id)) : "yes, no";

    private static void CheckPipes(SurveyDefinition survey, int at, Dictionary<string, int> index, List<SurveyProblem> found)
    {
        var question = survey.Questions[at];
        foreach (var (member, words) in new[] { ("text", question.Text), ("hint", question.Hint) })
        {
            foreach (var (language, text) in words ?? new Dictionary<string, string>())
            {
                foreach (var pipe in Piping.PipesOf(text ?? ""))
                {
                    var path = $"questions[{at}].{member}.{language}";
                    if (pipe.Name is Piping.Customer or Piping.Touchpoint or Piping.Place or Piping.Staff) continue;
                    if (pipe.Answer is not { } id)
                        found.Add(new(path, "pipe",
                            $"No se conoce {{{{{SurveyCheck.Cut(pipe.Name)}}}}}. Puede usar {{{{customer}}}}, {{{{touchpoint}}}}, {{{{place}}}}, {{{{staff}}}} o {{{{answer:ID}}}}.",
                            $"{{{{{SurveyCheck.Cut(pipe.Name)}}}}} is not known. Use {{{{customer}}}}, {{{{touchpoint}}}}, {{{{place}}}}, {{{{staff}}}} or {{{{answer:ID}}}}."));
                    else if (!index.TryGetValue(id, out var of)) found.Add(Unknown(path, id));
                    else if (survey.OnePage)
                        found.Add(new(path, "one-page",
                            $"El texto cita la respuesta a «{id}», pero todas las preguntas están en la misma página. Quite la cita o pregunte de una en una.",
                            $"The text quotes the answer to '{id}', but all questions stand on the same page. Take the quote out or ask one question at a time."));
                    else if (of >= at)
                        found.Add(new(path, "order", $"El texto cita la respuesta a «{id}», que se pregunta después.", $"The text quotes the answer to '{id}', which is asked later."));
                }
            }
        }
    }

    /// <summary>
    /// A question is reached when some answer leads to it. The answers of a scale, a choice or a consent are few, so each is
    /// tried; conditions are taken as fulfillable.
    /// </summary>
    private static void CheckReach(SurveyDefinition survey, Dictionary<string, int> index, List<SurveyProblem> found)
    {
        var reached = new bool[survey.Questions.Count];
        if (reached.Length > 0) reached[0] = true;
        for (var at = 0; at < reached.Length; at++)
        {
            if (!reached[at]) continue;
            var question = survey.Questions[at];
            // A question that is not shown is passed over, whatever its own jumps say.
            if (question.ShowIf is { Count: > 0 } && at + 1 < reached.Length) reached[at + 1] = true;
            foreach (var answer in PossibleAnswers(question))
            {
                var to = question.Next?.FirstOrDefault(jump => SurveyFlow.Holds(jump.When, jump.Value, answer))?.Go;
                var next = to is null ? at + 1 : to == SurveyJump.End ? reached.Length : index[to];
                if (next < reached.Length) reached[next] = true;
            }
        }
        for (var at = 0; at < reached.Length; at++)
            if (!reached[at])
                found.Add(new($"questions[{at}]", "unreachable",
                    $"Nadie puede llegar a «{survey.Questions[at].Id}»: todos los caminos pasan de largo o terminan antes. Quite la pregunta o cambie los saltos anteriores.",
                    $"Nobody can reach '{survey.Questions[at].Id}': every way passes it by or ends before. Take the question out or change the jumps above it."));
    }

    private static IEnumerable<SurveyAnswer?> PossibleAnswers(SurveyQuestion question)
    {
        if (!question.Required) yield return null;
        if (question.Scale is { } scale)
        {
            for (var value = scale.Low; value <= scale.High; value++) yield return new SurveyAnswer { Number = value };
        }
        else if (question.IsChoice)
        {
            // Of several options each alone stands for the sets it is in; with tests on single options that reaches the same.
            foreach (var option in question.Options!) yield return new SurveyAnswer { Options = [option.Id] };
        }
        else if (question.Type == QuestionType.Consent)
        {
            yield return new SurveyAnswer { Options = ["yes"] };
            if (!question.Required) yield return new SurveyAnswer { Options = ["no"] };
        }
        else yield return new SurveyAnswer { Text = "…" };
    }

    private static SurveyProblem Unknown(string path, string id) => new(
        path, "unknown-question", $"No hay ninguna pregunta «{SurveyCheck.Cut(id)}».", $"There is no question '{SurveyCheck.Cut(id)}'.");
}
