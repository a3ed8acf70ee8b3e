using Veinte.Server.Pages.Access;
using Veinte.Server.Pages.Accounts;
using Veinte.Server.Pages.Alerts;
using Veinte.Server.Pages.Connect;
using Veinte.Server.Pages.Counter;
using Veinte.Server.Pages.Customers;
using Veinte.Server.Pages.Listening;
using Veinte.Server.Pages.Moments;
using Veinte.Server.Pages.Measures;
using Veinte.Server.Pages.Now;
using Veinte.Server.Pages.Promises;
using Veinte.Server.Pages.Settings;
using Veinte.Server.Pages.Surveys;

namespace Veinte.Server.Pages.Language;

/// <summary>All texts of the pages in one language, by slice. Immutable; one instance per language.</summary>
public sealed class Texts(PageLanguage language)
{
    private static readonly Texts Spanish = new(PageLanguage.Spanish);
    private static readonly Texts English = new(PageLanguage.English);

    /// <summary>The texts in a language.</summary>
    public static Texts In(PageLanguage language) => language == PageLanguage.English ? English : Spanish;

    /// <summary>The frame around every page.</summary>
    public FrameTexts Frame { get; } = new(language);

    /// <summary>The words of the books, used on every page.</summary>
    public BooksTexts Books { get; } = new(language);

    /// <summary>The page <i>Now</i>.</summary>
    public NowTexts Now { get; } = new(language);

    /// <summary>Customers, statements and the decisions on them.</summary>
    public CustomersTexts Customers { get; } = new(language);

    /// <summary>What customers write.</summary>
    public ListeningTexts Listening { get; } = new(language);

    /// <summary>Accounts of producers.</summary>
    public AccountsTexts Accounts { get; } = new(language);

    /// <summary>Moments of truth.</summary>
    public MomentsTexts Moments { get; } = new(language);

    /// <summary>First run and sign-in.</summary>
    public AccessTexts Access { get; } = new(language);

    /// <summary>Keys, examples, events as they come in, quarantine.</summary>
    public ConnectTexts Connect { get; } = new(language);

    /// <summary>Files: what their columns are, trying, importing, undoing.</summary>
    public ImportTexts Import { get; } = new(language);

    /// <summary>NPS, CSAT and CES.</summary>
    public MeasuresTexts Measures { get; } = new(language);

    /// <summary>Where verdicts are posted to.</summary>
    public AlertsTexts Alerts { get; } = new(language);

    /// <summary>Promises and their verdicts.</summary>
    public PromisesTexts Promises { get; } = new(language);

    /// <summary>The scoring policy, restatement, the workspace, the demo.</summary>
    public SettingsTexts Settings { get; } = new(language);

    /// <summary>How the system stands.</summary>
    public Operations.SystemTexts System { get; } = new(language);

    /// <summary>Surveys: list, templates, results.</summary>
    public SurveysTexts Surveys { get; } = new(language);

    /// <summary>What customers answered.</summary>
    public ResultsTexts SurveyResults { get; } = new(language);

    /// <summary>The editor of surveys.</summary>
    public BuilderTexts Builder { get; } = new(language);

    /// <summary>The counter page.</summary>
    public CounterTexts Counter { get; } = new(language);

    /// <summary>Links, places and invitations of surveys.</summary>
    public DeliveryTexts Delivery { get; } = new(language);
}
