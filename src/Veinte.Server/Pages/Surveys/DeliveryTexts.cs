using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Surveys;

/// <summary>The page that brings a survey to customers.</summary>
public sealed class DeliveryTexts(PageLanguage language) : TextsOf(language)
{
    public string NotLive => Say("La encuesta aún es un borrador: publíquela y estos enlaces empezarán a funcionar.", "The survey is still a draft: publish it and these links will work.");
    public string Publish => Say("Publicar ahora", "Publish now");
    public string Local => Say(
        "Esta dirección solo funciona en este equipo. Indique la dirección pública de su servidor antes de imprimir o enviar nada.",
        "This address works on this machine only. Set the public address of your server before you print or send anything.");
    public string Address => Say("Dirección pública", "Public address");
    public string AddressHint => Say("Como https://opina.ejemplo.es. Vacía: la que usa usted ahora.", "Such as https://feedback.example.com. Empty: the one you are using now.");
    public string Save => Say("Guardar", "Save");
    public string Link => Say("Enlace", "Link");
    public string LinkLead => Say("Para cualquiera: su web, las redes sociales, la firma del correo. No se sabe quién responde.", "For anybody: website, social networks, the signature of your e-mails. Nobody knows who answers.");
    public string Open => Say("Abrir", "Open");
    public string Places => Say("Lugares: carteles QR y quioscos", "Places: QR posters and kiosks");
    public string PlacesLead => Say(
        "Un código por mostrador, tienda o persona. Lo impreso sigue valiendo aunque cambie la encuesta.",
        "One code for each counter, store or person. What is printed stays valid even when the survey changes.");
    public string NoPlaces => Say("Todavía no hay ningún lugar.", "There is no place yet.");
    public string PlaceName => Say("Nombre del lugar", "Name of the place");
    public string PlaceNameHint => Say("Mostrador 3, Tienda de Gracia, Rubén…", "Counter 3, Main Street store, Rubén…");
    public string Touchpoint => Say("Punto de contacto", "Touchpoint");
    public string Area => Say("Área", "Area");
    public string Staff => Say("Miembro del personal", "Staff member");
    public string OnlyIfOther => Say("Complete lo siguiente solo si es distinto de lo que dice la encuesta.", "What follows only where it differs from the survey.");
    public string WithKiosk => Say("Con quiosco (tableta a pantalla completa)", "With a kiosk (a full-screen tablet)");
    public string AddPlace => Say("Añadir lugar", "Add place");
    public string Poster(string form) => Say($"Cartel {form}", $"Poster {form}");
    public string CodeAlone => Say("Solo el código (PNG)", "The code alone (PNG)");
    public string CodeOf(string place) => Say($"Código QR de {place}", $"QR code of {place}");
    public string Kiosk => Say("Abrir quiosco", "Open kiosk");
    public string RenewKiosk => Say("Dirección nueva del quiosco", "New kiosk address");
    public string MakeKiosk => Say("Crear quiosco", "Make a kiosk");
    public string RenewSure => Say("La dirección actual del quiosco dejará de funcionar. ¿Seguir?", "The kiosk's present address will stop working. Go on?");
    public string RemovePlace => Say("Quitar", "Remove");
    public string RemoveSure => Say("El código impreso dejará de llevar a la encuesta. ¿Quitar este lugar?", "The printed code will no longer lead to the survey. Remove this place?");
    public string Invite => Say("Enlaces personales", "Personal links");
    public string InviteLead => Say(
        "Cada cliente con su enlace: la respuesta va a su cuenta. Veinte no envía correos; descargue la lista y envíela con lo que ya usa.",
        "A link for each customer: the answer goes to their account. Veinte sends no mail; download the list and send it with what you use already.");
    public string Customers => Say("Clientes, uno por línea: identificador; nombre", "Customers, one a line: identifier; name");
    public string CustomersHint => Say("ana-27; Ana Pérez", "ana-27; Ana Pérez");
    public string Days => Say("Días que vale el enlace", "Days the link works");
    public string MakeLinks => Say("Crear enlaces", "Make links");
    public string Customer => Say("Cliente", "Customer");
    public string Invited => Say("Invitado", "Invited");
    public string Expires => Say("Caduca", "Expires");
    public string Reminders => Say("Recordatorios", "Reminders");
    public string AnsweredAt => Say("Respondió", "Answered");
    public string NotYet => Say("todavía no", "not yet");
    public string DownloadLinks => Say("Descargar enlaces sin responder (CSV)", "Download unanswered links (CSV)");
    public string Remind => Say("Preparar recordatorios", "Prepare reminders");
    public string Reminded(int count) => count == 1
        ? Say("1 recordatorio preparado: descargue la lista y envíelo.", "1 reminder prepared: download the list and send it.")
        : Say($"{count} recordatorios preparados: descargue la lista y envíelos.", $"{count} reminders prepared: download the list and send them.");
    public string DownloadReminders => Say("Descargar los últimos recordatorios (CSV)", "Download the last reminders (CSV)");
    public string RemindAfter => Say("Días sin responder", "Days without an answer");
    public string RemindLead => Say("Tres recordatorios por persona como mucho. Al prepararlos queda anotado que se les recordó.", "Three reminders a person at most. Preparing them notes that they were reminded.");
    public string Asked(int asked, int left) => Made(asked) + (left == 0 ? "" : " " + LeftAlone(left));
    private string Made(int asked) => asked == 1
        ? Say("1 enlace creado: está en la lista, abajo, y en la descarga.", "1 link made: it is in the list below and in the download.")
        : asked == 0 ? Say("0 enlaces creados.", "0 links made.") : Say($"{asked} enlaces creados: están en la lista, abajo, y en la descarga.", $"{asked} links made: they are in the list below and in the download.");
    private string LeftAlone(int left) => left == 1
        ? Say("A 1 cliente no se le pregunta ahora: ya se hizo hace poco.", "1 customer is left alone for now: asked a short while ago.")
        : Say($"A {left} clientes no se les pregunta ahora: ya se hizo hace poco.", $"{left} customers are left alone for now: they were asked a short while ago.");
    public string NobodyDue => Say("Nadie a quien recordar ahora: han respondido, su enlace caducó, ya tienen tres recordatorios o no han pasado esos días.", "Nobody to remind now: they have answered, their link has ended, they had three reminders, or those days have not passed.");
    public string Shown(string count) => Say($"Los {count} últimos.", $"The last {count}.");
    public string Elsewhere => Say("En su web, su app y sus correos", "On your website, in your app and your e-mails");
    public string Widget => Say("Botón que abre la encuesta", "A button that opens the survey");
    public string Component => Say("Dentro de la página (componente web)", "Within the page (web component)");
    public string Frame => Say("Dentro de un marco (sin JavaScript)", "Within a frame (without JavaScript)");
    public string OneClick => Say("Nota en un clic desde un correo", "One-click rating from an e-mail");
    public string OneClickLead => Say(
        "Sustituya ENLACE por el enlace personal de cada cliente. Los filtros de correo que abren todos los enlaces no registran nada.",
        "Put each customer's personal link in place of LINK. Mail filters that open every link record nothing.");
    public string TryWidget => Say("Ver cómo queda", "See what it looks like");
    public string ToAnybody => Say("Cuéntenos qué tal", "Tell us how it was");
    public string PosterCall => Say("Escanee el código con la cámara. Es solo un momento.", "Scan the code with your camera. It takes a moment.");
}
