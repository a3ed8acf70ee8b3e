using Veinte.Server.Surveys.Definition;
using static Veinte.Server.Surveys.Definition.AnswerTest;
using static Veinte.Server.Surveys.Definition.QuestionType;

namespace Veinte.Server.Surveys;

public static partial class SurveyTemplates
{
    private static SurveyTemplate AfterDelivery() => Template(
        "after-delivery", ("Después de la entrega", "After delivery"),
        ("Uno o dos días después de que llegue el pedido", "A day or two after the order arrives"),
        ("Entrega", "Delivery"), "email",
        ("Su pedido", "Your order"), ("Gracias. Si algo llegó mal, ya lo estamos revisando.", "Thank you. If something arrived wrong, we are already looking into it."),
        Satisfaction("delivery", "¿Qué tal fue la entrega de su pedido?", "How was the delivery of your order?"),
        Ask(Multiple, "wrong", "¿Qué falló?", "What went wrong?", required: false, showIf: [If("delivery", AtMost, "3")], options:
        [
            Option("late", "Llegó tarde", "It was late"), Option("damaged", "Llegó dañado", "It was damaged"), Option("missing", "Faltaba algo", "Something was missing"),
            Option("unannounced", "No me avisaron", "Nobody told me when it would come"), Option("courier", "El trato del repartidor", "The way the courier treated me"),
        ]),
        Open("more", "¿Quiere contarnos algo más?", "Is there anything else you would like to tell us?"));

    private static SurveyTemplate AtTheCounter() => Template(
        "at-the-counter", ("En el mostrador", "At the counter"),
        ("Con un código QR o una tableta junto a la caja", "With a QR code or a tablet beside the till"),
        ("Mostrador", "Counter"), "in-person",
        ("¿Qué tal la atención?", "How did we treat you?"), ("¡Gracias! Que tenga un buen día.", "Thank you! Have a good day."),
        Ask(Rating, "service", "¿Qué le pareció la atención de hoy?", "How did we treat you today?", low: ("Muy mala", "Very badly"), high: ("Muy buena", "Very well")),
        Ask(QuestionType.Single, "why", "¿Qué influyó más en su nota?", "What mattered most?", required: false, options:
        [
            Option("kindness", "El trato", "The way I was treated"), Option("waiting", "La espera", "The waiting"), Option("solution", "Si me resolvieron lo que necesitaba", "Whether it was solved"),
            Option("product", "El producto", "The product"), Option("price", "El precio", "The price"),
        ]));

    private static SurveyTemplate AfterAComplaint() => Template(
        "after-a-complaint", ("Después de una reclamación", "After a complaint"),
        ("Al cerrar una queja o reclamación", "When a complaint is closed"),
        ("Reclamaciones", "Complaints"), "email",
        ("Su reclamación", "Your complaint"), ("Gracias por decírnoslo. Lo lee la persona responsable de su caso.", "Thank you for telling us. The person responsible for your case reads this."),
        Ask(QuestionType.Single, "solved", "¿Quedó resuelto su problema?", "Has your problem been solved?", options:
            [Option("yes", "Sí, del todo", "Yes, completely"), Option("partly", "Solo en parte", "Only in part"), Option("no", "No", "No")]),
        Ease("¿Le resultó fácil llegar a una solución?", "How easy was it to get this solved?"),
        Ask(Csat, "fairness", "¿Le parece justa la solución?", "Do you find the solution fair?", low: ("Nada justa", "Not fair at all"), high: ("Totalmente justa", "Completely fair")),
        Open("pending", "¿Qué falta por resolver?", "What is still to be solved?", If("solved", IsNot, "yes")),
        Contact());

    private static SurveyTemplate CheckIn() => Template(
        "check-in", ("Llegada y registro", "Check-in"),
        ("Al terminar el registro en un hotel, una consulta o un aeropuerto", "After checking in at a hotel, a practice or an airport"),
        ("Registro", "Check-in"), "in-person",
        ("Su llegada", "Your arrival"), ("Gracias. Que lo demás vaya igual de bien, o mejor.", "Thank you. We hope the rest goes as well, or better."),
        Ease("¿Le resultó fácil registrarse?", "How easy was checking in?"),
        Ask(QuestionType.Single, "wait", "¿Cuánto tiempo esperó?", "How long did you wait?", required: false, options:
        [
            Option("none", "Nada", "Not at all"), Option("short", "Menos de 5 minutos", "Less than 5 minutes"), Option("medium", "Entre 5 y 15 minutos", "5 to 15 minutes"),
            Option("long", "Más de 15 minutos", "More than 15 minutes"),
        ]),
        Open("better", "¿Qué habría mejorado su llegada?", "What would have made your arrival better?"));

