using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Listening;

/// <summary>The texts of <i>Listening</i>.</summary>
public sealed class ListeningTexts(PageLanguage language) : TextsOf(language)
{
    public string Title => Say("Escucha", "Listening");
    public string Period => Say("Periodo", "Period");
    public string Days(int days) => days == 365 ? Say("Último año", "Last year") : Say($"Últimos {days} días", $"Last {days} days");
    public string Touchpoint => Say("Punto de contacto", "Touchpoint");
    public string AllTouchpoints => Say("Todos", "All");
    public string ToneLabel => Say("Tono", "Tone");
    public string AnyTone => Say("Cualquiera", "Any");
    public string Blame => Say("Quejas", "Complaints");
    public string Praise => Say("Elogios", "Praise");
    public string MoreFilters => Say("Más filtros", "More filters");
    public string Stage => Say("Etapa", "Stage");
    public string Journey => Say("Recorrido", "Journey");
    public string Source => Say("Origen", "Source");
    public string GradeGiven => Say("Nota que dio (0–20)", "Grade they gave (0–20)");
    public string GradeFrom => Say("Nota desde", "Grade from");
    public string GradeTo => Say("Nota hasta", "Grade up to");
    public string Property => Say("Propiedad", "Property");
    public string PropertyHint => Say("tarifa=básica", "fare=basic");
    public string Trait => Say("Rasgo del cliente", "Customer trait");
    public string TraitHint => Say("nivel=oro", "tier=gold");
    public string CustomerHint => Say("Identificador o nombre", "Identifier or name");
    public string FiltersHint => Say(
        "Propiedades y rasgos se escriben nombre=valor, tal como se envían; añada otro y tendrán que cumplirse todos. Los rasgos son los que el cliente tiene hoy.",
        "Properties and traits are written name=value, as they are sent; add another and all of them must be met. Traits are those the customer has today.");
    public string ChosenFilters => Say("Filtros puestos", "Filters in force");
    public string TakeAway(string filter, string value) => Say($"Quitar el filtro {filter}: {value}", $"Take away the filter {filter}: {value}");
    public string TakeAllAway => Say("Quitar todos los filtros", "Take all filters away");
    public string NoGrade(string value) => Say($"«{value}» no es una nota: escriba un número de 0 a 20. Se muestra sin ese filtro.", $"“{value}” is no grade: write a number from 0 to 20. This is shown without that filter.");
    public string NoGrades(string value) => Say($"La nota mínima es mayor que la máxima ({value}). Se muestra sin ese filtro.", $"The lowest grade is above the highest ({value}). This is shown without that filter.");
    public string NoProperty(string value) => Say(
        $"«{value}» no es una propiedad: escriba nombre=valor, por ejemplo tarifa=básica, y cinco como máximo. Se muestra sin ese filtro.",
        $"“{value}” is no property: write name=value, such as fare=basic, and five at most. This is shown without that filter.");
    public string NoTrait(string value) => Say(
        $"«{value}» no es un rasgo: escriba nombre=valor, por ejemplo nivel=oro, y cinco como máximo. Se muestra sin ese filtro.",
        $"“{value}” is no trait: write name=value, such as tier=gold, and five at most. This is shown without that filter.");
    public string NoSuch(string filter, string value) => Say($"El filtro «{filter}» no admite «{value}». Se muestra sin él.", $"The filter “{filter}” does not take “{value}”. This is shown without it.");
    public string NoCustomer(string id) => Say($"No hay ningún cliente con el identificador «{id}».", $"There is no customer with the identifier “{id}”.");
    public string Perhaps => Say("¿Buscaba a", "Were you looking for");
    public string NoneFitsTitle => Say("Ningún texto cumple estos filtros", "No text fits these filters");
    public string NoneFitsText => Say("Quite alguno de los de arriba o elija un periodo más largo.", "Take one of those above away, or choose a longer period.");
    public string NotThenTitle => Say("En este periodo no ha escrito nadie", "Nobody has written in this period");
    public string NotThenText => Say("Hay textos más antiguos: elija un periodo más largo.", "There are older texts: choose a longer period.");
    public string EffectInRange => Say("Con un filtro por nota, el efecto se mide solo dentro de ese intervalo.", "With a filter by grade the effect is measured within that range alone.");
    public string Show => Say("Mostrar", "Show");
    public string Themes => Say("De qué hablan", "What they write about");
    public string ThemesLead(string texts, string before) => Say(
        $"{texts} textos en el periodo; {before} en el anterior de igual duración. Primero los temas que crecen, después los que más pesan: volumen por efecto en la nota.",
        $"{texts} texts in the period; {before} in the one of the same length before. Growing themes first, then those that weigh most: volume times effect on the grade.");
    public string Theme => Say("Tema", "Theme");
    public string Texts => Say("Textos", "Texts");
    public string Before => Say("Antes", "Before");
    public string Tone => Say("Tono medio", "Mean tone");
    public string Effect => Say("Efecto en la nota", "Effect on the grade");
    public string EffectLead => Say(
        "Diferencia entre la nota que dan con un número quienes hablan del tema y la de los demás, con su intervalo del 95 %. Es una diferencia, no una causa. Hacen falta diez textos con nota a cada lado.",
        "Difference between the grade given with a number by those who write of the theme and by the others, with its 95 % interval. It is a difference, not a cause. It takes ten graded texts on each side.");
    public string Emerging => Say("crece", "growing");
    public string EmergingLead => Say(
        "«Crece» quiere decir: más que el azar, por prueba binomial exacta con corrección de Holm. La probabilidad de una falsa alarma en una consulta es como mucho del 5 %.",
        "“Growing” means: beyond chance, by an exact binomial test with Holm's correction. The chance of any false alarm in one look is at most 5 %.");
    public string NotEnough => Say("pocos datos", "too few data");
    public string Range(string low, string high) => Say($"de {low} a {high}", $"{low} to {high}");
    public string Verbatims => Say("En sus palabras", "In their words");
    public string Only(string theme) => Say($"Solo sobre {theme}.", $"Only about {theme}.");
    public string ShowAll => Say("Ver todos", "Show all");
    public string Older => Say("Anteriores", "Older");
    public string NothingTitle => Say("Todavía no ha escrito nadie", "Nobody has written yet");
    public string NothingText => Say("Aquí aparece lo que los clientes escriben: la propiedad «text» de una interacción, una reseña importada, la respuesta a una encuesta.", "What customers write appears here: the property “text” of an interaction, an imported review, an answer to a survey.");
    public string NoneFits => Say("Ningún texto coincide.", "No text fits.");
    public string Against => Say("en contra", "against");
    public string For => Say("a favor", "for");
    public string Learned(string spanish, string english) => Say(
        $"El modelo de su empresa ha aprendido de {spanish} textos con nota en español y {english} en inglés.", $"The firm's own model has learned from {spanish} graded texts in Spanish and {english} in English.");
    public string AnyChannel => Say("Cualquiera", "Any");
    public string Topics => Say("Asuntos descubiertos", "Discovered topics");
    public string TopicsLead(string texts) => Say(
        $"Asuntos que nadie había nombrado, en los {texts} últimos textos del periodo, por las palabras que los distinguen.",
        $"Topics nobody had named, in the last {texts} texts of the period, by the words that tell them apart.");
    public string TopicsNone => Say("Todavía hay muy pocos textos, o se parecen demasiado, para distinguir asuntos.", "There are still too few texts, or they are too much alike, to tell topics apart.");
    public string TopicsFoot => Say(
        "Por factorización no negativa de las palabras (NMF) y c-TF-IDF, cada idioma por separado. «Crece» compara la segunda mitad del tiempo con la primera, con la misma prueba que arriba.",
        "By non-negative factorisation of the words (NMF) and c-TF-IDF, each language by itself. “Growing” compares the later half of the time with the earlier one, by the same test as above.");
    public string InLanguage(string code) => code == "en" ? Say("en inglés", "in English") : Say("en español", "in Spanish");
    public string Topic => Say("Asunto", "Topic");
    public string Examples => Say("Ejemplos", "Examples");
    public string ExampleOf(int number, string topic) => Say($"Ejemplo {number} de {topic}", $"Example {number} of {topic}");
    public string Summary => Say("Resumen", "Summary");
    public string Summarise => Say("Resumir", "Sum up");
    public string SummaryLead => Say(
        "El modelo de lenguaje que ha configurado su empresa resume los últimos 60 textos, sin los datos de quien los escribió.",
        "The language model your firm has configured sums up the last 60 texts, without who wrote them.");
    public string SummaryFoot => Say("Escrito por un modelo de lenguaje: compruébelo con los textos.", "Written by a language model: check it against the texts.");
    public string SummaryFailed => Say("El modelo de lenguaje no ha respondido a tiempo. Todo lo demás está aquí; inténtelo más tarde.", "The language model did not answer in time. Everything else is here; try again later.");
    public string FileLead => Say("Los textos que coinciden con el filtro, los 10.000 más recientes como mucho, sin quién los escribió", "The texts that fit the filter, at most the newest 10,000, without who wrote them");
    public string Share => Say("Compartir cita", "Share the quote");
    public string ShareLead => Say(
        "Sin nombre, correo, teléfono ni números, y con el mes en vez del día. Léala antes de compartirla: un nombre que no figura en los libros no se puede quitar automáticamente.",
        "Without name, mail, telephone or numbers, and with the month instead of the day. Read it before you pass it on: a name the books do not know cannot be taken out by itself.");
    public string CardAlt => Say("Tarjeta con la cita", "Card with the quote");
    public string CopyQuote => Say("Copiar texto", "Copy the text");
    public string AsPng => Say("Descargar PNG", "Download PNG");
    public string AsSvg => Say("Descargar SVG", "Download SVG");
    public string CopyLink => Say("Copiar enlace", "Copy the link");
    public string LinkNeedsSignIn => Say("El enlace es para quien tiene acceso a Veinte.", "The link is for whoever has access to Veinte.");
    public string ToInteraction => Say("Ver la interacción", "See the interaction");
    public string NoQuoteTitle => Say("Aquí no hay ninguna cita", "There is no quote here");
    public string NoQuoteText => Say("La interacción no existe o no lleva texto.", "There is no such interaction, or it has no text.");
    public string AsData => Say("Como datos (JSON)", "As data (JSON)");
}
