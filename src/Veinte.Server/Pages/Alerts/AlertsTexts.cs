using Veinte.Server.Alerts;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Alerts;

/// <summary>The texts of alerts.</summary>
public sealed class AlertsTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Alertas", "Alerts");
    public string Lead => Say(
        "Cuando cambia el veredicto de una promesa o la vigilancia da la alarma, Veinte lo envía, firmado, a estas direcciones.",
        "When a promise's verdict changes or the watch raises its alarm, Veinte posts it, signed, to these addresses.");
    public string EmptyTitle => Say("Todavía no se avisa a nadie", "Nobody is told yet");
    public string EmptyText => Say(
        "Añada la dirección de un programa que reciba avisos por HTTP: su mesa de incidencias, un automatismo o un puente a su chat.",
        "Add the address of a program that takes messages by HTTP: your help desk, an automation, a bridge to your chat.");
    public string Add => Say("Añadir una dirección", "Add an address");
    public string AddIt => Say("Añadir", "Add");
    public string Name => Say("Nombre", "Name");
    public string NameHint => Say("Cómo la llaman ustedes: «Turno de noche».", "What you call it: “Night shift”.");
    public string Url => Say("Dirección", "Address");
    public string UrlHint => Say("Empieza por https:// (o http://).", "Begins with https:// (or http://).");
    public string OnlyBroken => Say("Solo promesas incumplidas", "Only broken promises");
    public string EveryVerdict => Say("Todos los veredictos", "Every verdict");
    public string State(string word) => word switch
    {
        "new" => Say("Sin envíos", "Nothing sent yet"), "delivered" => Say("Entregada", "Delivered"), "failing" => Say("Fallando", "Failing"), "dead" => Say("Abandonada", "Given up"), _ => Say("Apagada", "Off"),
    };
    public string AlertState(string word) => word switch { "waiting" => Say("Espera", "Waiting"), "delivered" => Say("Entregada", "Delivered"), _ => Say("Perdida", "Lost") };
    public string Delivered(string at) => Say($"Última entrega: {at}", $"Last delivered: {at}");
    public string FailingSince(string at) => Say($"Falla desde {at}", $"Failing since {at}");
    public string NextTry(string at) => Say($"Próximo intento: {at}", $"Next try: {at}");
    public string GivenUp => Say("No se intenta más hasta que alguien la reanude. Lo que llega sigue esperando.", "It is not tried any more until somebody starts it again. What comes goes on waiting.");
    public string Waiting(long n, string count) => n == 1 ? Say("1 alerta espera", "1 alert waits") : Say($"{count} alertas esperan", $"{count} alerts wait");
    public string Lost(long n, string count) => n == 1 ? Say("1 alerta se perdió", "1 alert was lost") : Say($"{count} alertas se perdieron", $"{count} alerts were lost");
    public string Fault(string fault) => AlertFault.Words(fault, Language == PageLanguage.Spanish);
    public string Test => Say("Enviar una prueba", "Send a test");
    public string TurnOff => Say("Apagar", "Turn off");
    public string TurnOn => Say("Encender", "Turn on");
    public string StartAgain => Say("Reanudar", "Start again");
    public string Secret => Say("Secreto de la firma", "Secret of the signature");
    public string SecretLead => Say(
        "Con él el receptor comprueba que una alerta viene de aquí. Quien lo tenga puede firmar en su nombre.",
        "With it the receiver checks that an alert comes from here. Whoever has it can sign in your name.");
    public string Renew => Say("Renovar el secreto", "Renew the secret");
    public string RenewSure => Say("¿Renovar el secreto? Durante 24 horas las alertas llevan la firma de ambos.", "Renew the secret? For 24 hours alerts carry the signatures of both.");
    public string Earlier(string until) => Say($"Hasta {until} las alertas llevan también la firma del anterior.", $"Until {until} alerts carry the earlier one's signature too.");
    public string Edit => Say("Cambiar", "Change");
    public string Save => Say("Guardar", "Save");
    public string Delete => Say("Borrar", "Delete");
    public string DeleteSure(string name) => Say($"¿Borrar «{name}»? Lo que espera no se enviará.", $"Delete “{name}”? What waits will not be sent.");
    public string Latest => Say("Últimas alertas", "Latest alerts");
    public string What => Say("Promesa", "Promise");
    public string At => Say("Hora", "Time");
    public string Tries => Say("Intentos", "Tries");
    public string Became => Say("Resultado", "What became of it");
    public string TestSubject => Say("prueba", "test");
    public string By(string name) => Say($"añadida por {name}", $"added by {name}");
    public string? Said(string? code) => code switch
    {
        "added" => Say("Añadida. Copie el secreto para el receptor.", "Added. Copy the secret for the receiver."),
        "saved" => Say("Guardado.", "Saved."),
        "renewed" => Say("El secreto es nuevo.", "The secret is new."),
        "deleted" => Say("Borrada.", "Deleted."),
        "tested" => Say("La prueba ha llegado.", "The test has arrived."),
        "test-failed" => Say("La prueba no ha llegado; abajo dice por qué.", "The test has not arrived; why is said below."),
        "gone" => Say("Esa dirección ya no está.", "That address is not there any more."),
        "many" => Say($"Hay {AlertDesk.AddressesMax} direcciones, y no caben más.", $"There are {AlertDesk.AddressesMax} addresses, which is the most there can be."),
        "name" => Say("Póngale un nombre de hasta 100 letras.", "Give it a name of up to 100 letters."),
        "url" => Say(
            "Esa dirección no se admite: debe empezar por https:// o http://, sin usuario ni contraseña, y no llevar a la propia máquina ni a una red privada (quien administra el servidor puede permitirlo con Alerts__PrivateAddresses=true). A los metadatos de una nube no se llega nunca.",
            "That address is not taken: it must begin with https:// or http://, without name or password, and not lead to this machine or a private network (who runs the server may allow it with Alerts__PrivateAddresses=true). The metadata of a cloud are never asked."),
        _ => null,
    };

    internal static bool IsGood(string? code) => code is "added" or "saved" or "renewed" or "deleted" or "tested";
}