    private static SurveyTemplate ClinicVisit() => Template(
        "clinic-visit", ("Visita a la consulta", "Clinic visit"),
        ("El mismo día de la visita a una clínica, un dentista o un centro de salud", "On the day of a visit to a clinic, a dentist or a health centre"),
        ("Consulta", "Consultation"), "in-person",
        ("Su visita", "Your visit"), ("Gracias. Su opinión no cambia en nada la atención que recibe.", "Thank you. Your opinion changes nothing about the care you receive."),
        Satisfaction("care", "En general, ¿cómo fue la atención que recibió?", "Overall, how was the care you received?"),
        Ask(Rating, "listened", "¿Sintió que le escuchaban?", "Did you feel listened to?", low: ("Nada", "Not at all"), high: ("Del todo", "Completely")),
        Ask(Rating, "explained", "¿Le explicaron las cosas de forma que las entendiera?", "Were things explained in a way you could understand?", low: ("Nada", "Not at all"), high: ("Del todo", "Completely")),
        Ask(QuestionType.Single, "waiting", "La espera hasta que le atendieron le pareció…", "The wait until you were seen was…", required: false, options:
            [Option("fine", "Corta", "Short"), Option("acceptable", "Aceptable", "Acceptable"), Option("long", "Demasiado larga", "Too long")]),
        Open("improve", "¿Qué podríamos mejorar? No escriba datos de su salud, por favor.", "What could we do better? Please write nothing about your health."));

    private static SurveyTemplate Course() => Template(
        "course", ("Curso o taller", "Course or workshop"),
        ("En la última sesión o al día siguiente", "In the last session or the day after"),
        ("Curso", "Course"), "in-person",
        ("El curso", "The course"), ("Gracias. Así el próximo será mejor.", "Thank you. It will make the next one better."),
        Ask(Grade, "grade", "Del 0 al 20, ¿qué nota le pone al curso?", "From 0 to 20, what grade do you give the course?"),
        Ask(Rating, "useful", "¿Le servirá lo que aprendió?", "Will you be able to use what you have learned?", low: ("Nada", "Not at all"), high: ("Mucho", "A great deal")),
        Ask(QuestionType.Single, "pace", "El ritmo fue…", "The pace was…", required: false, options:
            [Option("slow", "Lento", "Slow"), Option("right", "Adecuado", "Right"), Option("fast", "Demasiado rápido", "Too fast")]),
        Open("keep", "¿Qué no debería cambiar?", "What should not change?"),
        Open("change", "¿Qué cambiaría?", "What would you change?"));

    private static SurveyTemplate WinBack() => Template(
        "win-back", ("Recuperar a un cliente", "Win-back"),
        ("A quien hace tiempo que no compra", "To customers who have not bought for a while"),
        ("Reencuentro", "Win-back"), "email",
        ("Hace tiempo que no nos visita", "It has been a while"), ("Gracias. Tomamos nota.", "Thank you. We have taken note."),
        Ask(QuestionType.Single, "reason", "¿Por qué dejó de comprarnos?", "Why have you stopped buying from us?", options:
        [
            Option("no-need", "No me ha hecho falta", "I have not needed to"), Option("price", "El precio", "The price"), Option("experience", "Una mala experiencia", "A bad experience"),
            Option("elsewhere", "Encontré otra opción", "I found somewhere else"), Option("forgot", "Se me pasó", "I had not thought of it"),
        ]),
        Open("experience", "¿Qué ocurrió?", "What happened?", If("reason", Is, "experience")),
        Ask(Nps, "return", "¿Volvería a comprarnos?", "Would you buy from us again?", low: ("Seguro que no", "Certainly not"), high: ("Seguro que sí", "Certainly")),
        Open("what", "¿Qué tendría que cambiar para que volviera?", "What would have to change for you to come back?", If("return", AtMost, "6")));

