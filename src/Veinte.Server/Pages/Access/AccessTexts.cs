using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Access;

/// <summary>The texts of the first run and of signing in.</summary>
public sealed class AccessTexts(PageLanguage language) : TextsOf(language)
{
    public string SignInTitle => Say("Entrar", "Sign in");
    public string UserName => Say("Nombre de usuario", "User name");
    public string Password => Say("Contraseña", "Password");
    public string Remember => Say("Seguir dentro en este equipo", "Stay signed in on this device");
    public string SignIn => Say("Entrar", "Sign in");
    public string SignInPasskey => Say("Entrar con una llave de acceso", "Sign in with a passkey");
    public string Forgot => Say(
        "¿Ha olvidado la contraseña? En el servidor:",
        "Forgotten the password? On the server:");
    public string NameWord => Say("NOMBRE", "NAME");
    public string Or => Say("o", "or");

    public string SetupTitle => Say("Abrir los libros", "Open the books");
    public string SetupLead => Say("Cuatro respuestas y listo. Todo se puede cambiar después.", "Four answers and you are in. Everything can be changed later.");
    public string Language1 => Say("1. Idioma", "1. Language");
    public string Account2 => Say("2. Su cuenta de administración", "2. Your administrator account");
    public string Zone3 => Say("3. Zona horaria", "3. Time zone");
    public string ZoneWhy => Say("En ella se muestran las horas.", "Times are shown in it.");
    public string Start4 => Say("4. Cómo empezar", "4. How to begin");
    public string Code => Say("Código de la consola del servidor", "Code from the server's console");
    public string CodeWhy => Say(
        "Está entrando desde otro equipo: el código demuestra que el servidor es suyo.",
        "You come from another machine: the code shows that the server is yours.");
    public string PasswordRule => Say("Al menos 10 caracteres. Una frase corta es lo mejor.", "At least 10 characters. A short sentence is best.");
    public string StartDemo => Say("Cargar la demostración", "Load the demo");
    public string StartDemoWhy => Say(
        "Aurora, una aerolínea inventada: seis meses de historia y luego en directo. Se borra con un clic.",
        "Aurora, an invented airline: six months of history, then live. One click wipes it.");
    public string StartEmpty => Say("Empezar en blanco", "Start empty");
    public string StartEmptyWhy => Say("Con sus propios datos desde la primera línea.", "With your own data from the first line.");
    public string Create => Say("Crear la cuenta y abrir los libros", "Create the account and open the books");
    public string CreatePasskey => Say("Usar una llave de acceso en lugar de contraseña", "Use a passkey instead of a password");
    public string NoAccessTitle => Say("Su cuenta puede leer, pero no decidir esto", "Your account may read, but not decide this");
    public string NoAccessText => Say("Pídaselo a quien administra este servidor.", "Ask whoever administers this server.");
    public string PasskeyFailed => Say("La llave de acceso no ha funcionado. Inténtelo de nuevo o use la contraseña.", "The passkey did not work. Try again, or use the password.");

    /// <summary>What went wrong, by the code in the address; null when nothing did.</summary>
    public string? Error(string? code) => code switch
    {
        null or "" => null,
        "credentials" => Say("El nombre o la contraseña no son correctos.", "The name or the password is not right."),
        "locked" => Say("Demasiados intentos. Espere cinco minutos y pruebe otra vez.", "Too many attempts. Wait five minutes and try again."),
        "often" => Say("Demasiados intentos seguidos. Espere un minuto y pruebe otra vez.", "Too many attempts in a row. Wait a minute and try again."),
        "passkey" => PasskeyFailed,
        "code" => Say("Ese código no es el que imprimió el servidor al arrancar.", "That is not the code the server printed when it started."),
        "name" => Say("Escriba un nombre de usuario de 1 a 100 caracteres.", "Give a user name of 1 to 100 characters."),
        "password" => Say("La contraseña es demasiado corta o repetitiva: use al menos 10 caracteres, 4 distintos.", "The password is too short or repetitive: use at least 10 characters, 4 of them different."),
        "time-zone" => Say("Elija una zona horaria de la lista.", "Choose a time zone from the list."),
        "language" => Say("Elija un idioma.", "Choose a language."),
        "start" => Say("Elija cómo empezar.", "Choose how to begin."),
        "done" => Say("Ya hay una cuenta: entre con ella.", "There is an account already: sign in with it."),
        _ => Say("No se ha podido. Inténtelo de nuevo.", "That did not work. Try again."),
    };
}
