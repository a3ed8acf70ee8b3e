using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys.Answering;

/// <summary>The words of each language.</summary>
internal static class AnswerWordsOf
{
    /// <summary>Spanish.</summary>
    public static AnswerWords Spanish { get; } = new()
    {
        Next = "Siguiente",
        Back = "Anterior",
        Send = "Enviar",
        Skip = "Prefiero no contestar",
        Optional = "opcional",
        Language = "Idioma",
        Progress = "{0} % completado",
        Thanks = "¡Gracias por contárnoslo!",
        ThanksMore = "Su respuesta llega a quien puede hacer algo con ella.",
        Anonymous = "Esta encuesta es anónima: sus respuestas no se guardan con su nombre.",
        Confirm = "Confirmar mi nota: {0}",
        ConfirmMore = "Puede cambiar la nota antes de confirmar.",
        ChooseAny = "Elija todas las que quiera.",
        UpTo = "Hasta {0} caracteres.",
        Yes = "Sí",
        No = "No",
        Again = "Empezar de nuevo",
        Waiting = "Respuestas guardadas en este dispositivo; se enviarán cuando vuelva la conexión: {0}",
        Close = "Cerrar",
        More = "Por lo que nos ha contado, nos queda algo por preguntarle:",
        Wrong = "Antes de enviar, revise estas preguntas:",
        Faults = new Dictionary<AnswerFault, string>
        {
            [AnswerFault.Missing] = "Hace falta una respuesta para seguir.",
            [AnswerFault.NotANumber] = "Elija un número de la escala.",
            [AnswerFault.OffScale] = "Ese número no está en la escala.",
            [AnswerFault.UnknownOption] = "Esa opción no existe. Elija una de la lista.",
            [AnswerFault.OneOnly] = "Elija solo una opción.",
            [AnswerFault.NotAText] = "Escriba un texto.",
            [AnswerFault.TooLong] = "El texto es demasiado largo: caben 4000 caracteres. Acórtelo, por favor.",
            [AnswerFault.NotYesOrNo] = "Conteste sí o no.",
            [AnswerFault.UnknownQuestion] = "La encuesta no tiene esa pregunta.",
        },
        Doors = new Dictionary<DoorState, (string, string)>
        {
            [DoorState.Unknown] = ("Este enlace no lleva a ninguna encuesta", "Puede que esté incompleto. Ábralo de nuevo desde el mensaje o el cartel, o pida otro a quien se lo dio."),
            [DoorState.Expired] = ("Este enlace ha caducado", "Los enlaces personales valen un tiempo limitado. Si quiere opinar, pida uno nuevo a quien se lo envió."),
            [DoorState.NotLive] = ("Esta encuesta aún no está abierta", "Vuelva a intentarlo más tarde."),
            [DoorState.Closed] = ("Esta encuesta ya se ha cerrado", "Gracias por querer participar."),
            [DoorState.Answered] = ("Ya tenemos su respuesta", "Gracias: con una vez basta."),
            [DoorState.Full] = ("Ya tenemos todas las respuestas que necesitábamos", "Gracias por querer participar."),
        },
        TooLarge = ("La respuesta es demasiado grande", "No se ha guardado. Cada texto admite 4000 caracteres: vuelva atrás y acórtelo."),
        Busy = ("Hay demasiadas personas respondiendo a la vez", "Su respuesta no se ha guardado todavía. Vuelva a enviarla dentro de un minuto."),
    };