    private static SurveyTemplate ReasonForLeaving() => Template(
        "reason-for-leaving", ("Motivo de la baja", "Reason for leaving"),
        ("Al darse de baja o cancelar un contrato", "When somebody cancels or closes an account"),
        ("Baja", "Cancellation"), "web",
        ("Antes de que se vaya", "Before you go"), ("Gracias por su sinceridad. La puerta queda abierta.", "Thank you for being frank. The door stays open."),
        Ask(QuestionType.Single, "reason", "¿Cuál es el motivo principal?", "What is the main reason?", options:
        [
            Option("economic", "Económico: no puedo o no quiero pagarlo", "Economic: I cannot or do not want to pay for it"),
            Option("service", "El servicio no estuvo a la altura", "The service was not good enough"),
            Option("competitor", "Me voy a otra empresa", "I am moving to another company"),
            Option("need-gone", "Ya no lo necesito", "I do not need it any more"),
        ],
        next:
        [
            new() { When = Is, Value = "service", Go = "failed" }, new() { When = Is, Value = "competitor", Go = "offer" }, new() { When = Is, Value = "need-gone", Go = "overall" },
        ]),
        Ask(QuestionType.Single, "price", "¿Qué habría ayudado?", "What would have helped?", required: false, options:
            [Option("cheaper", "Un precio más bajo", "A lower price"), Option("smaller", "Un plan más básico", "A smaller plan"), Option("pause", "Poder pausarlo un tiempo", "Being able to pause"), Option("nothing", "Nada", "Nothing")],
            next: [new() { When = Answered, Go = "overall" }, new() { When = Unanswered, Go = "overall" }]),
        Ask(Multiple, "failed", "¿Qué falló?", "What went wrong?", required: false, options:
        [
            Option("staff", "La atención", "The way I was treated"), Option("problems", "Problemas que se repetían", "Problems that kept coming back"),
            Option("waiting", "Las esperas", "The waiting"), Option("promises", "Promesas sin cumplir", "Broken promises"),
        ],
        next: [new() { When = Answered, Go = "overall" }, new() { When = Unanswered, Go = "overall" }]),
        Open("offer", "¿Qué le ofrecen allí que aquí no tenía?", "What do they offer that you did not have here?"),
        Satisfaction("overall", "En general, ¿cómo le hemos tratado?", "Overall, how have we treated you?"),
        Contact());

    private static SurveyTemplate RestaurantVisit() => Template(
        "restaurant-visit", ("Visita al restaurante", "Restaurant visit"),
        ("Con un código QR en la cuenta o en la mesa", "With a QR code on the bill or the table"),
        ("Restaurante", "Restaurant"), "in-person",
        ("Su visita", "Your visit"), ("¡Gracias y hasta pronto!", "Thank you, and see you soon!"),
        Ask(Rating, "visit", "¿Qué le pareció la comida?", "How was your meal?", low: ("Mala", "Bad"), high: ("Excelente", "Excellent")),
        Ask(Rating, "service", "¿Y el servicio?", "And the service?", required: false, low: ("Malo", "Bad"), high: ("Excelente", "Excellent")),
        Ask(Multiple, "liked", "¿Qué le gustó más?", "What did you like best?", required: false, showIf: [If("visit", AtLeast, "4")], options:
            [Option("food", "La comida", "The food"), Option("people", "El trato", "The people"), Option("place", "El ambiente", "The place"), Option("value", "La relación calidad-precio", "The value for money")]),
        Open("wrong", "Lo sentimos. ¿Qué pasó?", "We are sorry to hear that. What happened?", If("visit", AtMost, "3")));

    private static SurveyTemplate SupportChat() => Template(
        "support-chat", ("Chat de ayuda", "Support chat"),
        ("Al cerrar una conversación de ayuda", "When a support conversation ends"),
        ("Chat de ayuda", "Support chat"), "chat",
        ("Su consulta", "Your question"), ("Gracias. Nos ayuda a ayudar mejor.", "Thank you. It helps us help better."),
        Ask(QuestionType.Single, "solved", "¿Quedó resuelta su consulta?", "Has your question been answered?", options: [Option("yes", "Sí", "Yes"), Option("no", "No", "No")]),
        Ease("¿Le resultó fácil conseguir ayuda?", "How easy was it to get help?"),
        Open("missing", "¿Qué le faltó?", "What was missing?", If("solved", Is, "no")));

