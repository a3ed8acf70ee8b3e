using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Counter;

/// <summary>The texts of the counter page.</summary>
public sealed class CounterTexts(PageLanguage language) : TextsOf(language)
{
    public string AppName => Say("Veinte · Mostrador", "Veinte · Counter");
    public string ShortName => Say("Mostrador", "Counter");
    public string Claim => Say("Anote un momento en persona en menos de diez segundos, también sin conexión.", "Note a moment in person in under ten seconds, without network too.");
    public string Uses => Say("Qué se anota", "What is noted");
    public string UseCustomer => Say("Cliente", "Customer");
    public string UseStaff => Say("Personal", "Staff");
    public string UseSelf => Say("Yo", "Myself");
    public string HelpCustomer => Say("Usted anota cómo le fue al cliente.", "You note how it went for the customer.");
    public string HelpStaff => Say("El cliente valora a quien le atendió: préstele el teléfono un momento.", "The customer grades whoever attended: hand the phone over and take it back.");
    public string HelpSelf => Say("Su propio micromomento: qué tal lo hizo usted con la otra parte.", "Your own micro-moment: how you did by the other side.");
    public string Who => Say("Quién", "Who");
    public string WhoHint => Say("Anónimo, o buscar", "Anonymous, or search");
    public string Where => Say("Dónde", "Where");
    public string WhereHint => Say("Caja, recepción, mesa 4…", "Checkout, front desk, table 4…");
    public string WhoAttended => Say("Quién atiende", "Who attends");
    public string Me => Say("Yo soy", "I am");
    public string With => Say("Con quién", "With whom");
    public string WithName => Say("Nombre (opcional)", "Name (optional)");
    public string SideColleague => Say("Compañero", "Colleague");
    public string SideBoss => Say("Jefe", "Boss");
    public string SideArea => Say("Otra área", "Other area");
    public string SideSupplier => Say("Proveedor", "Supplier");
    public string SideRecruiter => Say("Reclutador", "Recruiter");
    public string SideCustomer => Say("Cliente", "Customer");
    public string How => Say("¿Cómo fue?", "How did it go?");
    public string Faces => Say("Caras", "Faces");
    public string Twenty => Say("Nota 0–20", "Grade 0–20");
    public string VeryBad => Say("Muy mal", "Very bad");
    public string Bad => Say("Mal", "Bad");
    public string Fair => Say("Regular", "Fair");
    public string Good => Say("Bien", "Good");
    public string VeryGood => Say("Muy bien", "Very good");
    public string Why => Say("¿Por qué? Un toque y queda anotado", "Why? One tap and it is noted");
    public string WithoutReason => Say("Guardar sin motivo", "Save without a reason");
    public string Note => Say("Nota", "Note");
    public string NoteHint => Say("Opcional: con sus palabras", "Optional: in your own words");
    public string Speak => Say("Dictar", "Speak");
    public string Listening => Say("Escuchando… toque para terminar", "Listening… tap to stop");
    public string SpeakForbidden => Say("El navegador no tiene permiso para usar el micrófono. Puede escribir la nota, o darle permiso junto a la dirección de la página.", "The browser may not use the microphone. You can type the note, or allow it beside the page's address.");
    public string SpeakNoMicrophone => Say("No se encuentra ningún micrófono. Puede escribir la nota.", "No microphone was found. You can type the note.");
    public string SpeakNoNetwork => Say("Ahora mismo no se puede dictar: hace falta conexión. Puede escribir la nota.", "Speaking needs a network, and there is none now. You can type the note.");
    public string SpeakNothing => Say("No se oyó nada. Toque «Dictar» e inténtelo de nuevo.", "Nothing was heard. Tap “Speak” and try again.");
    public string SpeakLanguage => Say("Este navegador no reconoce este idioma hablado. Puede escribir la nota.", "This browser does not understand this language when spoken. You can type the note.");
    public string SpeakFailed => Say("El dictado no funciona en este navegador. Puede escribir la nota.", "Speaking does not work in this browser. You can type the note.");
    public string Latest => Say("Lo último", "Latest");
    public string NothingYet => Say("Aún no hay nada anotado en este dispositivo.", "Nothing has been noted on this device yet.");
    public string Undo => Say("Deshacer", "Undo");
    public string Saved => Say("Anotado. Se enviará en unos segundos.", "Noted. It will be sent in a few seconds.");
    public string SavedOffline => Say("Anotado en este dispositivo. Se enviará cuando haya conexión.", "Noted on this device. It will be sent once there is a network.");
    public string Undone => Say("Deshecho: no se ha enviado nada.", "Undone: nothing was sent.");
    public string Online => Say("Todo enviado", "All sent");
    public string Offline => Say("Sin conexión", "No network");
    public string Waiting => Say("{0} por enviar", "{0} to send");
    public string StateWaiting => Say("por enviar", "to be sent");
    public string StateSending => Say("enviando", "sending");
    public string StateUnsure => Say("se volverá a enviar", "will be sent again");
    public string StateSent => Say("en los libros", "in the books");
    public string StateRefused => Say("rechazado", "refused");
    public string Dismiss => Say("Quitar", "Dismiss");
    public string SignedOut => Say("La sesión ha caducado. Lo anotado sigue guardado en este dispositivo ({0}): inicie sesión y se enviará.", "The session has ended. What was noted is still kept on this device ({0}): sign in and it will be sent.");
    public string SignInFirst => Say("Inicie sesión, o abra aquí el enlace de dispositivo que le dé un administrador. Mientras tanto, lo que anote se guarda en este dispositivo.", "Sign in, or open here the device link an administrator gives you. Until then, what you note is kept on this device.");
    public string KeyRefused => Say("Este dispositivo ya no tiene permiso para enviar. Lo anotado sigue guardado ({0}): pida otro enlace a un administrador.", "This device may no longer send. What was noted is still kept ({0}): ask an administrator for another link.");
    public string SignIn => Say("Iniciar sesión", "Sign in");
    public string Full => Say("Hay 2.000 momentos sin enviar en este dispositivo, el máximo. Busque conexión antes de anotar más.", "2,000 moments wait on this device, the most it keeps. Find a network before noting more.");
    public string NoStore => Say("Este navegador no puede guardar nada (¿ventana privada?). Ábralo en una ventana normal.", "This browser cannot keep anything (a private window?). Open it in a normal one.");
    public string NeedWhere => Say("Indique dónde fue.", "Say where it was.");
    public string NeedStaff => Say("Indique de quién se trata.", "Say whom it is about.");
    public string NeedWith => Say("Indique con quién.", "Say with whom.");
    public string Menu => Say("Este dispositivo", "This device");
    public string SignedInAs => Say("Sesión de {0}", "Signed in as {0}");
    public string DeviceKey => Say("Este dispositivo envía con su propia clave, que solo puede anotar.", "This device sends with a key of its own, which can only note moments.");
    public string ForgetDevice => Say("Quitar la clave de este dispositivo", "Remove the key from this device");
    public string AnotherDevice => Say("Otro dispositivo", "Another device");
    public string AnotherDeviceText => Say("Un enlace para un teléfono sin sesión iniciada. Su clave solo puede anotar momentos: no lee ni decide nada, y se revoca en Conectar.", "A link for a phone that is not signed in. Its key can only note moments: it reads and decides nothing, and is revoked under Connect.");
    public string DeviceName => Say("Nombre del dispositivo", "Name of the device");
    public string MakeLink => Say("Crear enlace", "Make a link");
    public string LinkText => Say("Escanéelo con el otro teléfono. No se volverá a mostrar.", "Scan it with the other phone. It is not shown again.");
    public string LinkFailed => Say("No se pudo crear el enlace. Hacen falta conexión y permiso de administrador.", "The link could not be made. It takes a network and an administrator's right.");
    public string Copy => Say("Copiar enlace", "Copy the link");
    public string Copied => Say("Copiado", "Copied");
    public string Install => Say("Instalar en este teléfono", "Install on this phone");
    public string ToVeinte => Say("Abrir Veinte", "Open Veinte");
    public string ScriptNeeded => Say("El mostrador necesita JavaScript.", "The counter needs JavaScript.");
    public string ReasonStaff => Say("Trato", "Manner");
    public string ReasonWaiting => Say("Espera", "Waiting");
    public string ReasonSolved => Say("Solución", "Solution");
    public string ReasonProduct => Say("Producto", "Product");
    public string ReasonPrice => Say("Precio", "Price");
    public string ReasonInformation => Say("Información", "Information");
    public string ReasonCleanliness => Say("Limpieza", "Cleanliness");
    public string ReasonOther => Say("Otro", "Other");
    public string ReasonPunctuality => Say("Puntualidad", "Punctuality");
    public string ReasonAttention => Say("Escucha", "Listening");
    public string ReasonClarity => Say("Claridad", "Clarity");
    public string ReasonResult => Say("Resultado", "Result");
    public string ReasonHelp => Say("Ayuda", "Help");
    public string ReasonFollowUp => Say("Seguimiento", "Follow-up");