    /// <summary>English.</summary>
    public static AnswerWords English { get; } = new()
    {
        Next = "Next",
        Back = "Back",
        Send = "Send",
        Skip = "I would rather not say",
        Optional = "optional",
        Language = "Language",
        Progress = "{0}% complete",
        Thanks = "Thank you for telling us!",
        ThanksMore = "Your answer goes to people who can act on it.",
        Anonymous = "This survey is anonymous: your answers are not kept with your name.",
        Confirm = "Confirm my {0}",
        ConfirmMore = "You can change the score before you confirm.",
        ChooseAny = "Choose as many as you like.",
        UpTo = "Up to {0} characters.",
        Yes = "Yes",
        No = "No",
        Again = "Start again",
        Waiting = "Answers kept on this device until the connection is back: {0}",
        Close = "Close",
        More = "Given what you told us, there is something more to ask:",
        Wrong = "Please look at these questions before you send:",
        Faults = new Dictionary<AnswerFault, string>
        {
            [AnswerFault.Missing] = "Please answer this to go on.",
            [AnswerFault.NotANumber] = "Choose a number on the scale.",
            [AnswerFault.OffScale] = "That number is not on the scale.",
            [AnswerFault.UnknownOption] = "There is no such option. Choose one from the list.",
            [AnswerFault.OneOnly] = "Choose one option only.",
            [AnswerFault.NotAText] = "Write a text.",
            [AnswerFault.TooLong] = "The text is too long: 4,000 characters fit. Please shorten it.",
            [AnswerFault.NotYesOrNo] = "Answer yes or no.",
            [AnswerFault.UnknownQuestion] = "The survey has no such question.",
        },
        Doors = new Dictionary<DoorState, (string, string)>
        {
            [DoorState.Unknown] = ("This link does not lead to a survey", "It may be incomplete. Open it again from the message or the poster, or ask whoever gave it to you for another."),
            [DoorState.Expired] = ("This link has expired", "Personal links work for a limited time. If you would like to have your say, ask whoever sent it for a new one."),
            [DoorState.NotLive] = ("This survey is not open yet", "Please try again later."),
            [DoorState.Closed] = ("This survey has closed", "Thank you for wanting to take part."),
            [DoorState.Answered] = ("We already have your answer", "Thank you: once is enough."),
            [DoorState.Full] = ("We have all the answers we needed", "Thank you for wanting to take part."),
        },
        TooLarge = ("The answer is too large", "It was not kept. Each text may have 4,000 characters: go back and shorten it."),
        Busy = ("Too many people are answering at once", "Your answer has not been kept yet. Please send it again in a minute."),
    };

    /// <summary>Portuguese.</summary>
    public static AnswerWords Portuguese { get; } = new()
    {
        Next = "Seguinte",
        Back = "Anterior",
        Send = "Enviar",
        Skip = "Prefiro não responder",
        Optional = "opcional",
        Language = "Idioma",
        Progress = "{0}% concluído",
        Thanks = "Obrigado por nos contar!",
        ThanksMore = "A sua resposta chega a quem pode fazer algo com ela.",
        Anonymous = "Este inquérito é anónimo: as suas respostas não são guardadas com o seu nome.",
        Confirm = "Confirmar o meu {0}",
        ConfirmMore = "Pode mudar a nota antes de confirmar.",
        ChooseAny = "Escolha todas as que quiser.",
        UpTo = "Até {0} caracteres.",
        Yes = "Sim",
        No = "Não",
        Again = "Recomeçar",
        Waiting = "Respostas guardadas neste dispositivo até voltar a ligação: {0}",
        Close = "Fechar",
        More = "Pelo que nos contou, falta-nos perguntar-lhe algo:",
        Wrong = "Antes de enviar, reveja estas perguntas:",
        Faults = new Dictionary<AnswerFault, string>
        {
            [AnswerFault.Missing] = "Responda para continuar.",
            [AnswerFault.NotANumber] = "Escolha um número da escala.",
            [AnswerFault.OffScale] = "Esse número não está na escala.",
            [AnswerFault.UnknownOption] = "Essa opção não existe. Escolha uma da lista.",
            [AnswerFault.OneOnly] = "Escolha apenas uma opção.",
            [AnswerFault.NotAText] = "Escreva um texto.",
            [AnswerFault.TooLong] = "O texto é demasiado longo: cabem 4000 caracteres. Encurte-o, por favor.",
            [AnswerFault.NotYesOrNo] = "Responda sim ou não.",
            [AnswerFault.UnknownQuestion] = "O inquérito não tem essa pergunta.",
        },
        Doors = new Dictionary<DoorState, (string, string)>
        {
            [DoorState.Unknown] = ("Este link não leva a nenhum inquérito", "Pode estar incompleto. Abra-o de novo a partir da mensagem ou do cartaz."),
            [DoorState.Expired] = ("Este link expirou", "Os links pessoais valem por um tempo limitado. Peça um novo a quem o enviou."),
            [DoorState.NotLive] = ("Este inquérito ainda não está aberto", "Tente mais tarde."),
            [DoorState.Closed] = ("Este inquérito já fechou", "Obrigado por querer participar."),
            [DoorState.Answered] = ("Já temos a sua resposta", "Obrigado: uma vez basta."),
            [DoorState.Full] = ("Já temos todas as respostas de que precisávamos", "Obrigado por querer participar."),
        },
        TooLarge = ("A resposta é demasiado grande", "Não foi guardada. Cada texto admite 4000 caracteres: volte atrás e encurte-o."),
        Busy = ("Há demasiadas pessoas a responder ao mesmo tempo", "A sua resposta ainda não foi guardada. Envie-a de novo dentro de um minuto."),
    };

