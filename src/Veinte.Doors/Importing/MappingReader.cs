using System.Text;
using System.Text.Json;
using Veinte.Doors.Reading;
using Veinte.Model;

namespace Veinte.Doors.Importing;

/// <summary>Reads a mapping's JSON and says everything that is wrong with it, each with its path. One use.</summary>
internal sealed partial class MappingReader
{
    private const int InteractionsMax = 500;
    private const int JoinsMax = 10;
    private readonly List<string> _errors = [];
    private readonly List<AskedColumn> _columns = [];
    private readonly Dictionary<(int, string), int> _slots = [];
    private readonly List<string> _joinNames = [];
    private string[] _notApplicable = [];

    internal MappingReading Read(JsonElement json)
    {
        try
        {
            return ReadRoot(json);
        }
        catch (InvalidOperationException)
        {
            return new(null, ["The mapping holds an escape such as \\ud800 that is half a character."]);
        }
    }

    private MappingReading ReadRoot(JsonElement json)
    {
        var root = new MappingNode(json, "", _errors);
        if (!root.CheckMembers("$schema", "name", "description", "file", "joins", "notApplicable", "id", "customer", "anonymous", "time", "defaults", "interactions"))
            return new(null, _errors);
        _notApplicable = root["notApplicable"]?.Texts() ?? [];
        var how = FileOf(root["file"]);
        var joins = JoinsOf(root["joins"]);
        var customer = root["customer"] is { } c ? Value(c) : null;
        var anonymous = root["anonymous"] is { } a ? Value(a) : null;
        if (customer is null && anonymous is null && root["customer"] is null && root["anonymous"] is null)
            root.Fail("needs \"customer\": the column or text that names whose interactions these are, such as \"{customer_id}\"");
        var id = root["id"] is { } i ? Value(i) : null;
        var time = root["time"] is { } t ? Time(t) : null;
        var interactions = InteractionsOf(root, time, DefaultsOf(root["defaults"]));
        var name = root["name"]?.Text() ?? "mapping";
        return _errors.Count > 0
            ? new(null, _errors)
            : new(new(name, how, joins, [.. _columns], id, customer, anonymous, interactions, JsonSerializer.SerializeToUtf8Bytes(json, MappingJson.Default.JsonElement)), []);
    }

    private static readonly FileRule PlainFile = new(null, null, '"', null, true);

    private static FileRule FileOf(MappingNode? given, bool isJoin = false)
    {
        if (given is not { } node) return PlainFile;
        if (!isJoin && !node.CheckMembers("format", "delimiter", "quote", "encoding", "header")) return PlainFile;
        ImportFormat? format = null;
        if (node["format"] is { } f)
        {
            format = f.Text() switch { "csv" => ImportFormat.Csv, "jsonl" => ImportFormat.JsonLines, _ => null };
            if (format is null) f.Fail($"can be \"csv\" or \"jsonl\", but is {f.Shown}");
        }
        char? delimiter = node["delimiter"] is { } d ? DelimiterOf(d) : null;
        char? quote = '"';
        if (node.Has("quote")) quote = node["quote"] is { } q ? QuoteOf(q) : null;
        if (delimiter == quote) node.Fail("has the same \"delimiter\" and \"quote\"");
        return new(format, delimiter, quote, node["encoding"] is { } e ? EncodingOf(e) : null, node["header"]?.Bool(true) ?? true);
    }

    private static char DelimiterOf(MappingNode node)
    {
        var text = node.Text();
        if (text == "tab") return '\t';
        if (text is { Length: 1 } && char.IsAscii(text[0]) && text[0] is not ('"' or '\r' or '\n' or '\0')) return text[0];
        node.Fail($"must be one character such as \",\" or \";\", or \"tab\", but is {node.Shown}");
        return ',';
    }

    private static char? QuoteOf(MappingNode node)
    {
        if (node.Text() is { Length: 1 } text && char.IsAscii(text[0]) && !char.IsWhiteSpace(text[0]) && text[0] != '\0') return text[0];
        node.Fail($"must be one character, or null for a file without quotes, but is {node.Shown}");
        return '"';
    }

