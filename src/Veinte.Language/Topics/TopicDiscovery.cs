using Veinte.Language.Tokens;

namespace Veinte.Language.Topics;

/// <summary>A topic nobody named beforehand.</summary>
/// <param name="Terms">The words that tell it from the other topics, strongest first.</param>
/// <param name="Texts">Indices of the texts that are most of all about it.</param>
public sealed record DiscoveredTopic(IReadOnlyList<string> Terms, IReadOnlyList<int> Texts);

/// <summary>
/// Finds topics in texts without being told any: non-negative matrix factorisation (Lee and Seung 2001, multiplicative
/// updates for the Frobenius norm) of their TF-IDF matrix, each topic named by c-TF-IDF (Grootendorst 2022). Pure and
/// deterministic: it starts from a fixed sequence of numbers.
/// </summary>
public static class TopicDiscovery
{
    /// <summary>The most texts that are looked at: the last ones.</summary>
    public const int TextsMax = 1_000;

    private const int TermsMax = 300;
    private const int TextsOfATermMin = 3;
    private const int TermsShown = 5;
    private const int Iterations = 40;
    private const int TextsOfATopicMin = 3;

    private static readonly HashSet<string> Grammar = [.. (
        "el la los las un una unos unas de del al y o u que en por para con sin es son fue era eran esta estan estaba este esto ese esa eso muy mas pero como cuando donde quien su sus mi mis tu lo le les nos me te yo ella ellos "
        + "ha han he hemos hay tiene tienen todo toda todos todas nada nunca siempre tambien porque si ya aqui ahi alli ser estar sido desde hasta sobre entre tan mucho mucha muchos no ni se uno dos era fui fuimos solo cada vez veces aunque bien mal poco poca algo otra otro "
        + "the a an of to and or in on at for with without is are was were be been being it its it's this that these those i i'm i've you your we our they their he she his her him my me us have has had do does did don't didn't not no "
        + "what when where who which how why will would can could should just very so but if as from by about there here all any some more most than then too get got out up off over only own same am into after before because again much many nothing something really even still")
        .Split(' ')];

    /// <summary>Topics of texts, the largest first.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="topics">How many topics to look for, 2 to 20.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of topics.</exception>
    public static IReadOnlyList<DiscoveredTopic> Find(IReadOnlyList<string> texts, int topics = 8)
    {
        if (topics is < 2 or > 20) throw new ArgumentOutOfRangeException(nameof(topics), topics, "Between 2 and 20 topics can be looked for.");
        var first = Math.Max(0, texts.Count - TextsMax);
        var documents = texts.Skip(first).Select(TermsOf).ToList();
        var vocabulary = Vocabulary(documents);
        if (vocabulary.Length < topics) return [];
        var matrix = TfIdf(documents, vocabulary);
        var (w, h) = Start(documents.Count, vocabulary.Length, topics);
        Factorise(matrix, w, h, Iterations);
        var members = Enumerable.Range(0, topics).Select(_ => new List<int>()).ToArray();
        for (var text = 0; text < documents.Count; text++)
        {
            var best = Array.IndexOf(w[text], w[text].Max());
            if (w[text][best] > 1e-6) members[best].Add(text);
        }
        var counts = members.Select(member => Count(member, documents, vocabulary)).ToArray();
        var weights = ClassTfIdf(counts);
        return
        [
            .. Enumerable.Range(0, topics).Where(topic => members[topic].Count >= TextsOfATopicMin).OrderByDescending(topic => members[topic].Count)
                .Select(topic => new DiscoveredTopic(
                    [.. Enumerable.Range(0, vocabulary.Length).Where(term => weights[topic][term] > 0).OrderByDescending(term => weights[topic][term]).Take(TermsShown).Select(term => vocabulary[term])],
                    [.. members[topic].Select(text => text + first)])),
        ];
    }

    /// <summary>
    /// Class-based TF-IDF: share of a term in its class × ln(1 + A/f), A the mean number of words of a class and f how often
    /// the term stands in all of them.
    /// </summary>
    /// <param name="counts">How often each term stands in each class; a row a class.</param>
    public static double[][] ClassTfIdf(double[][] counts)
    {
        var mean = counts.Sum(row => row.Sum()) / counts.Length;
        var everywhere = new double[counts[0].Length];
        foreach (var row in counts)
            for (var term = 0; term < row.Length; term++) everywhere[term] += row[term];
        return [.. counts.Select(row =>
        {
            var all = Math.Max(row.Sum(), 1e-12);
            return row.Select((count, term) => count == 0 ? 0 : count / all * Math.Log(1 + mean / everywhere[term])).ToArray();
        })];
    }

