using System.Runtime.InteropServices;
using Veinte.Language.Tokens;

namespace Veinte.Language.Tone;

/// <summary>
/// Who asks asserts nothing: "how do I cancel my booking?" blames nobody, however the lexicon feels about cancelling. Words of
/// a plain question keep their part of the tone, but only a strong one is evidence of an opinion.
/// </summary>
public sealed partial class ToneReader
{
    // "Is the food good?" (2) asks; "who designed this awful app?" (3) says something too.
    private const double StrongWhenAsked = 2.6;
    private const int OpenersLookedAt = 3;

    private static readonly ulong Why = Letters.Hash("why");
    private static readonly ulong Por = Letters.Hash("por");
    private static readonly ulong Que = Letters.Hash("que");

    // How questions begin when nobody types their mark.
    private static readonly HashSet<ulong> Openers = [.. (
        "what when where which who whose whom how is are do does can could will would may should "
        + "cuando donde adonde cual cuales quien quienes cuanto cuanta cuantos cuantas como puedo podria podrian pueden podeis tienen teneis hacen abren cierran")
        .Split(' ').Select(word => Letters.Hash(word))];

    /// <summary>Whether a token of the text last read stands in a question, with its mark or without.</summary>
    internal bool IsAsked(int token)
    {
        foreach (var (first, last, _) in _asked)
            if (token >= first && token <= last) return true;
        return false;
    }

    // A question is plain unless it asks why, shouts, or has more than one mark: those complain.
    private void Ask(int start, int end, int firstHit)
    {
        if (start == end) return;
        var marked = end < _units.Count && _units[end].Kind == TokenKind.Question;
        if (marked ? !IsPlain(start, end) : !BeginsAsQuestion(start, end)) return;
        _asked.Add((_units[start].First, _units[end - 1].Last, marked));
        if (!marked) return;
        foreach (ref var hit in CollectionsMarshal.AsSpan(_hits)[firstHit..]) hit.Asked = Math.Abs(hit.Value) < StrongWhenAsked;
    }

    private bool IsPlain(int start, int end)
    {
        if (_tokens[_units[end].First].Length > 1) return false;
        var before = 0ul;
        for (var at = _units[start].First; at <= _units[end - 1].Last; at++)
        {
            var token = _tokens[at];
            if (token.Hash == Why || (before == Por && token.Hash == Que)) return false;
            if (_shouts && (token.Marks & TokenMarks.Capitals) != 0 && token.Length > 3) return false;
            before = token.Hash;
        }
        return true;
    }

    private bool BeginsAsQuestion(int start, int end)
    {
        var looked = 0;
        for (var at = _units[start].First; at <= _units[end - 1].Last && looked < OpenersLookedAt; at++, looked++)
        {
            if (Openers.Contains(_tokens[at].Hash)) return true;
            // "A qué hora", "en qué tienda".
            if (at > _units[start].First && _tokens[at].Hash == Que && _tokens[at - 1].Length <= 2) return true;
            if (_tokens[at].Kind == TokenKind.Pause) looked = -1;
        }
        return false;
    }

    // Thanks beside a question are manners.
    private int Speaking()
    {
        var (count, asks) = (0, _asked.Exists(question => question.Marked));
        foreach (var hit in _hits)
            if (Math.Abs(hit.Part) >= _spanMin && !hit.Asked && !(hit.Thanks && asks)) count++;
        return count;
    }
}
