using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Accounts;

/// <summary>The texts of <i>Accounts</i>.</summary>
public sealed class AccountsTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Cuentas", "Accounts");
    public string Lead => Say("Quién produce la experiencia y cómo está: por punto de contacto, persona y área.", "Who produces the experience and how they stand: by touchpoint, staff member and area.");
    public string KindLabel => Say("Tipo de cuenta", "Kind of account");
    public string SearchLabel => Say("Nombre", "Name");
    public string SortedBy(string column) => Say($"Ordenar por {column}", $"Sort by {column}");
    public string NoneTitle => Say("Todavía no hay cuentas de este tipo", "No accounts of this kind yet");

    /// <summary>How accounts of a kind come about.</summary>
    public string NoneText(string kind) => kind switch
    {
        "staff" => Say("La cuenta de una persona aparece cuando una interacción la nombra en la propiedad «staff».", "A staff member's account appears when an interaction names them in the property “staff”."),
        "area" => Say("La cuenta de un área aparece cuando una interacción la nombra en la propiedad «area».", "An area's account appears when an interaction names it in the property “area”."),
        _ => Say("Un punto de contacto aparece con su primera interacción.", "A touchpoint appears with its first interaction."),
    };

    /// <summary>How many a search has found, for those who hear the page.</summary>
    public string Found(string count, bool more) => more ? Say($"Más de {count} resultados", $"More than {count} results") : Say($"{count} resultados", $"{count} results");

    public string NotFound(string search) => Say($"Ninguna cuenta coincide con «{search}».", $"No account matches “{search}”.");
    public string Unknown(string key) => Say($"No hay ninguna cuenta llamada «{key}».", $"There is no account called “{key}”.");
    public string OwnBalance => Say("Saldo de esta cuenta, en puntos.", "Balance of this account, in points.");
    public string Ranking => Say(
        "La situación pondera lo reciente y se acerca a la de su grupo cuando hay pocos datos. De fábrica, el orden es por el extremo bajo del intervalo.",
        "The standing weighs recent contacts more and leans towards its group's when data are few. By default the order is by the lower end of the interval.");
}