    /// <summary>
    /// Multiplicative updates of W (rows × topics) and H (topics × columns) towards V ≈ W·H, H before W in each round. Both
    /// are changed in place; nothing becomes negative.
    /// </summary>
    public static void Factorise(double[][] v, double[][] w, double[][] h, int iterations)
    {
        var topics = h.Length;
        for (var round = 0; round < iterations; round++)
        {
            var (wv, ww) = (Zeros(topics, v[0].Length), Zeros(topics, topics));
            for (var row = 0; row < v.Length; row++)
                for (var topic = 0; topic < topics; topic++)
                {
                    AddScaled(wv[topic], v[row], w[row][topic]);
                    AddScaled(ww[topic], w[row], w[row][topic]);
                }
            Update(h, wv, Product(ww, h));
            var hh = Zeros(topics, topics);
            for (var a = 0; a < topics; a++)
                for (var b = 0; b < topics; b++) hh[a][b] = Dot(h[a], h[b]);
            for (var row = 0; row < v.Length; row++)
            {
                var old = (double[])w[row].Clone();
                for (var topic = 0; topic < topics; topic++) w[row][topic] = old[topic] * Dot(v[row], h[topic]) / (Dot(old, hh[topic]) + 1e-12);
            }
        }
    }

    private static void Update(double[][] factor, double[][] wanted, double[][] got)
    {
        for (var a = 0; a < factor.Length; a++)
            for (var b = 0; b < factor[a].Length; b++) factor[a][b] *= wanted[a][b] / (got[a][b] + 1e-12);
    }

    private static double[][] Product(double[][] left, double[][] right)
    {
        var product = Zeros(left.Length, right[0].Length);
        for (var a = 0; a < left.Length; a++)
            for (var b = 0; b < right.Length; b++) AddScaled(product[a], right[b], left[a][b]);
        return product;
    }

    private static void AddScaled(double[] target, double[] row, double scale)
    {
        if (scale == 0) return;
        for (var i = 0; i < target.Length; i++) target[i] += row[i] * scale;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double[][] Zeros(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];

    // A fixed sequence that repeats only after 2³² numbers (Knuth's linear congruence): the same texts give the same topics.
    private static (double[][] W, double[][] H) Start(int texts, int terms, int topics)
    {
        var state = 20_260_101u;
        double Next()
        {
            state = unchecked(state * 1_664_525 + 1_013_904_223);
            return 0.01 + state / (double)uint.MaxValue;
        }
        double[][] Filled(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => Next()).ToArray())];
        return (Filled(texts, topics), Filled(topics, terms));
    }

    private static List<string> TermsOf(string text)
    {
        var tokens = new List<Token>();
        Tokenizer.Cut(text, tokens);
        var terms = new List<string>();
        string? before = null;
        foreach (var token in tokens)
        {
            var word = token.Kind == TokenKind.Word && token.Length > 2 ? string.Create(token.Length, (text, token.Offset), static (target, from) =>
            {
                for (var i = 0; i < target.Length; i++) target[i] = char.ToLowerInvariant(from.text[from.Offset + i]);
            }) : null;
            if (word is not null && Grammar.Contains(Plain(word))) word = null;
            if (word is not null) terms.Add(word);
            if (word is not null && before is not null) terms.Add(before + " " + word);
            before = word;
        }
        return terms;
    }

    private static string Plain(string word) => string.Create(word.Length, word, static (target, from) =>
    {
        for (var i = 0; i < target.Length; i++) target[i] = Letters.Fold(from[i]);
    });

    private static string[] Vocabulary(List<List<string>> documents)
    {
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var document in documents)
            foreach (var term in document.Distinct()) texts[term] = texts.GetValueOrDefault(term) + 1;
        return
        [
            .. texts.Where(term => term.Value >= TextsOfATermMin && term.Value <= Math.Max(TextsOfATermMin, documents.Count / 2))
                .OrderByDescending(term => term.Value).ThenBy(term => term.Key, StringComparer.Ordinal).Take(TermsMax).Select(term => term.Key),
        ];
    }

    private static double[][] TfIdf(List<List<string>> documents, string[] vocabulary)
    {
        var places = vocabulary.Select((term, place) => (term, place)).ToDictionary(pair => pair.term, pair => pair.place, StringComparer.Ordinal);
        var (rows, texts) = (Zeros(documents.Count, vocabulary.Length), new int[vocabulary.Length]);
        for (var text = 0; text < documents.Count; text++)
            foreach (var term in documents[text])
                if (places.TryGetValue(term, out var place) && rows[text][place]++ == 0) texts[place]++;
        foreach (var row in rows)
        {
            for (var term = 0; term < row.Length; term++) row[term] *= Math.Log((1.0 + documents.Count) / (1 + texts[term])) + 1;
            var length = Math.Sqrt(Dot(row, row));
            if (length > 0) for (var term = 0; term < row.Length; term++) row[term] /= length;
        }
        return rows;
    }

    private static double[] Count(List<int> members, List<List<string>> documents, string[] vocabulary)
    {
        var places = vocabulary.Select((term, place) => (term, place)).ToDictionary(pair => pair.term, pair => pair.place, StringComparer.Ordinal);
        var counts = new double[vocabulary.Length];
        foreach (var member in members)
            foreach (var term in documents[member])
                if (places.TryGetValue(term, out var place)) counts[place]++;
        return counts;
    }
}
