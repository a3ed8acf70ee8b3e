namespace Veinte.Benchmarks.Reading;

/// <summary>
/// The peer that learning is measured against: TF-IDF over words and pairs, multinomial logistic regression with L2, trained
/// on the first part of a set in many passes and tried on the rest; plainly, and with classes weighed alike.
/// </summary>
internal static class BatchBaseline
{
    private const int Classes = 3;
    private const int Passes = 25;
    private const int Learned = 5_000;

    public static void Run(string name, List<LabelledText> texts)
    {
        foreach (var balanced in new[] { false, true })
        {
            var (vectors, size) = Vectors(texts);
            var weights = Train(vectors, texts, size, balanced);
            List<int> truth = [.. texts.Skip(Learned).Select(text => text.Label)], said = [.. vectors.Skip(Learned).Select(vector => Best(Scores(vector, weights)) - 1)];
            Console.WriteLine($"{name}, batch TF-IDF + logistic regression on the first {Learned:N0}, {(balanced ? "classes weighed alike" : "plain")}, the rest: macro-F1 {Agreement.MacroF1(truth, said):0.000}, accuracy {Agreement.Accuracy(truth, said):0.000}");
        }
    }

    private static double[] Train((int Place, double Value)[][] vectors, List<LabelledText> texts, int size, bool balanced)
    {
        var (weights, squares, order) = (new double[Classes * (size + 1)], new double[Classes * (size + 1)], Enumerable.Range(0, Learned).ToArray());
        var random = new Random(20);
        var counts = Enumerable.Range(0, Classes).Select(label => texts.Take(Learned).Count(text => text.Label + 1 == label)).ToArray();
        for (var pass = 0; pass < Passes; pass++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var scores = Scores(vectors[at], weights);
                var (highest, label) = (scores.Max(), texts[at].Label + 1);
                var sum = scores.Sum(score => Math.Exp(score - highest));
                var weight = balanced ? Learned / (double)(Classes * Math.Max(counts[label], 1)) : 1;
                for (var each = 0; each < Classes; each++)
                {
                    var slope = weight * (Math.Exp(scores[each] - highest) / sum - (each == label ? 1 : 0));
                    foreach (var (place, value) in vectors[at])
                    {
                        var k = place * Classes + each;
                        var step = slope * value + weights[k] / Learned;
                        squares[k] += step * step;
                        weights[k] -= 0.5 * step / Math.Sqrt(squares[k] + 1e-8);
                    }
                }
            }
        }
        return weights;
    }

    private static double[] Scores((int Place, double Value)[] vector, double[] weights)
    {
        var scores = new double[Classes];
        foreach (var (place, value) in vector)
            for (var label = 0; label < Classes; label++) scores[label] += weights[place * Classes + label] * value;
        return scores;
    }

    private static int Best(double[] scores) => Array.IndexOf(scores, scores.Max());

    private static ((int, double)[][] Vectors, int Size) Vectors(List<LabelledText> texts)
    {
        var (places, found) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<int>());
        var documents = texts.Select((text, at) => Terms(text.Text).GroupBy(term => term).Select(term => (Term: term.Key, Count: term.Count())).ToList()).ToList();
        foreach (var document in documents.Take(Learned))
            foreach (var (term, _) in document)
            {
                if (places.TryAdd(term, places.Count)) found.Add(0);
                found[places[term]]++;
            }
        return ([.. documents.Select(document =>
        {
            var vector = document.Where(term => places.ContainsKey(term.Term)).Select(term => (Place: places[term.Term], Value: term.Count * (Math.Log((1.0 + Learned) / (1 + found[places[term.Term]])) + 1))).ToList();
            var length = Math.Sqrt(vector.Sum(term => term.Value * term.Value));
            return vector.Select(term => (term.Place, length == 0 ? 0 : term.Value / length)).Append((places.Count, 1.0)).ToArray();
        })], places.Count);
    }

    private static IEnumerable<string> Terms(string text)
    {
        string? before = null;
        foreach (var word in System.Text.RegularExpressions.Regex.Matches(text.ToLowerInvariant(), "\\w\\w+").Select(match => match.Value))
        {
            yield return word;
            if (before is not null) yield return before + " " + word;
            before = word;
        }
    }
}