    /// <summary>What the page's script says, by name.</summary>
    public IReadOnlyDictionary<string, string> OfScript() => new Dictionary<string, string>
    {
        ["saved"] = Saved, ["savedOffline"] = SavedOffline, ["undone"] = Undone, ["online"] = Online, ["offline"] = Offline, ["waiting"] = Waiting, ["undo"] = Undo,
        ["state-waiting"] = StateWaiting, ["state-sending"] = StateSending, ["state-unsure"] = StateUnsure, ["state-sent"] = StateSent, ["state-refused"] = StateRefused,
        ["dismiss"] = Dismiss, ["signedOut"] = SignedOut, ["signInFirst"] = SignInFirst, ["keyRefused"] = KeyRefused, ["full"] = Full, ["noStore"] = NoStore,
        ["needWhere"] = NeedWhere, ["needStaff"] = NeedStaff, ["needWith"] = NeedWith, ["speak"] = Speak, ["listening"] = Listening, ["signedInAs"] = SignedInAs,
        ["speakForbidden"] = SpeakForbidden, ["speakNoMicrophone"] = SpeakNoMicrophone, ["speakNoNetwork"] = SpeakNoNetwork, ["speakNothing"] = SpeakNothing, ["speakLanguage"] = SpeakLanguage, ["speakFailed"] = SpeakFailed,
        ["deviceKey"] = DeviceKey, ["linkFailed"] = LinkFailed, ["copied"] = Copied, ["help-customer"] = HelpCustomer, ["help-staff"] = HelpStaff, ["help-self"] = HelpSelf,
    };
}
