using Microsoft.AspNetCore.Components;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages;

/// <summary>What every part of a page has at hand: the reader's texts and formats.</summary>
public abstract class PartBase : ComponentBase
{
    /// <summary>Who looks.</summary>
    [Inject] public required Visitor Visitor { get; set; }

    /// <summary>The texts in the reader's language.</summary>
    protected Texts Text => Visitor.Text;

    /// <summary>How numbers and times are written.</summary>
    protected Formats Show => Visitor.Show;
}
