namespace Veinte.Simulator;

/// <summary>What a sentence is about.</summary>
internal enum Subject
{
    Digital, Counter, Bags, Cabin, Food, Wifi, Delay, Care, Whole,
}

/// <summary>Short sentences in Spanish and English, by subject and by how it went. Written for Aurora.</summary>
internal static class Phrases
{
    private static readonly (Subject Subject, string[] Es, string[] En)[] Good =
    [
        (Subject.Digital,
            ["Reservar ha sido rápido y claro.", "La app funciona de maravilla.", "En dos minutos tenía el billete. Así da gusto."],
            ["Booking was quick and clear.", "The app works like a charm.", "Two minutes and I had my ticket. Lovely."]),
        (Subject.Counter,
            ["La chica del mostrador, encantadora.", "Me ayudaron con las maletas sin pedirlo.", "Sin cola y con una sonrisa."],
            ["The agent at the counter was delightful.", "They helped with our bags before we asked.", "No queue and a smile."]),
        (Subject.Bags,
            ["La maleta llegó antes que yo.", "Equipaje entregado enseguida, perfecto.", "Esta vez las maletas salieron rapidísimo."],
            ["My bag was there before me.", "Luggage delivered at once, perfect.", "The bags came out really fast this time."]),
        (Subject.Cabin,
            ["La tripulación, un diez.", "Un trato muy humano a bordo.", "Se ocuparon de mi hijo todo el vuelo. Gracias."],
            ["The crew were outstanding.", "Very kind people on board.", "They looked after my son the whole flight. Thank you."]),
        (Subject.Food,
            ["El menú nuevo está buenísimo.", "Por fin un café decente en un avión.", "La tortilla, sorprendentemente rica."],
            ["The new menu is really good.", "Finally a decent coffee on a plane.", "Surprisingly tasty omelette."]),
        (Subject.Wifi,
            ["El wifi aguantó toda la reunión.", "Pude trabajar todo el vuelo."],
            ["The Wi-Fi survived my whole meeting.", "I could work the entire flight."]),
        (Subject.Delay,
            ["Avisaron a tiempo y me cambiaron de vuelo. Bien.", "Al menos informaron cada diez minutos."],
            ["They told us early and rebooked me. Well done.", "At least they kept us informed every ten minutes."]),
        (Subject.Care,
            ["Lo resolvieron en una llamada.", "Muy atentos, me devolvieron la diferencia.", "Contestaron enseguida y con ganas de ayudar."],
            ["Solved in one call.", "Very attentive, they refunded the difference.", "Quick answer from somebody who wanted to help."]),
        (Subject.Whole,
            ["Repetiré sin duda.", "Todo fácil de principio a fin.", "Vuelo puntual y gente amable. ¿Qué más se puede pedir?"],
            ["I will fly with you again.", "Easy from start to finish.", "On time and friendly people. What more could I ask?"]),
    ];

    private static readonly (Subject Subject, string[] Es, string[] En)[] Neutral =
    [
        (Subject.Digital, ["Funciona, sin más.", "Bien, aunque pide demasiados datos."], ["It works, nothing more.", "Fine, but it asks for too much."]),
        (Subject.Counter, ["Correcto.", "Algo de cola, pero bien."], ["Okay.", "A bit of a queue, but fine."]),
        (Subject.Bags, ["Tardaron un poco en salir.", "Normal."], ["Took a little while.", "As usual."]),
        (Subject.Cabin, ["Tripulación correcta.", "Ni bien ni mal."], ["Crew were fine.", "Neither good nor bad."]),
        (Subject.Food, ["Comida de avión.", "Poca variedad."], ["Plane food.", "Not much choice."]),
        (Subject.Wifi, ["Va a ratos.", "Para mensajes, suficiente."], ["On and off.", "Good enough for messages."]),
        (Subject.Delay, ["Salimos tarde, pero llegamos.", "Un retraso asumible."], ["We left late but got there.", "A bearable delay."]),
        (Subject.Care, ["Me lo resolvieron a medias.", "Tuve que explicarlo dos veces."], ["Half solved.", "I had to explain it twice."]),
        (Subject.Whole, ["Un vuelo más.", "Cumple."], ["Just a flight.", "It does the job."]),
    ];

    private static readonly (Subject Subject, string[] Es, string[] En)[] Bad =
    [
        (Subject.Digital,
            ["La web se colgó al pagar. Tres veces.", "Imposible cambiar el asiento.", "He perdido media hora para reservar un vuelo."],
            ["The site froze while I was paying. Three times.", "Impossible to change my seat.", "Half an hour lost to book one flight."]),
        (Subject.Counter,
            ["Cuarenta minutos de cola y un solo mostrador abierto.", "Me hablaron fatal.", "Nadie sabía nada."],
            ["Forty minutes in line and one counter open.", "They were rude to me.", "Nobody knew anything."]),
        (Subject.Bags,
            ["Una hora esperando la maleta y nadie da la cara.", "Mi maleta llegó rota.", "Otra vez la cinta parada. Siempre lo mismo."],
            ["An hour waiting for my bag and nobody to ask.", "My suitcase arrived broken.", "The belt stood still again. Every single time."]),
        (Subject.Cabin,
            ["Nos ignoraron todo el vuelo.", "Pedí agua dos veces y no llegó.", "Muy poca amabilidad a bordo."],
            ["They ignored us the whole flight.", "I asked for water twice. It never came.", "Very little kindness on board."]),
        (Subject.Food,
            ["El bocadillo estaba helado.", "Diez euros por esto es una vergüenza.", "Se acabó la comida en la fila doce."],
            ["The sandwich was frozen.", "Ten euros for this is a disgrace.", "They ran out of food at row twelve."]),
        (Subject.Wifi,
            ["Pagué por un wifi que no funciona.", "No conecta. Nunca."],
            ["I paid for Wi-Fi that does not work.", "It does not connect. Ever."]),
        (Subject.Delay,
            ["Tres horas tirados y ni una explicación.", "Perdí la conexión y nadie me ayudó."],
            ["Three hours stranded and no explanation.", "I missed my connection and nobody helped."]),
        (Subject.Care,
            ["Llevo tres llamadas y sigue sin solución.", "Me colgaron.", "Me pasan de uno a otro."],
            ["Three calls and still not solved.", "They hung up on me.", "Passed from one to the next."]),
        (Subject.Whole,
            ["No vuelvo a volar con ustedes.", "Un desastre desde el mostrador hasta la maleta.", "Muy decepcionado."],
            ["Never again with you.", "A mess from the counter to the belt.", "Very disappointed."]),
    ];

    /// <summary>A sentence for how good it was, in standard deviations from usual.</summary>
    internal static string About(Subject subject, double latent, string language, ref Chance chance)
    {
        var (_, es, en) = (latent > 0.45 ? Good : latent < -0.55 ? Bad : Neutral)[(int)subject];
        var sentences = language == "es" ? es : en;
        return sentences[chance.Below(sentences.Length)];
    }
}