    /// <summary>French.</summary>
    public static AnswerWords French { get; } = new()
    {
        Next = "Suivant",
        Back = "Précédent",
        Send = "Envoyer",
        Skip = "Je préfère ne pas répondre",
        Optional = "facultatif",
        Language = "Langue",
        Progress = "{0} % rempli",
        Thanks = "Merci pour votre avis !",
        ThanksMore = "Votre réponse est transmise à ceux qui peuvent agir.",
        Anonymous = "Cette enquête est anonyme : vos réponses ne sont pas conservées avec votre nom.",
        Confirm = "Confirmer mon {0}",
        ConfirmMore = "Vous pouvez changer la note avant de confirmer.",
        ChooseAny = "Plusieurs réponses possibles.",
        UpTo = "Jusqu’à {0} caractères.",
        Yes = "Oui",
        No = "Non",
        Again = "Recommencer",
        Waiting = "Réponses gardées sur cet appareil jusqu’au retour du réseau : {0}",
        Close = "Fermer",
        More = "Au vu de vos réponses, il nous reste une question à vous poser :",
        Wrong = "Avant d’envoyer, vérifiez ces questions :",
        Faults = new Dictionary<AnswerFault, string>
        {
            [AnswerFault.Missing] = "Répondez pour continuer.",
            [AnswerFault.NotANumber] = "Choisissez un chiffre de l’échelle.",
            [AnswerFault.OffScale] = "Ce chiffre n’est pas sur l’échelle.",
            [AnswerFault.UnknownOption] = "Cette option n’existe pas. Choisissez-en une dans la liste.",
            [AnswerFault.OneOnly] = "Choisissez une seule option.",
            [AnswerFault.NotAText] = "Écrivez un texte.",
            [AnswerFault.TooLong] = "Le texte est trop long : 4 000 caractères au plus. Raccourcissez-le, s’il vous plaît.",
            [AnswerFault.NotYesOrNo] = "Répondez oui ou non.",
            [AnswerFault.UnknownQuestion] = "L’enquête n’a pas cette question.",
        },
        Doors = new Dictionary<DoorState, (string, string)>
        {
            [DoorState.Unknown] = ("Ce lien ne mène à aucune enquête", "Il est peut-être incomplet. Ouvrez-le de nouveau depuis le message ou l’affiche."),
            [DoorState.Expired] = ("Ce lien a expiré", "Les liens personnels sont valables un temps limité. Demandez-en un nouveau à la personne qui vous l’a envoyé."),
            [DoorState.NotLive] = ("Cette enquête n’est pas encore ouverte", "Réessayez plus tard."),
            [DoorState.Closed] = ("Cette enquête est close", "Merci d’avoir voulu participer."),
            [DoorState.Answered] = ("Nous avons déjà votre réponse", "Merci : une fois suffit."),
            [DoorState.Full] = ("Nous avons toutes les réponses qu’il nous fallait", "Merci d’avoir voulu participer."),
        },
        TooLarge = ("La réponse est trop grande", "Elle n’a pas été gardée. Chaque texte admet 4 000 caractères : revenez en arrière et raccourcissez-le."),
        Busy = ("Trop de personnes répondent en même temps", "Votre réponse n’est pas encore gardée. Renvoyez-la dans une minute."),
    };

