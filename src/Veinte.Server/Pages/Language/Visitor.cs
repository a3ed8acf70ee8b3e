using Veinte.Server.Access;

namespace Veinte.Server.Pages.Language;

/// <summary>Who looks at a page and how it is shown to him. One per request.</summary>
public sealed class Visitor
{
    /// <summary>Cookie with the language chosen in the header.</summary>
    public const string LanguageCookie = "veinte-language";

    /// <summary>Cookie with the theme: <c>light</c> or <c>dark</c>; none follows the device.</summary>
    public const string ThemeCookie = "veinte-theme";

    /// <summary>Reads the request's cookies and headers.</summary>
    public Visitor(IHttpContextAccessor accessor)
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("A page is rendered outside a request.");
        var workspace = http.Features.Get<WorkspaceLook>() ?? WorkspaceLook.Plain;
        Language = PageLanguages.Choose(
            http.Request.Cookies[LanguageCookie], http.Request.Headers.AcceptLanguage.ToString(), workspace.Language);
        Theme = http.Request.Cookies[ThemeCookie] is "light" or "dark" ? http.Request.Cookies[ThemeCookie]! : "auto";
        Text = Texts.In(Language);
        Show = new Formats(Language, workspace.Zone);
        Address = http.Request.Path + http.Request.QueryString;
        Path = http.Request.Path;
        User = http.User.Identity is { IsAuthenticated: true, Name: { } name } ? name : null;
        IsDemo = http.User.Identity is { AuthenticationType: DemoVisitor.SchemeName };
    }

    /// <summary>The language of the page.</summary>
    public PageLanguage Language { get; }

    /// <summary><c>light</c>, <c>dark</c> or <c>auto</c>.</summary>
    public string Theme { get; }

    /// <summary>The texts in the reader's language.</summary>
    public Texts Text { get; }

    /// <summary>How numbers and times are written.</summary>
    public Formats Show { get; }

    /// <summary>Path and query of the page, to return to.</summary>
    public string Address { get; }

    /// <summary>Path of the page.</summary>
    public string Path { get; }

    /// <summary>Who is signed in, or null.</summary>
    public string? User { get; }

    /// <summary>Whether it is the visitor of the demo, who neither signs in nor out.</summary>
    public bool IsDemo { get; }
}
