namespace Veinte.Server.Surveys.Definition;

/// <summary>One thing that is wrong with a survey, with what to do about it.</summary>
/// <param name="Path">Where in the document, such as <c>questions[2].text.en</c>; empty for the whole.</param>
/// <param name="Code">A word for programs: <c>loop</c>, <c>unreachable</c>, <c>missing-translation</c>…</param>
/// <param name="Spanish">For people, in Spanish.</param>
/// <param name="English">For people, in English.</param>
/// <param name="BeforeLive">True when a draft may be kept with it and only going live is refused.</param>
public sealed record SurveyProblem(string Path, string Code, string Spanish, string English, bool BeforeLive = false)
{
    /// <summary>In a reader's language.</summary>
    public string In(string language) => language == "es" ? Spanish : English;
}