    /// <summary>Catalan.</summary>
    public static AnswerWords Catalan { get; } = new()
    {
        Next = "Següent",
        Back = "Anterior",
        Send = "Envia",
        Skip = "M’estimo més no contestar",
        Optional = "opcional",
        Language = "Idioma",
        Progress = "{0} % completat",
        Thanks = "Gràcies per explicar-nos-ho!",
        ThanksMore = "La vostra resposta arriba a qui hi pot fer alguna cosa.",
        Anonymous = "Aquesta enquesta és anònima: les vostres respostes no es desen amb el vostre nom.",
        Confirm = "Confirma el meu {0}",
        ConfirmMore = "Podeu canviar la nota abans de confirmar.",
        ChooseAny = "Trieu-ne tantes com vulgueu.",
        UpTo = "Fins a {0} caràcters.",
        Yes = "Sí",
        No = "No",
        Again = "Torna a començar",
        Waiting = "Respostes desades en aquest dispositiu fins que torni la connexió: {0}",
        Close = "Tanca",
        More = "Pel que ens heu explicat, ens queda alguna cosa per preguntar-vos:",
        Wrong = "Abans d’enviar, reviseu aquestes preguntes:",
        Faults = new Dictionary<AnswerFault, string>
        {
            [AnswerFault.Missing] = "Cal una resposta per continuar.",
            [AnswerFault.NotANumber] = "Trieu un número de l’escala.",
            [AnswerFault.OffScale] = "Aquest número no és a l’escala.",
            [AnswerFault.UnknownOption] = "Aquesta opció no existeix. Trieu-ne una de la llista.",
            [AnswerFault.OneOnly] = "Trieu només una opció.",
            [AnswerFault.NotAText] = "Escriviu un text.",
            [AnswerFault.TooLong] = "El text és massa llarg: hi caben 4000 caràcters. Escurceu-lo, si us plau.",
            [AnswerFault.NotYesOrNo] = "Contesteu sí o no.",
            [AnswerFault.UnknownQuestion] = "L’enquesta no té aquesta pregunta.",
        },
        Doors = new Dictionary<DoorState, (string, string)>
        {
            [DoorState.Unknown] = ("Aquest enllaç no porta a cap enquesta", "Potser és incomplet. Obriu-lo de nou des del missatge o el cartell."),
            [DoorState.Expired] = ("Aquest enllaç ha caducat", "Els enllaços personals valen un temps limitat. Demaneu-ne un de nou a qui us el va enviar."),
            [DoorState.NotLive] = ("Aquesta enquesta encara no és oberta", "Torneu-ho a provar més tard."),
            [DoorState.Closed] = ("Aquesta enquesta ja s’ha tancat", "Gràcies per voler participar-hi."),
            [DoorState.Answered] = ("Ja tenim la vostra resposta", "Gràcies: amb una vegada n’hi ha prou."),
            [DoorState.Full] = ("Ja tenim totes les respostes que ens calien", "Gràcies per voler participar-hi."),
        },
        TooLarge = ("La resposta és massa gran", "No s’ha desat. Cada text admet 4000 caràcters: torneu enrere i escurceu-lo."),
        Busy = ("Hi ha massa gent responent alhora", "La vostra resposta encara no s’ha desat. Torneu-la a enviar d’aquí a un minut."),
    };
}
