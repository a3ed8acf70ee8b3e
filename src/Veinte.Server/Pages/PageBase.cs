using Microsoft.AspNetCore.Components;
using Veinte.Engine;
using Veinte.Model;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages;

/// <summary>What every page has at hand: the reader's texts and formats, the books, and the time of the request.</summary>
public abstract class PageBase : ComponentBase
{
    /// <summary>Who looks.</summary>
    [Inject] public required Visitor Visitor { get; set; }

    /// <summary>The stream behind the pages.</summary>
    [Inject] public required VeinteNode Node { get; set; }

    /// <summary>The clock at this edge.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter] public HttpContext Http { get; set; } = null!;

    /// <summary>The texts in the reader's language.</summary>
    protected Texts Text => Visitor.Text;

    /// <summary>How numbers and times are written.</summary>
    protected Formats Show => Visitor.Show;

    /// <summary>The reader's language, as the books take it.</summary>
    protected string LanguageTag => Visitor.Language.Tag();

    /// <summary>The time of the request.</summary>
    protected DateTimeOffset Clock => field == default ? field = Time.GetUtcNow() : field;

    /// <summary>The time of the request, as the books take it.</summary>
    protected Instant Moment => Instant.From(Clock);

    /// <summary>Reads what the page shows. Runs once, before anything is rendered.</summary>
    protected virtual Task Load() => Task.CompletedTask;

    /// <summary>
    /// Answers 404 with this page. Only when the answer starts: a component endpoint that finds the status already set
    /// sends no page at all.
    /// </summary>
    protected void SayNotFound() => Http.Response.OnStarting(() =>
    {
        Http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>
    /// Loads first, renders after. A component usually renders once while its data is still on the way; a page that is sent
    /// whole has nothing to show then.
    /// </summary>
    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await Load();
        await base.SetParametersAsync(ParameterView.Empty);
    }
}