    private static Encoding? EncodingOf(MappingNode node)
    {
        var name = node.Text() ?? "";
        try
        {
            return name.ToLowerInvariant() switch
            {
                "utf-8" or "utf8" => null,
                "latin1" or "latin-1" => Encoding.Latin1,
                _ => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name),
            };
        }
        catch (ArgumentException)
        {
            node.Fail($"must name an encoding such as utf-8, latin1, windows-1252 or utf-16, but is {node.Shown}");
            return null;
        }
    }

    private JoinRule[] JoinsOf(MappingNode? given)
    {
        if (given is not { } list) return [];
        var nodes = list.Items().ToList();
        if (nodes.Count > JoinsMax) list.Fail($"can hold {JoinsMax} files, but holds {nodes.Count}");
        // All names first: a key may be looked up in a file that was joined before.
        var joins = new List<JoinRule>();
        foreach (var node in nodes.Take(JoinsMax))
        {
            if (!node.CheckMembers("name", "file", "key", "on", "format", "delimiter", "quote", "encoding", "header")) continue;
            var (name, file, key) = (Needed(node, "name"), Needed(node, "file"), Needed(node, "key"));
            if (node["on"] is not { } on)
            {
                node.Fail("needs \"on\": what its key is compared with, such as \"{order_id}\"");
                continue;
            }
            if (name is null || file is null || key is null) continue;
            if (name.Contains('.') || _joinNames.Contains(name)) node["name"]!.Value.Fail("must be a name without a dot that no other joined file has");
            if (file.Contains('/') || file.Contains('\\') || file is "." or "..") node["file"]!.Value.Fail("must be the plain name of a file that lies beside the imported one");
            var rule = new JoinRule(name, file, key, Value(on), FileOf(node, isJoin: true));
            _joinNames.Add(name);
            joins.Add(rule);
        }
        return [.. joins];
    }

    private static string? Needed(MappingNode node, string member)
    {
        if (node[member] is not { } found)
        {
            node.Fail($"needs \"{member}\"");
            return null;
        }
        return found.Text() is { } text && text.Trim().Length > 0 ? text : Empty(found);
    }

    private static string? Empty(MappingNode node)
    {
        node.Fail("must not be empty");
        return null;
    }

    private InteractionRule[] InteractionsOf(MappingNode root, TimeRule? time, MappingNode? defaults)
    {
        if (root["interactions"] is not { } list)
        {
            root.Fail("needs \"interactions\": a list of what each row yields");
            return [];
        }
        var nodes = list.Items().ToList();
        if (nodes.Count is 0 or > InteractionsMax) list.Fail($"must hold 1 to {InteractionsMax} interactions, but holds {nodes.Count}");
        return [.. nodes.Take(InteractionsMax).Select(node => Interaction(node, time, defaults)).OfType<InteractionRule>()];
    }

    private static MappingNode? DefaultsOf(MappingNode? given)
    {
        if (given is not { } node) return null;
        return node.CheckMembers("channel", "intent", "staff", "area", "stage", "journey", "properties") ? node : null;
    }

    private TimeRule? Time(MappingNode node)
    {
        if (!node.IsObject) return new(Value(node), null, null, default);
        if (node["base"] is not null)
        {
            node.CheckMembers("base", "perRow", "plus");
            return new(BaseOf(node["base"]!.Value), node["perRow"]?.Duration() ?? default, node["plus"]?.Duration() ?? default);
        }
        node.CheckMembers("column", "text", "values", "otherwise", "notApplicable", "format", "zone", "plus");
        return new(ValueOf(node), FormatOf(node["format"]), ZoneOf(node["zone"]), node["plus"]?.Duration() ?? default);
    }

    private static Instant BaseOf(MappingNode node)
    {
        if (node.Text() is { } text && TimeText.TryRead(Encoding.UTF8.GetBytes(text), out var time)) return time;
        node.Fail($"must be a time such as 2026-01-01T00:00:00Z, but is {node.Shown}");
        return default;
    }

    private static string? FormatOf(MappingNode? given)
    {
        if (given is not { } node || node.Text() is not { } format) return null;
        if (format is TimeRule.UnixSeconds or TimeRule.UnixMilliseconds) return format;
        try
        {
            _ = new DateTimeOffset(2026, 11, 24, 13, 5, 9, TimeSpan.Zero).ToString(format, System.Globalization.CultureInfo.InvariantCulture);
            if (format.Trim().Length > 0) return format;
        }
        catch (FormatException)
        {
        }
        node.Fail($"must be a format such as \"yyyy-MM-dd HH:mm:ss\", \"M/d/yyyy H:mm\" or \"unix-seconds\", but is {node.Shown}");
        return null;
    }

    private static TimeZoneInfo? ZoneOf(MappingNode? given)
    {
        if (given is not { } node || node.Text() is not { } name) return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        node.Fail($"must be the name of a time zone such as Europe/Madrid, but is {node.Shown}");
        return null;
    }
}
