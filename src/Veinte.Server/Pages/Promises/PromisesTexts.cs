using Veinte.Engine.Folds.Promises;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Promises;

/// <summary>The texts of promises.</summary>
public sealed class PromisesTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Promesas", "Promises");
    public string Lead => Say(
        "Preguntas estratégicas escritas como promesas. Cada interacción es una prueba y el veredicto vale se mire cuando se mire.",
        "Strategic questions written as promises. Every interaction is evidence, and a verdict holds whenever you look.");
    public string New => Say("Escribir una promesa", "Write a promise");
    public string NewVersion => Say("Escribir una versión nueva", "Write a new version");
    public string EmptyTitle => Say("Todavía no hay promesas", "There are no promises yet");
    public string EmptyText => Say(
        "Escriba en una frase qué quiere saber, por ejemplo: «¿Atendemos en facturación en menos de 15 minutos?». Desde ese momento cada interacción cuenta.",
        "Write in one sentence what you want to know, such as: “Do we check people in within 15 minutes?” From that second every interaction counts.");
    public string Question => Say("Pregunta", "Question");
    public string QuestionHint => Say("En una frase: ¿qué quiere saber?", "In one sentence: what do you want to know?");
    public string Rationale => Say("Por qué importa", "Why it matters");
    public string State => Say("Estado", "State");
    public string Sureness => Say("Certeza", "How sure");
    public string NowAndTarget => Say("Ahora y objetivo", "Now and target");
    public string Course => Say("Evolución", "Course");
    public string Capture => Say("Plan de captura", "Capture plan");
    public string Verdict(string state, string verdict) => state switch
    {
        PromiseWords.Draft => Say("Borrador", "Draft"),
        PromiseWords.Ended => Say("Terminada", "Ended") + (verdict == PromiseWords.Open ? "" : " · " + Word(verdict)),
        _ => Word(verdict),
    };
    public string Word(string verdict) => verdict switch
    {
        PromiseWords.Kept => Say("Cumplida", "Kept"),
        PromiseWords.Broken => Say("Incumplida", "Broken"),
        PromiseWords.Undecided => Say("Sin decidir", "Undecided"),
        _ => Say("En curso", "Running"),
    };
    public string Cause(string? cause, string? detail) => cause switch
    {
        "change" => Say("se cumplía y dejó de cumplirse", "it was kept and stopped being kept"),
        "budget" => Say("se agotó el plazo o el número de datos previsto", "the planned time or amount of data is spent"),
        "season" => Say("empieza un periodo nuevo", "a new period begins"),
        "guardrail" => Say($"salvaguarda rota: {detail}", $"guardrail broken: {detail}"),
        "arms" when detail is not null => Say($"gana la variante «{detail}»", $"the arm “{detail}” wins"),
        "arms" => Say("ninguna variante mejora lo suficiente", "no arm gains enough"),
        "sample-ratio" => Say("los clientes no se reparten como se planeó", "customers are not shared out as planned"),
        _ => Say("por la media de todas las pruebas", "by the average of all evidence"),
    };

    /// <summary>How sure, in words, from ln e and the ln e that decides.</summary>
    public string Sure(double kept, double broken, double threshold, long n)
    {
        if (n == 0) return Say("aún no hay datos", "no data yet");
        var (log, toKept) = kept >= broken ? (kept, true) : (broken, false);
        if (log < Math.Log(3)) return Say("los datos no dicen nada todavía", "the data say nothing yet");
        var side = toKept ? Say("se cumple", "kept") : Say("no se cumple", "broken");
        if (log < threshold) return Say($"apunta a que {side}; no está probado", $"leans to {side}; not proven");
        return Say($"probado que {side}: error posible, 1 entre {Odds(log)} como mucho", $"proven {side}: wrong at most 1 time in {Odds(log)}");
    }

    /// <summary>How sure a comparison of arms is, from the largest ln e of an arm against the first.</summary>
    public string SureArms(double log, double threshold, long n, string verdict) =>
        n == 0 ? Say("aún no hay datos", "no data yet")
        : verdict == PromiseWords.Kept && log >= threshold ? Say($"probado: error posible, 1 entre {Odds(log)} como mucho", $"proven: wrong at most 1 time in {Odds(log)}")
        : verdict == PromiseWords.Kept ? Say("se probó; con los datos de ahora la diferencia es menor", "it was proven; with the data of now the difference is smaller")
        : verdict == PromiseWords.Broken ? Say("probado que ninguna gana la diferencia mínima", "proven that none gains the smallest difference")
        : log >= Math.Log(3) ? Say("apunta a una diferencia; no está probada", "leans to a difference; not proven")
        : Say("aún no se distinguen", "they cannot be told apart yet");

    /// <summary>What a verdict was reached on.</summary>
    public string ProvenOn(string n) => Say($"Probado con {n} observaciones", $"Proven on {n} observations");

    /// <summary>What the evidence says that began after a verdict "broken": is it kept again?</summary>
    public string SinceThen(double kept, double broken, double threshold, long n, string mean, string count)
    {
        if (n == 0) return Say("Desde entonces no ha llegado ninguna: aún no se sabe si vuelve a cumplirse", "None has come since: whether it is kept again is not known yet");
        var said = broken >= threshold ? Say("sigue sin cumplirse", "it is still not kept")
            : kept >= threshold ? Say("vuelve a cumplirse", "it is kept again")
            : kept >= Math.Log(3) ? Say("apunta a que vuelve a cumplirse; no está probado", "leans to being kept again; not proven")
            : Say("no está probado que vuelva a cumplirse", "it is not proven to be kept again");
        return n == 1 ? Say($"Desde entonces, {mean} en 1 observación: {said}", $"Since then {mean} in 1 observation: {said}") : Say($"Desde entonces, {mean} en {count} observaciones: {said}", $"Since then {mean} in {count} observations: {said}");
    }

    public string ByGuardrail => Say("Lo decide la salvaguarda, no la media", "The guardrail decides it, not the average");
    public string AverageItself => Say("La media por sí sola", "The average by itself");
    public string KeptOnce(string n) => Say(
        $"se probó con {n} observaciones; la media de ahora ya no bastaría por sí sola, y la vigilancia dirá si deja de cumplirse",
        $"it was proven on {n} observations; the average of now would no longer do by itself, and the watch will tell when it stops being kept");
    public string BrokenOnce(string n) => Say(
        $"se probó con {n} observaciones; la media de ahora ya no bastaría por sí sola",
        $"it was proven on {n} observations; the average of now would no longer do by itself");
    public string YesNo(bool yes) => yes ? Say("sí", "yes") : Say("no", "no");

    private string Thousands(long number) => number.ToString("#,0", System.Globalization.CultureInfo.GetCultureInfo(Say("es-ES", "en-GB")));

    private string Odds(double log) => log > Math.Log(1_000_000) ? Thousands(1_000_000) : Thousands((long)Math.Exp(log));

    public string Observations(long n, string count) => n == 1 ? Say("1 observación", "1 observation") : Say($"{count} observaciones", $"{count} observations");
    public string Since(string when) => Say($"desde el {when}", $"since {when}");
    public string TargetIs(string direction, string target) => direction == PromiseWords.AtMost ? Say($"objetivo: {target} como mucho", $"target: {target} at most") : Say($"objetivo: {target} como mínimo", $"target: {target} at least");
    public string Interval(string low, string high) => Say($"entre {low} y {high}", $"between {low} and {high}");
    public string CourseTitle => Say("La media frente al objetivo", "The average against the target");
    public string ProofTitle => Say("Cómo se llegó al veredicto", "How the verdict was reached");
    public string SinceVerdictTitle => Say("La media desde el veredicto", "The average since the verdict");
    public string CourseLead => Say(
        "La banda contiene la media de verdad en todo momento a la vez: puede mirarse cada segundo sin engañarse.",
        "The band holds the true average at all times at once: it may be looked at every second without being fooled.");
    public string Target => Say("Objetivo", "Target");
    public string Mean => Say("Media", "Average");
    public string Low => Say("Desde", "Low");
    public string High => Say("Hasta", "High");
    public string When => Say("Hasta el momento", "Until");
    public string Arms => Say("Variantes", "Arms");
    public string Arm => Say("Variante", "Arm");
    public string ArmsLead => Say("Cada una frente a la primera. Solo se llama mejor a lo que está probado.", "Each against the first. Only what is proven is called better.");
    public string Customers => Say("Clientes", "Customers");
    public string Difference => Say("Diferencia", "Difference");
    public string ArmsMethodSays(ArmsMethod method) => method switch
    {
        ArmsMethod.Drawn => Say("Repartidas por sorteo: la comparación es exacta desde el primer cliente, y cada uno cuenta una vez.", "Shared out by lot: the comparison is exact from the first customer on, and each counts once."),
        ArmsMethod.Adjusted => Say("Se descuenta lo que explica el número de antes (CUPED). Se compara cuando hay datos para fiarse.", "What the number from before explains is taken off (CUPED). It is compared once there are data enough to rely on."),
        _ => Say("Tal como llegaron, sin sorteo: puede haber otras causas. Se compara cuando hay datos para fiarse.", "As they came, without lots: there may be other causes. It is compared once there are data enough to rely on."),
    };
    public string TooEarly(bool isShare) => isShare
        ? Say("aún no se compara: faltan 20 de cada resultado por variante", "not compared yet: 20 of each outcome an arm are needed")
        : Say("aún no se compara: faltan 100 observaciones por variante", "not compared yet: 100 observations an arm are needed");
    public string ArmVerdict(bool first, bool better, bool noGain) => first ? Say("referencia", "reference") : better ? Say("mejor, probado", "better, proven") : noGain ? Say("no mejora lo suficiente", "does not gain enough") : Say("sin diferencia probada", "no proven difference");
    public string SampleRatio(string p) => Say($"Reparto de clientes entre variantes: p = {p} (alarma por debajo de 0,001).", $"Sharing of customers among arms: p = {p} (alarm below 0.001).");
    public string Guardrails => Say("Salvaguardas", "Guardrails");
    public string GuardrailState(bool broken) => broken ? Say("rota, probado", "broken, proven") : Say("sin prueba de daño", "no proof of harm");
    public string Limit => Say("Límite", "Limit");
    public string Evidence => Say("Interacciones que lo prueban", "Interactions behind it");
    public string EvidenceLead => Say("Las más recientes primero; cada una lleva a su ficha.", "Latest first; each leads to its own page.");
    public string Value => Say("Valor", "Value");
    public string History => Say("Versiones y veredictos", "Versions and verdicts");
    public string VersionBy(int number, string author) => Say($"Versión {number} · {author}", $"Version {number} · {author}");
    public string Promise => Say("La promesa", "The promise");
    public string Watching => Say("Vigilada", "Watched");
    public string WatchingLead(string days) => Say(
        $"Tras el veredicto se vigila si deja de cumplirse: como mucho una falsa alarma cada {days} días, de media.",
        $"After the verdict it is watched for a change: at most one false alarm in {days} days, on average.");
    public string Start => Say("Ponerla en marcha", "Start it");
    public string End => Say("Terminarla", "End it");
    public string Backtest => Say("Probarla con el pasado", "Try it on the past");
    public string BacktestTitle => Say("Con el pasado", "On the past");
    public string BacktestRunning(string share) => Say($"Se está leyendo el pasado: {share}.", $"The past is being read: {share}.");
    public string BacktestFailed => Say("No se ha podido leer el pasado.", "The past could not be read.");
    public string BacktestNone => Say("En todo el pasado no habría habido veredicto.", "In all the past there would have been no verdict.");
    public string BacktestCourse => Say("La media frente al objetivo, en el pasado", "The average against the target, on the past");
    public string EndSure => Say("Sus pruebas seguirán a la vista; no se podrá reanudar, solo escribir otra versión.", "Its evidence stays readable; it cannot be resumed, only written anew.");
    public string DataNeeds => Say("Datos que necesita", "Data it needs");
    public string CaptureIs(string share, string seen) => Say($"{share} de las {seen} interacciones a las que se refiere traen el dato.", $"{share} of the {seen} interactions it is about carry the data.");
    public string CaptureNow(string share, string seen) => Say($"{share} de las {seen} interacciones de las últimas semanas a las que se refiere traen el dato.", $"{share} of the {seen} interactions of the last weeks that it is about carry the data.");
    public string CaptureNoneNow => Say("En las últimas semanas no ha llegado ninguna interacción a la que se refiera.", "No interaction it is about has come in the last weeks.");
    public string EvidenceOfDraft => Say("Un borrador no reúne pruebas: cuentan las que lleguen desde que se ponga en marcha.", "A draft gathers no evidence: what comes once it is started counts.");
    public string CaptureNone => Say("Todavía no ha llegado ninguna interacción a la que se refiera.", "No interaction it is about has come yet.");
    public string Uncorrected(string n) => Say($"Hasta {n} asientos anulados siguen contando: eran demasiado antiguos para retirarlos. Una versión nueva empieza sin ellos.", $"Up to {n} reversed postings still count: they were too old to take out. A new version begins without them.");
    public string Waiting(string n) => Say($"{n} interacciones esperan a que venza su plazo.", $"{n} interactions wait for their window to pass.");
    public string Unknown(string id) => Say($"No existe la promesa «{id}».", $"There is no promise “{id}”.");
    public string ShowAll => Say("Ver todas las promesas", "Show all promises");
    public string Said(string? code) => code switch
    {
        "written" => Say("Guardada.", "Saved."),
        "started" => Say("En marcha: desde ahora cada interacción cuenta.", "Started: from now on every interaction counts."),
        "ended" => Say("Terminada. Sus pruebas siguen a la vista.", "Ended. Its evidence stays readable."),
        "backtest" => Say("Se está probando con el pasado; el resultado aparecerá aquí.", "It is being tried on the past; the result appears here."),
        "busy" => Say("Hay otro trabajo en marcha. Inténtelo cuando acabe.", "Other work is running. Try again when it is done."),
        "refused" => Say("No se ha podido: alguien la cambió a la vez o ya estaba así. Mírela y repita.", "That was not possible: somebody changed it at the same moment, or it was so already. Look at it and try again."),
        null => "",
        _ => "",
    };

    // The form.
    public string Overtaken(int version, string author) => Say(
        $"{author} escribió la versión {version} mientras tanto, y la de usted no es la última. Lo que escribió sigue aquí: si guarda otra vez, será la versión siguiente.",
        $"{author} wrote version {version} meanwhile, and yours is not the latest. What you typed is still here: save it again and it becomes the version after that.");
    public string NotWritten(int most) => Say(
        $"No se ha guardado: ya hay {most} promesas, las más que puede haber, o alguien escribió otra igual a la vez. Lo que usted escribió sigue aquí.",
        $"It was not saved: there are {most} promises already, the most there can be, or somebody wrote the same at the same moment. What you typed is still here.");
    public string NotNow => Say(
        "Los libros no responden ahora y no se sabe si se ha guardado. Lo que usted escribió sigue aquí: mire la lista de promesas y, si falta, guarde otra vez.",
        "The books do not answer now, and nobody can say whether it was saved. What you typed is still here: look at the list of promises and, if it is missing, save it again.");
    public string FormLead => Say("Escríbala como una frase. «Comprobar» dice cuántos datos harán falta; nada se guarda hasta que usted lo diga.", "Write it as a sentence. “Check” says how much data it will need; nothing is saved until you say so.");
    public string Where => Say("Quién y dónde", "Who and where");
    public string Touchpoints => Say("Puntos de contacto", "Touchpoints");
    public string TouchpointsHint => Say("Ninguno elegido: todos.", "None chosen: all of them.");
    public string Channel => Say("Canal", "Channel");
    public string Staff => Say("Personal", "Staff");
    public string Area => Say("Área", "Area");
    public string Any => Say("cualquiera", "any");
    public string Who => Say("Clientes", "Customers");
    public string WhoKnown => Say("solo conocidos", "known ones only");
    public string WhoAnonymous => Say("solo anónimos", "anonymous ones only");
    public string MoreConditions => Say("Más condiciones: recorrido, etapa, intención, propiedades…", "More conditions: journey, stage, intent, properties…");
    public string Journey => Say("Recorrido", "Journey");
    public string Stage => Say("Etapa", "Stage");
    public string Intent => Say("Intención", "Intent");
    public string Source => Say("Origen", "Source");
    public string Having => Say("Propiedad de la interacción (nombre=valor)", "Property of the interaction (name=value)");
    public string Trait => Say("Rasgo del cliente (nombre=valor)", "Trait of the customer (name=value)");
    public string SeveralHint => Say(
        "Varios se separan con punto y coma. De nombres basta uno; propiedades y rasgos han de cumplirse todos.",
        "Separate several with semicolons. Of names any one will do; properties and traits must all be met.");
    public string What => Say("Qué se mide", "What is measured");
    public string Measure => Say("Medida", "Measure");
    public string MeasureName(string key) => key switch
    {
        "grade" => Say("nota media (0–20)", "mean grade (0–20)"),
        "waitKept" => Say("% atendido dentro de la espera prometida", "% served within the promised wait"),
        "wait" => Say("% que esperó como mucho N segundos", "% who waited at most N seconds"),
        "outcome" => Say("% con resultado «conseguido»", "% with outcome “success”"),
        "csat" => Say("satisfacción media (CSAT, 1–5)", "mean satisfaction (CSAT, 1–5)"),
        "ces" => Say("facilidad media (CES, 1–7)", "mean ease (CES, 1–7)"),
        "nps" => Say("recomendación (NPS, −1 a 1)", "recommendation (NPS, −1 to 1)"),
        "first-contact" => Say("% resuelto al primer contacto", "% resolved at first contact"),
        PromiseForm.Other => Say("como está (escrita por la API)", "as it is (written by the API)"),
        "conversion" => Say("% que después llega a otro punto de contacto", "% who later reach another touchpoint"),
        _ => Say("un número de las propiedades", "a number in the properties"),
    };
    public string Seconds => Say("N segundos", "N seconds");
    public string Hours => Say("Plazo en horas", "Window in hours");
    public string Goal => Say("Punto de contacto de destino", "Touchpoint to reach");
    public string Property => Say("Propiedad", "Property");
    public string Minimum => Say("Mínimo", "Minimum");
    public string Maximum => Say("Máximo", "Maximum");
    public string Direction => Say("Sentido", "Direction");
    public string AtLeast => Say("como mínimo", "at least");
    public string AtMost => Say("como mucho", "at most");
    public string TargetHint => Say("Notas de 0 a 20; porcentajes en %; lo demás en su unidad.", "Grades 0–20; percentages in %; anything else in its own unit.");
    public string Smallest => Say("Diferencia mínima que importa", "Smallest difference that matters");
    public string Rules => Say("Con qué rigor", "How strict");
    public string ErrorLevel => Say("Error admitido (%)", "Error allowed (%)");
    public string BudgetDays => Say("Días como mucho", "Days at most");
    public string BudgetObservations => Say("Observaciones como mucho", "Observations at most");
    public string BudgetHint => Say("Si entonces nada está probado, queda «sin decidir».", "If nothing is proven by then, it is “undecided”.");
    public string Reopens => Say("Empezar de nuevo", "Begin anew");
    public string ReopensWord(string word) => word switch { "monthly" => Say("cada mes", "every month"), "quarterly" => Say("cada trimestre", "every quarter"), _ => Say("nunca", "never") };
    public string Each => Say("Contar cada respuesta por separado", "Count each answer by itself");
    public string EachWarning => Say(
        "Aviso: normalmente las respuestas de un cliente en un día cuentan una vez. Contadas por separado, un cliente insistente vale por muchos y el error admitido deja de garantizarse.",
        "Warning: normally a customer's answers of a day count once. Counted one by one, a loud customer is many, and the error allowed is no longer guaranteed.");
    public string ArmsBy => Say("Comparar por", "Compare by");
    public string ArmsByWord(string word) => word switch
    {
        "property" => Say("una propiedad", "a property"), "staff" => Say("personal", "staff"), "area" => Say("área", "area"),
        "customer" => Say("sorteo por cliente", "a draw per customer"), _ => Say("nada que comparar", "nothing to compare"),
    };
    public string ArmsList => Say("Variantes, una por línea: nombre; proporción %; valores", "Arms, one per line: name; share %; values");
    public string ArmsHint => Say("Por ejemplo: «Guion nuevo; 50; nuevo». Las proporciones suman 100.", "Such as: “New script; 50; new”. The shares add up to 100.");
    public string Drawn => Say("La propiedad se sortea entre los clientes con esas proporciones", "The property is drawn by lot among customers with these shares");
    public string DrawnHint => Say(
        "Con sorteo la comparación es exacta desde el primer cliente, y cada cliente cuenta una vez. Sin él, se compara desde 100 observaciones por variante. El sorteo por cliente ya lo es.",
        "With lots the comparison is exact from the first customer on, and each customer counts once. Without, it begins at 100 observations an arm. A draw per customer is one already.");
    public string BeforeNumber => Say("Un número de antes (propiedad o rasgo)", "A number from before (property or trait)");
    public string BeforeHint => Say(
        "Algo del cliente de antes de la prueba, como el gasto del año pasado. Lo que explica se descuenta en todas (CUPED) y hacen falta menos datos; quien no lo trae no cuenta.",
        "Something of the customer from before the trial, such as last year's spend. What it explains is taken off all arms (CUPED) and less data suffice; who lacks it does not count.");
    public string GuardrailGrade => Say("Salvaguarda: nota media no inferior a", "Guardrail: mean grade not below");
    public string Check => Say("Comprobar", "Check");
    public string SaveDraft => Say("Guardar borrador", "Save as a draft");
    public string SaveAndStart => Say("Guardar y ponerla en marcha", "Save and start");
    public string InWords => Say("En palabras", "In words");
    public string HowMuch => Say("Cuántos datos hará falta", "How much data it will need");
    public string Needs(string n) => Say(
        $"Si la realidad se aparta del objetivo justo la diferencia mínima, unas {n} observaciones.",
        $"If reality is off the target by just the smallest difference, about {n} observations.");
    public string NeedsTooMany => Say("Más de mil millones de observaciones: la diferencia mínima es demasiado pequeña.", "More than a thousand million observations: the smallest difference is too small.");
    public string NeedsDays(string rate, string days, bool all) => all
        ? Say($"Ahora llegan unas {rate} al día a esos puntos de contacto; si todas cuentan, serían unos {days} días. Si la diferencia es mayor, mucho antes.", $"Now about {rate} a day come at those touchpoints; if all of them count, that would be about {days} days. If the difference is larger, much sooner.")
        : Say($"Ahora llegan unas {rate} al día con el dato: serían unos {days} días. Si la diferencia es mayor, mucho antes.", $"Now about {rate} a day come with the data: that would be about {days} days. If the difference is larger, much sooner.");
    public string NeedsNothingComes => Say("Ahora no llega ninguna interacción con ese dato: no habría veredicto. Antes hay que registrarlo.", "Now no interaction comes with that data: there would be no verdict. It must be recorded first.");
    public string Problems => Say("Hay que corregir", "To be corrected");

    public string PastTooLarge(string customers, string interactions, string kept, string left) => Say(
        $"La historia no cabe en la memoria de este servidor: {customers} clientes con {interactions} interacciones ya ocupan unos {kept} MB, más de los {left} MB que quedan, y aún faltan. Dele más memoria (a un contenedor, un límite mayor) o pregunte a una copia de su carpeta de datos en una máquina mayor. A lo que llegue desde ahora no le afecta.",
        $"The past is too large for the memory of this server: {customers} customers with {interactions} interactions take some {kept} MB already, more than the {left} MB that are left, and there are more of them. Give it more memory (a container: a higher limit), or ask a copy of its data folder on a larger machine. What comes in from now on is not concerned.");

    // The capture plan.
    public string CaptureLead => Say("Qué dato necesita cada promesa, qué parte de las interacciones lo trae y cuánto retrasa lo que falta.", "Which data each promise needs, what part of the interactions carries them, and how much what is missing delays it.");
    public string Unanswerable => Say("Preguntas que hoy no pueden responderse", "Questions that cannot be answered today");
    public string UnanswerableLead => Say("Nada registra la respuesta.", "Nothing records the answer.");
    public string UnanswerableNone => Say("Ninguna por falta del dato.", "None for want of the data.");
    public string SilentNow => Say("Promesas en marcha a las que ya no llega nada", "Running promises that get nothing any more");
    public string SilentLead => Say("Mire si el punto de contacto sigue abierto y si aún envía sus datos.", "See whether the touchpoint is still open, and whether it still sends its data.");

    /// <summary>Since when nothing comes that a promise could be judged by.</summary>
    public string Silent(PromiseSilence silence, Formats show)
    {
        var (since, days) = (show.Moment(silence.Since), show.Count(silence.Days));
        var told = silence.Never
            ? Say($"No ha llegado nada con que juzgarla desde que empezó, el {since}: {days} días.", $"Nothing has come that it could be judged by since it began, {since}: {days} days.")
            : Say($"No llega nada con que juzgarla desde el {since}: {days} días.", $"Nothing has come that it could be judged by since {since}: {days} days.");
        return silence.UsualDays switch
        {
            null => told,
            1 => told + Say(" Antes llegaba algo cada día.", " Before, something came every day."),
            { } usual => told + Say($" Antes llegaba algo al menos cada {usual} días.", $" Before, something came at least every {usual} days."),
        };
    }

    public string Lately(string share) => Say($"últimamente, {share}", $"lately {share}");
    public string Carried => Say("Traen el dato", "Carry the data");
    public string ExtraDays => Say("Retraso por lo que falta", "Delay by what is missing");
    public string Need => Say("Dato", "Data");
    public string DaysMore(long n, string days) => n == 1 ? Say("1 día más", "1 day more") : Say($"{days} días más", $"{days} days more");
    public string HowToCapture(string need) => Say($"Envíe «{need}» con cada interacción.", $"Send “{need}” with every interaction.");

    // Now.
    public string BrokenNow => Say("Promesas incumplidas", "Broken promises");
    public string SeeAll => Say("Ver las promesas", "See the promises");
}