    private static SurveyTemplate Onboarding() => Template(
        "onboarding", ("Primeros pasos", "Onboarding"),
        ("Una o dos semanas después de empezar", "A week or two after somebody starts"),
        ("Primeros pasos", "Onboarding"), "app",
        ("Sus primeros días", "Your first days"), ("Gracias. Estamos para lo que necesite.", "Thank you. We are here for whatever you need."),
        Ease("¿Le resultó fácil empezar?", "How easy was it to get started?"),
        Ask(QuestionType.Single, "goal", "¿Ya consiguió lo que buscaba?", "Have you got what you came for yet?", options:
            [Option("yes", "Sí", "Yes"), Option("almost", "Casi", "Almost"), Option("no", "Todavía no", "Not yet")]),
        Open("stuck", "¿En qué punto se le complicó?", "Where did you get stuck?", If("goal", IsNot, "yes")),
        Contact());

    private static SurveyTemplate Relationship() => Template(
        "relationship-nps", ("Relación (NPS)", "Relationship (NPS)"),
        ("De dos a cuatro veces al año, a una muestra de clientes", "Two to four times a year, to a sample of customers"),
        ("Relación", "Relationship"), "email",
        ("Su opinión sobre nosotros", "Your opinion of us"), ("Gracias por su tiempo y su confianza.", "Thank you for your time and your trust."),
        Recommendation("¿Qué probabilidad hay de que nos recomiende a un amigo o colega?", "How likely are you to recommend us to a friend or colleague?"),
        Open("good", "¿Qué es lo que más valora?", "What do you value most?", If("recommend", AtLeast, "9")),
        Open("missing", "¿Qué nos falta para llegar al diez?", "What are we missing to get to a ten?", If("recommend", AtLeast, "7"), If("recommend", AtMost, "8")),
        Open("bad", "Nos puso un {{answer:recommend}}. ¿Qué fue lo que más le decepcionó?", "You gave us a {{answer:recommend}}. What has disappointed you most?", If("recommend", AtMost, "6")),
        Contact());

    private static SurveyTemplate AfterAppointment() => Template(
        "after-an-appointment", ("Después de una cita", "After an appointment"),
        ("Tras una visita comercial, una reparación o un servicio a domicilio", "After a sales visit, a repair or a service at home"),
        ("Cita", "Appointment"), "in-person",
        ("Su cita", "Your appointment"), ("Gracias, {{customer|y hasta pronto}}.", "Thank you, {{customer|and see you soon}}."),
        Satisfaction("visit", "{{customer}}, ¿qué tal fue su cita?", "{{customer}}, how was your appointment?"),
        Ask(QuestionType.Single, "punctual", "¿Llegamos a la hora?", "Did we arrive on time?", options: [Option("yes", "Sí", "Yes"), Option("late", "Tarde", "Late"), Option("never", "No vino nadie", "Nobody came")]),
        Open("more", "¿Qué podríamos haber hecho mejor?", "What could we have done better?"));

    private static SurveyTemplate InternalService() => Template(
        "internal-service", ("Entre compañeros", "Between colleagues"),
        ("Para medir el servicio de un área a otra: también es un cliente", "To measure what one area does for another: it is a customer too"),
        ("Servicio interno", "Internal service"), "other",
        ("El servicio entre áreas", "Service between areas"), ("Gracias. Lo hablaremos en la próxima reunión.", "Thank you. We will talk about it at the next meeting."),
        Ask(Grade, "grade", "Del 0 al 20, ¿qué nota le pone a la ayuda que recibió?", "From 0 to 20, what grade do you give the help you received?"),
        Ask(QuestionType.Single, "time", "¿Llegó a tiempo?", "Did it come in time?", options: [Option("yes", "Sí", "Yes"), Option("late", "Tarde", "Late"), Option("never", "Aún la espero", "I am still waiting")]),
        Open("next", "¿Qué le haría el trabajo más fácil?", "What would make your work easier?"));
}
