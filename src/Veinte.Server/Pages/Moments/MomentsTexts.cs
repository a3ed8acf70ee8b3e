using Veinte.Engine.Moments;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Moments;

/// <summary>The texts of <i>Moments</i>.</summary>
public sealed class MomentsTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Momentos de la verdad", "Moments of truth");
    public string Lead => Say("Qué puntos de contacto mueven la lealtad de verdad: no se declaran, se demuestran con los viajes de los clientes.", "Which touchpoints truly move loyalty: not declared, but proven by customers' trips.");
    public string Nav => Say("Momentos", "Moments");
    public string Outcome => Say("Resultado", "Outcome");
    public string Part => Say("Recorrido o segmento", "Journey or segment");
    public string All => Say("Todos", "All");
    public string JourneyOf(string name) => name.Length == 0 ? Say("sin recorrido", "no journey") : name;
    public string Journeys => Say("Recorridos", "Journeys");
    public string Segments => Say("Segmentos", "Segments");
    public string Period => Say("Periodo", "Period");
    public string Always => Say("Todo", "All time");
    public string Months(int months) => months == 1 ? Say("Último mes", "Last month") : Say($"Últimos {months} meses", $"Last {months} months");
    public string CompareWith => Say("Comparar con", "Compare with");
    public string Nothing => Say("Nada", "Nothing");
    public string Before => Say("El periodo anterior", "The period before");
    public string Show => Say("Ver", "Show");

    /// <summary>What an outcome is called: shipped ones in the reader's language.</summary>
    public string NameOf(OutcomeView outcome) => outcome is { Id: OutcomeDefinition.RecommendationId, Version: 0 } ? Say("Recomendación (NPS)", "Recommendation (NPS)") : outcome.Definition.Name;

    public string Summary(string trips, string outcome, string mean, string low, string high) => Say(
        $"{trips} viajes con resultado. {outcome}: media {mean} (de {low} a {high}).", $"{trips} trips with an outcome. {outcome}: mean {mean} ({low} to {high}).");
    public string ExplainedTitle => Say("explicado", "explained");
    public string Explained(string low, string high) => Say(
        $"de las diferencias en el resultado se explican por las notas de estos puntos de contacto (de {low} a {high}).", $"of the differences in the outcome are explained by the grades at these touchpoints ({low} to {high}).");
    public string ProvenCount(int proven, int moments) => moments == 1
        ? Say($"1 momento de la verdad; {proven} puntos de contacto con efecto demostrado.", $"1 moment of truth; {proven} touchpoints with a proven effect.")
        : Say($"{moments} momentos de la verdad; {proven} puntos de contacto con efecto demostrado.", $"{moments} moments of truth; {proven} touchpoints with a proven effect.");
    public string Since(string day) => Say($"Cuenta desde el {day}, cuando se definió; lo anterior se está leyendo del diario.", $"Counts since {day}, when it was defined; what came before is being read from the journal.");
    public string SinceRead(string day, string trips) => Say($"Definido el {day}; {trips} viajes anteriores se leyeron del diario.", $"Defined on {day}; {trips} earlier trips were read from the journal.");
    public string SinceFilled(string day, string trips) => Say($"Definido el {day}; {trips} viajes anteriores se tomaron de los libros, sin recorrido.", $"Defined on {day}; {trips} earlier trips were taken from the books, without a journey.");
    public string Pending(string day) => Say($"Los viajes desde el {day} aún no cuentan: su plazo para volver no ha pasado.", $"Trips from {day} on do not count yet: their time to come back has not passed.");
    public string Repaired => Say("No todos los viajes pasan por todos los puntos de contacto: las correlaciones se ajustaron ligeramente para que casen entre sí.", "Not all trips meet all touchpoints: the correlations were adjusted slightly so that they fit together.");

    public string Map => Say("Importancia y nota", "Importance and grade");
    public string MapLead => Say("Arriba, lo que más mueve el resultado; a la izquierda, lo que peor va. Arriba a la izquierda se empieza.", "At the top, what moves the outcome most; on the left, what goes worst. Begin at the top left.");
    public string MapX => Say("Nota media", "Mean grade");
    public string MapY => Say("Importancia", "Importance");
    public string Quadrant(string which) => which switch
    {
        "fix" => Say("Mejorar primero", "Improve first"),
        "keep" => Say("Cuidar", "Keep up"),
        "low" => Say("Menos urgente", "Less urgent"),
        _ => Say("Basta así", "Good enough"),
    };
    public string Ranking => Say("Demostrados", "Proven");
    public string RankingLead => Say("Ordenados por su parte en lo que se explica del resultado, con intervalo del 95 %.", "In the order of their part in what is explained of the outcome, with a 95 % interval.");
    public string NotProven => Say("Sin efecto demostrado", "No proven effect");
    public string NotProvenLead => Say("Su relación con el resultado puede ser casual, así que no tienen puesto. No quiere decir que no importen: quizá faltan datos.", "Their relation to the outcome may be chance, so they have no rank. It does not mean that they do not matter: data may be missing.");
    public string NoneProven => Say("Ningún punto de contacto tiene por ahora un efecto que no pueda ser casualidad.", "No touchpoint has an effect yet that could not be chance.");
    public string Rank => Say("Puesto", "Rank");
    public string Importance => Say("Importancia", "Importance");
    public string Shapley => Say("Shapley", "Shapley");
    public string ShapleyMeaning => Say("La misma parte por LMG/Shapley, hasta 15 puntos de contacto.", "The same part by LMG/Shapley, up to 15 touchpoints.");
    public string GradeHere => Say("Nota", "Grade");
    public string AgainstRest => Say("Frente al resto", "Against the rest");
    public string Kind => Say("Tipo", "Kind");
    public string Trips => Say("Viajes", "Trips");
    public string Chance => Say("Azar (p)", "Chance (p)");
    public string MomentOfTruth => Say("momento de la verdad", "moment of truth");
    public string SignWarning => Say("Junto a los demás apunta al revés que por sí solo: léalo con cuidado.", "Beside the others it points the other way than alone: read it with care.");

    /// <summary>The asymmetry's word.</summary>
    public string Asymmetry(string? kind) => kind switch
    {
        "basic" => Say("básico", "basic"),
        "performance" => Say("de rendimiento", "performance"),
        "delight" => Say("de entusiasmo", "delight"),
        _ => "–",
    };

    public string AsymmetryMeaning(string? kind) => kind switch
    {
        "basic" => Say("Si va mal, cuesta; si va muy bien, se da por hecho.", "When it goes badly it costs; when it goes very well it is taken for granted."),
        "performance" => Say("Cuanto mejor, mejor.", "The better, the better."),
        "delight" => Say("Si va muy bien, gana; si va mal, se perdona.", "When it goes very well it wins; when it goes badly it is forgiven."),
        _ => Say("No se puede decir todavía: hacen falta al menos 10 notas muy malas y 10 muy buenas, y un efecto demostrado.", "It cannot be told yet: at least 10 very bad and 10 very good grades are needed, and a proven effect."),
    };

    public string Extremes => Say("Lo que hacen una nota muy mala y una muy buena", "What a very bad and a very good grade do");
    public string ExtremesLead => Say("Cambio del resultado frente a una nota media, a igualdad de lo demás. Muy mala: 5 o menos; muy buena: 15 o más. En gris, lo que puede ser casualidad.", "Change of the outcome against a middling grade, everything else being equal. Very bad: 5 or less; very good: 15 or more. In grey, what may be chance.");
    public string VeryBad => Say("Muy mala", "Very bad");
    public string VeryGood => Say("Muy buena", "Very good");
    public string Drift => Say("Cómo cambia la importancia", "How importance changes");
    public string DriftLead => Say("Parte de cada uno, mes a mes; los cinco primeros. Un mes con pocos viajes queda en blanco.", "Each one's part, month by month; the first five. A month with few trips stays blank.");
    public string Month => Say("Mes", "Month");
    public string Comparison => Say("Comparación", "Comparison");
    public string ComparisonLead(string first, string second) => Say($"Importancia en «{second}» menos en «{first}», sobre los puntos de contacto que se pueden juzgar en ambos.", $"Importance in “{second}” less in “{first}”, over the touchpoints that can be judged in both.");
    public string Difference => Say("Diferencia", "Difference");
    public string NoComparison => Say("Uno de los dos tiene aún muy pocos viajes para compararlos.", "One of the two has too few trips yet to compare them.");
    public string DiffersNot => Say("puede ser azar", "may be chance");
    public string Differs => Say("distinto", "different");

    public string LeftOut => Say("Quedan fuera", "Left out");
    public string WhyOut(TooFewView one, Func<long, string> count) => one.Reason switch
    {
        "few" => Say($"{count(one.N)} viajes; hacen falta {count(one.Needed)}: {count(one.Needed - one.N)} más.", $"{count(one.N)} trips; {count(one.Needed)} are needed: {count(one.Needed - one.N)} more."),
        "constant" => Say("todas sus notas son iguales, así que no explica nada.", "all its grades are equal, so it explains nothing."),
        "apart" => Say($"casi nunca coincide en un viaje con «{one.With}» ({count(one.N)} de {count(one.Needed)} necesarios), y no se pueden separar.", $"hardly ever on one trip with “{one.With}” ({count(one.N)} of {count(one.Needed)} needed), so the two cannot be told apart."),
        _ => Say($"no está entre los que se siguen ({count(one.N)} viajes aquí). Para incluirlo, defina de nuevo el resultado y nombre hasta {OutcomeDefinition.DriversMax} puntos de contacto.", $"not among those that are followed ({count(one.N)} trips here). To include it, define the outcome again and name up to {OutcomeDefinition.DriversMax} touchpoints."),
    };

    public string EmptyTitle => Say("Aún no hay datos suficientes", "Not enough data yet");
    public string EmptyNone(string outcome) => Say($"Ningún cliente ha dado todavía este resultado («{outcome}») después de notas en otros puntos de contacto.", $"No customer has given this outcome yet (“{outcome}”) after grades at other touchpoints.");
    public string EmptyFew(string trips, string missing) => Say($"Hay {trips} viajes con resultado y notas. Faltan al menos {missing} para decir algo con fundamento.", $"There are {trips} trips with an outcome and grades. At least {missing} more are needed to say anything with reason.");
    public string EmptyRecord => Say("Qué registrar: la nota de cada contacto (rating, csat, espera…) con el mismo identificador del cliente, y después el resultado: por ejemplo la pregunta «¿Nos recomendaría?» en la propiedad nps, de 0 a 10.", "What to record: the grade of each contact (rating, csat, wait…) with the same customer identifier, and afterwards the outcome: for example “Would you recommend us?” in the property nps, 0 to 10.");
    public string Connect => Say("Conectar datos", "Connect data");

    public string Outcomes => Say("Resultados", "Outcomes");
    public string OutcomesLead => Say("Con qué se mide la lealtad. Cada cambio queda en el diario, y lo anterior también cuenta.", "What loyalty is measured by. Each change is an entry of the journal, and what came before it counts too.");
    public string Define => Say("Definir un resultado", "Define an outcome");
    public string Id => Say("Identificador", "Id");
    public string IdHint => Say("Letras minúsculas, cifras y guiones, por ejemplo «volver-30».", "Lower-case letters, digits and hyphens, such as “back-30”.");
    public string Name => Say("Nombre", "Name");
    public string WhichKind => Say("Qué es", "What it is");
    public string KindOf(string kind) => kind switch
    {
        OutcomeKinds.Recommendation => Say("La recomendación (0–10)", "The recommendation (0–10)"),
        OutcomeKinds.Grade => Say("La nota en un punto de contacto", "The grade at a touchpoint"),
        OutcomeKinds.TopBox => Say("Una nota alta en un punto de contacto", "A high grade at a touchpoint"),
        OutcomeKinds.Property => Say("Una propiedad (número o sí/no) en un punto de contacto", "A property (number or yes/no) at a touchpoint"),
        OutcomeKinds.Revenue => Say("El ingreso de una interacción", "The revenue of an interaction"),
        OutcomeKinds.Return => Say("Que vuelva en un plazo", "Coming back in time"),
        _ => Say("Que no vuelva en un plazo", "Not coming back in time"),
    };
    public string Property => Say("Propiedad", "Property");
    public string Within => Say("Plazo para volver (días)", "Time to come back (days)");
    public string Gap => Say("Silencio que acaba un viaje (días)", "Silence that ends a trip (days)");
    public string IntentHint => Say("Solo con esta intención", "Only with this intent");
    public string MapKeys => Say("Las flechas llevan de un punto a otro, por su puesto; Intro abre el que se lee.", "The arrow keys lead from point to point by rank; Enter opens the one that is read.");
    public string AnyIntent => Say("Cualquiera", "Any");
    public string SegmentBy => Say("Dividir por", "Divide by");
    public string SegmentHint => Say("channel, intent, area o property:NOMBRE; vacío para no dividir.", "channel, intent, area or property:NAME; empty for none.");
    public string Drivers => Say("Puntos de contacto que se siguen", "Touchpoints to follow");
    public string DriversHint => Say($"Separados con punto y coma, hasta {OutcomeDefinition.DriversMax}. Vacío: los primeros que lleguen.", $"Separated by semicolons, up to {OutcomeDefinition.DriversMax}. Empty: the first ones that are met.");
    public string End => Say("Terminar", "End");
    public string SaveOutcome => Say("Definir", "Define");
    public string Recompute => Say("Recalcular desde la historia", "Compute again from history");
    public string RecomputeLead => Say("Lee el diario entero por otro camino y dice si coincide con lo que lleva el flujo.", "Reads the whole journal by another way and says whether it agrees with what the stream keeps.");
    public string Weights => Say("Proponer pesos", "Propose weights");
    public string WeightsLead => Say("Abre un borrador de la política de notas con pesos según la importancia demostrada. No cambia nada hasta que alguien lo publique.", "Opens a draft of the scoring policy with weights by proven importance. Nothing changes until somebody publishes it.");

    public string How => Say("Cómo se calcula", "How it is computed");
    public IReadOnlyList<string> HowTexts =>
    [
        Say("Un viaje son las notas de un cliente antes de un resultado, desde el resultado anterior. Varias notas en un punto de contacto se promedian. Lo que no se encontró falta; nunca es un cero.", "A trip is a customer's grades before an outcome, since the outcome before it. Several grades at one touchpoint are averaged. What was not met is missing, never a zero."),
        Say("La importancia reparte lo que todos explican juntos (R²) por pesos relativos de Johnson; hasta 15 puntos de contacto se da al lado LMG/Shapley. Las notas duplicadas comparten importancia, no la doblan.", "Importance splits what all of them explain together (R²) by Johnson's relative weights; up to 15 touchpoints LMG/Shapley stands beside it. Duplicate grades share importance, they do not double it."),
        Say("Los intervalos salen de dejar fuera un veinteavo de los clientes cada vez (jackknife). Se llama demostrado lo que con un 95 % no es casualidad, corregido por cuántos puntos de contacto se miran (Holm).", "The intervals come from leaving out a twentieth of the customers each time (jackknife). Proven is what at 95 % is no chance, corrected for how many touchpoints are looked at (Holm)."),
        Say("Momento de la verdad: demostrado, y además su importancia supera con seguridad la parte que le tocaría por igual, o una nota muy mala allí cuesta con seguridad.", "Moment of truth: proven, and besides its importance is surely above an equal part, or a very bad grade there surely costs."),
        Say("Es una relación, no una prueba de causa: para eso está una promesa con dos maneras de hacer.", "It is a relation and no proof of cause: for that there is a promise with two ways of doing."),
    ];

    /// <summary>What became of a form.</summary>
    public string? Outcomed(string? code) => code switch
    {
        "defined" => Say("El resultado está definido.", "The outcome is defined."),
        "ended" => Say("El resultado ha terminado.", "The outcome has ended."),
        "refused" => Say("No se ha definido: revise el identificador, o alguien lo cambió a la vez.", "It was not defined: look at the id, or somebody changed it at the same moment."),
        "unclear" => Say("No se ha definido: junto a cada campo dice qué falta.", "It was not defined: what is missing is said at each field."),
        "recomputing" => Say("Se está recalculando; el resultado aparecerá aquí.", "It is being computed again; the result will appear here."),
        "busy" => Say("Ya hay otro trabajo en marcha. Inténtelo cuando acabe.", "Other work is running. Try again when it is done."),
        _ => null,
    };

    public string Agrees(string difference) => Say($"El flujo y la historia coinciden (mayor diferencia relativa {difference}).", $"The stream and history agree (largest relative difference {difference}).");
    public string AgreesNot(string difference, string trips, string again) => Say(
        $"El flujo y la historia no coinciden: mayor diferencia relativa {difference}; {trips} viajes en el flujo y {again} en la historia. Ejecute «veinte verify»: dirá si los libros son lo que dice el diario.",
        $"The stream and history do not agree: largest relative difference {difference}; {trips} trips in the stream and {again} in history. Run “veinte verify”: it says whether the books are what the journal says.");

    public string AgreesButUncorrected(string difference, string trips, string again, string times) => Say(
        $"El flujo cuenta {trips} viajes y la historia {again} (mayor diferencia relativa {difference}): como mucho {times} veces llegó algo, o se anuló, cuando las notas de su viaje ya no se recordaban, y el viaje quedó como se contó. La historia es la exacta.",
        $"The stream counts {trips} trips and history {again} (largest relative difference {difference}): at most {times} times something arrived, or was reversed, when the grades of its trip were no longer remembered, and the trip stayed as it was counted. History is the exact one.");

    public string TooLarge(string lines, string most) => Say($"No se ha recalculado: la historia tiene {lines} líneas (cada cliente cuenta como cinco) y en memoria caben {most}. Las cifras del flujo siguen siendo válidas.", $"It was not computed again: the history has {lines} lines (each customer counts as five), and memory is for {most}. The stream's figures are not concerned.");
    public string NoOutcome(string id) => Say($"No hay ningún resultado llamado «{id}».", $"There is no outcome called “{id}”.");

    /// <summary>What stands on the account page of a touchpoint.</summary>
    public string OnAccount(string outcome, string share) => Say($"Momento de la verdad para «{outcome}»: {share} de lo que se explica.", $"A moment of truth for “{outcome}”: {share} of what is explained.");
}
