namespace Veinte.Server.Pages.Language;

/// <summary>The texts of the frame around every page.</summary>
public sealed class FrameTexts(PageLanguage language) : TextsOf(language)
{
    public string Claim => Say("Cada interacción es un abono o un cargo. Veinte lleva los libros.", "Every interaction is a credit or a debit. Veinte keeps the books.");
    public string SkipToContent => Say("Ir al contenido", "Skip to content");
    public string MainNavigation => Say("Páginas", "Pages");
    public string Now => Say("Ahora", "Now");
    public string Customers => Say("Clientes", "Customers");
    public string Accounts => Say("Cuentas", "Accounts");
    public string Listening => Say("Escucha", "Listening");
    public string Moments => Say("Momentos", "Moments");
    public string Promises => Say("Promesas", "Promises");
    public string Surveys => Say("Encuestas", "Surveys");
    public string Counter => Say("Mostrador", "Counter");
    public string Connect => Say("Conectar", "Connect");
    public string Settings => Say("Ajustes", "Settings");
    public string FindCustomer => Say("Buscar cliente", "Find a customer");
    public string Search => Say("Buscar", "Search");
    public string Preferences => Say("Preferencias", "Preferences");
    public string LanguageLabel => Say("Idioma", "Language");
    public string Theme => Say("Tema", "Theme");
    public string ThemeAuto => Say("Automático", "Automatic");
    public string ThemeLight => Say("Claro", "Light");
    public string ThemeDark => Say("Oscuro", "Dark");
    public string SignOut => Say("Cerrar sesión", "Sign out");
    public string SignedInAs(string name) => Say($"Sesión de {name}", $"Signed in as {name}");
    public string DemoVisitor => Say("Visita a la demostración: todo es inventado y se puede probar.", "Visiting the demo: everything is invented and may be tried.");
    public string Menu => Say("Menú", "Menu");
    public string Shortcuts => Say("Atajos de teclado", "Keyboard shortcuts");
    public string ShortcutSearch => Say("Buscar", "Search");
    public string ShortcutHelp => Say("Mostrar estos atajos", "Show these shortcuts");
    public string ShortcutPause => Say("Pausar o seguir el directo", "Pause or resume the live stream");
    public string ShortcutClose => Say("Cerrar", "Close");
    public string Then => Say("y luego", "then");
    public string Close => Say("Cerrar", "Close");
    public string Copy => Say("Copiar", "Copy");
    public string Copied => Say("Copiado", "Copied");
    public string Apply => Say("Aplicar", "Apply");
    public string Cancel => Say("Cancelar", "Cancel");
    public string Back => Say("Volver", "Back");
    public string More => Say("Ver más", "Show more");
    public string NextPage => Say("Siguiente", "Next");
    public string FirstPage => Say("Volver al principio", "Back to the beginning");
    public string ShowTable => Say("Ver como tabla", "Show as a table");
    public string DownloadCsv => Say("Descargar CSV", "Download CSV");
    public string ScriptNeeded => Say(
        "El gráfico y el directo necesitan JavaScript; la tabla de debajo tiene las mismas cifras.",
        "The chart and the live stream need JavaScript; the table below has the same figures.");
    public string NotFoundTitle => Say("Esta página no existe", "There is no such page");
    public string NotFoundText => Say(
        "La dirección está mal escrita o lo que nombraba ya no está.",
        "The address is mistyped, or what it named is no longer here.");
    public string NotFoundNext => Say("Ir a Ahora", "Go to Now");
    public string ErrorTitle => Say("Algo ha fallado por nuestra parte", "Something failed on our side");
    public string ErrorText => Say(
        "Nada de lo confirmado se ha perdido: los libros se escriben antes de responder. Inténtelo de nuevo; si se repite, busque este número en el registro del servidor:",
        "Nothing that was acknowledged is lost: the books are written before we answer. Try again; if it happens again, look for this number in the server's log:");
    public string StaleTitle => Say("Esta página llevaba demasiado tiempo abierta", "This page was open for too long");
    public string StaleText => Say(
        "No se ha guardado nada. Lo que escribió sigue en la página anterior: vuelva con el botón Atrás del navegador, cópielo si es largo, recargue la página y envíelo de nuevo.",
        "Nothing was saved. What you typed is still on the page before: go back with the browser's Back button, copy it if it is long, reload the page and send it again.");
    public string StaleNext => Say("Abrir la página de nuevo", "Open the page anew");
    public string ErrorNext => Say("Intentarlo de nuevo", "Try again");

    public string CancelJob => Say("Cancelar", "Cancel");
    public string Refresh => Say("Actualizar", "Refresh");

    /// <summary>Why a job has no result.</summary>
    public string JobEnded(string state, string? error) => state switch
    {
        "cancelled" => Say("Alguien lo ha cancelado.", "Somebody has cancelled it."),
        "stopped" or "interrupted" => Say("El servidor que lo hacía se ha parado. Pídalo otra vez.", "The server that did it has stopped. Ask again."),
        _ when string.IsNullOrEmpty(error) => "",
        _ => Say($"El servidor da el motivo en inglés: «{error}»", error),
    };
}
