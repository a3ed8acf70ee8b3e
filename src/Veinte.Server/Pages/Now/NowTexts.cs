using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Now;

/// <summary>The texts of the page <i>Now</i>.</summary>
public sealed class NowTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Ahora", "Now");
    public string Period => Say("Periodo", "Period");

    /// <summary>A period's name on its button.</summary>
    public string Days(int days) => days == 1 ? "24 h" : Say($"{days} días", $"{days} days");

    /// <summary>A period in a sentence.</summary>
    public string LastDays(int days) => days == 1
        ? Say("últimas 24 horas", "last 24 hours")
        : Say($"últimos {days} días", $"last {days} days");

    /// <summary>The period before in a sentence.</summary>
    public string DaysBefore(int days) => days == 1
        ? Say("las 24 horas anteriores", "the 24 hours before")
        : Say($"los {days} días anteriores", $"the {days} days before");

    public string MeanGrade => Say("Nota media", "Mean grade");
    public string Against(string before) => Say($"frente a {before}", $"against {before}");
    public string ByMoreThanChance(string low, string high) => Say($"El cambio está entre {low} y {high}.", $"The change is between {low} and {high}.");
    public string WithinChance(string low, string high) => Say($"Entre {low} y {high}: puede ser azar.", $"Between {low} and {high}: it may be chance.");
    public string NoneBefore(string before) => Say($"sin notas en {before}", $"no grades in {before}");
    public string CustomersBalance => Say("Saldo de todos los clientes", "Balance of all customers");
    public string InPeriod => Say("en este periodo", "in this period");
    public string BooksBalance => Say("Los libros cuadran", "The books balance");
    public string BooksDoNotBalance => Say("Los libros no cuadran: ejecute «veinte verify»", "The books do not balance: run “veinte verify”");
    public string GradedShare(string share) => Say($"{share} con nota", $"{share} graded");
    public string ScaleLabel(string grade, string par) => Say(
        $"Escala de 0 a 20: la nota es {grade}; en {par} ni se gana ni se pierde.",
        $"Scale from 0 to 20: the grade is {grade}; at {par} nothing is earned or lost.");
    public string GradeOverTime => Say("Nota a lo largo del tiempo", "Grade over time");
    public string BalanceOverTime => Say("Saldo a lo largo del tiempo", "Balance over time");
    public string GradeAxis => Say("Media de las notas, 0–20. El eje se ajusta a los datos.", "Mean of the grades, 0–20. The axis is fitted to the data.");
    public string BalanceAxis => Say("Suma de los saldos de los clientes, en puntos.", "Sum of all customers' balances, in points.");
    public string When => Say("Cuándo", "When");
    public string Posted => Say("Apuntado", "Posted");
    public string Live => Say("En directo", "Live");
    public string LiveLead => Say("Cada abono y cada cargo, según llegan.", "Each credit and debit as it arrives.");
    public string Pause => Say("Pausar", "Pause");
    public string Resume => Say("Seguir", "Resume");
    public string Held(string count) => Say($"{count} en espera", $"{count} waiting");
    public string Connected => Say("conectado", "connected");
    public string Connecting => Say("conectando…", "connecting…");
    public string Paused => Say("en pausa", "paused");
    public string Lost => Say("conexión perdida, reintentando…", "connection lost, trying again…");
    public string Waiting => Say("Esperando la próxima interacción…", "Waiting for the next interaction…");
    public string Arrived => Say("Ya llegan interacciones.", "Interactions are arriving.");
    public string ShowFigures => Say("Ver las cifras", "Show the figures");
    public string At => Say("en", "at");
    public string Best => Say("Los mejores puntos de contacto", "Best touchpoints");
    public string Worst => Say("Los peores puntos de contacto", "Worst touchpoints");
    public string BestLead => Say(
        "Ordenados por el extremo bajo de su intervalo: pocos datos nunca adelantan a muchos.",
        "Ranked by the lower end of their interval: little data never outranks much.");
    public string WorstLead => Say(
        "Ordenados por el extremo alto de su intervalo: son malos incluso mirándolos con buenos ojos.",
        "Ranked by the upper end of their interval: poor even in the kindest reading.");
    public string Changed => Say("Qué ha cambiado", "What changed");
    public string ChangedLead(string before) => Say(
        $"Puntos de contacto cuya nota se ha movido más de lo que explica el azar, frente a {before}.",
        $"Touchpoints whose grade moved by more than chance explains, against {before}.");
    public string NothingChanged => Say(
        "Ningún punto de contacto se ha movido más de lo que explica el azar.",
        "No touchpoint has moved by more than chance explains.");
    public string Before => Say("Antes", "Before");
    public string Then => Say("Ahora", "Now");
    public string ChangeColumn => Say("Cambio", "Change");
    public string Rose => Say("sube", "up");
    public string Fell => Say("baja", "down");
    public string Undecided(int count) => count == 1
        ? Say("1 punto de contacto más aún no tiene datos suficientes para decir si ha cambiado.", "1 more touchpoint does not have enough data yet to say whether it changed.")
        : Say($"{count} puntos de contacto más aún no tienen datos suficientes para decir si han cambiado.", $"{count} more touchpoints do not have enough data yet to say whether they changed.");
    public string Steady(int count) => count == 1
        ? Say("Otro no cambia más de lo que explica el azar.", "1 more has not moved by more than chance explains.")
        : Say($"Otros {count} no cambian más de lo que explica el azar.", $"{count} more have not moved by more than chance explains.");
    public string SeeAll => Say("Ver todas las cuentas", "See all accounts");
    public string EmptyTitle => Say("Los libros están abiertos y en blanco", "The books are open and blank");
    public string EmptyText => Say(
        "En cuanto llegue la primera interacción la verá aquí, en menos de un segundo.",
        "As soon as the first interaction arrives you will see it here, within a second.");
    public string EmptyConnect => Say("Crear una clave y enviar la primera", "Create a key and send the first one");
    public string EmptyImport => Say("Importar un archivo CSV", "Import a CSV file");
}
