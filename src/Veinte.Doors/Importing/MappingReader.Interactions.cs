using Veinte.Model;

namespace Veinte.Doors.Importing;

internal sealed partial class MappingReader
{
    private const int ConditionsMax = 20;
    private const int PropertiesMax = 100;

    private static readonly string[] InteractionMembers =
    [
        "touchpoint", "each", "when", "time", "after", "channel", "intent", "staff", "area", "stage", "journey",
        "rating", "nps", "csat", "ces", "effort", "wait", "outcome", "reaction", "text", "revenue", "currency", "properties",
    ];

    private InteractionRule? Interaction(MappingNode node, TimeRule? rowTime, MappingNode? defaults)
    {
        if (!node.CheckMembers(InteractionMembers)) return null;
        if (node["touchpoint"] is not { } touchpoint) node.Fail("needs \"touchpoint\": a name such as \"Check-in\", or \"{column}\"");
        var time = node["time"] is { } own ? Time(own) : rowTime;
        if (time is null) node.Fail("has no time; give \"time\" here or for the whole mapping, such as \"{created_at}\" or {\"base\": \"2026-01-01\", \"perRow\": \"PT1M\"}");
        if (node["touchpoint"] is null || time is null) return null;
        return new()
        {
            Path = node.Path,
            Touchpoint = Value(node["touchpoint"]!.Value),
            Time = time,
            After = node["after"]?.Duration() ?? default,
            When = ConditionsOf(node["when"]),
            Each = EachOf(node["each"]),
            Channel = Worded<Channel>(Own(node, defaults, "channel"), WordNames.TryParse, "web, app, whatsapp, email, phone, in-person, kiosk or another channel"),
            Intent = Worded<Intent>(Own(node, defaults, "intent"), WordNames.TryParse, "know, go, do or buy"),
            Staff = Optional(Own(node, defaults, "staff")),
            Area = Optional(Own(node, defaults, "area")),
            Stage = Optional(Own(node, defaults, "stage")),
            Journey = Optional(Own(node, defaults, "journey")),
            Rating = RatingOf(node["rating"]),
            Wait = WaitOf(node["wait"]),
            Outcome = Worded<Outcome>(node["outcome"], WordNames.TryParse, "success, partial or failure"),
            Reaction = Worded<Reaction>(node["reaction"], WordNames.TryParse, "like, love, laugh, wow, sad, dislike or angry"),
            Numbers = NumbersOf(node),
            Properties = PropertiesOf(node, defaults),
        };
    }

    private delegate bool TryWord<T>(ReadOnlySpan<char> text, out T word);

    private static MappingNode? Own(MappingNode node, MappingNode? defaults, string member) => node.Has(member) ? node[member] : defaults?[member];

    private ValueRule? Optional(MappingNode? node) => node is { } given ? Value(given) : null;

    /// <summary>A value that must be one of our words; what can be checked now is.</summary>
    private ValueRule? Worded<T>(MappingNode? given, TryWord<T> parse, string words)
    {
        if (given is not { } node) return null;
        var rule = Value(node);
        if (rule.Constant is { } constant && !parse(constant, out _)) node.Fail($"can be {words}, but is {node.Shown}");
        if (node["values"] is not { } values || !values.IsObject) return rule;
        foreach (var (_, to) in values.Members())
            if (to.IsText && to.Text() is { Length: > 0 } word && !parse(word, out _))
                to.Fail($"can be {words}, but is {to.Shown}");
        return rule;
    }

    private RatingRule? RatingOf(MappingNode? given)
    {
        if (given is not { } node) return null;
        var (min, max) = (1.0, 5.0);
        if (node.IsObject)
        {
            node.CheckMembers([.. ValueMembers, "min", "max"]);
            min = node["min"]?.Number(1) ?? 1;
            max = node["max"]?.Number(5) ?? 5;
            if (min == max || !double.IsFinite(max - min)) node.Fail("needs a \"min\" (the worst rating) and a \"max\" (the best) that differ");
        }
        return new(ValueOf(node), min, max);
    }

    private WaitRule? WaitOf(MappingNode? given)
    {
        if (given is not { } node || !node.CheckMembers("seconds", "promisedSeconds", "since", "until", "promisedUntil")) return null;
        var inSeconds = node["seconds"] is not null && node["promisedSeconds"] is not null;
        var inTimes = node["since"] is not null && node["until"] is not null && node["promisedUntil"] is not null;
        if (inSeconds == inTimes || (inSeconds && (node["since"] ?? node["until"] ?? node["promisedUntil"]) is not null)
            || (inTimes && (node["seconds"] ?? node["promisedSeconds"]) is not null))
        {
            node.Fail("needs either \"seconds\" and \"promisedSeconds\", or \"since\", \"until\" and \"promisedUntil\"");
            return null;
        }
        return inSeconds
            ? new(Value(node["seconds"]!.Value), Value(node["promisedSeconds"]!.Value), null, null, null)
            : new(null, null, Time(node["since"]!.Value), Time(node["until"]!.Value), Time(node["promisedUntil"]!.Value));
    }

    private NumberSignalRule[] NumbersOf(MappingNode node)
    {
        var numbers = new List<NumberSignalRule>();
        Add("nps", SignalSet.Nps, 0, 10);
        Add("csat", SignalSet.Csat, 1, 5);
        Add("ces", SignalSet.Ces, 1, 7);
        Add("effort", SignalSet.Effort, 1, 7);
        Add("revenue", SignalSet.Revenue, double.MinValue, double.MaxValue);
        return [.. numbers];

        void Add(string name, SignalSet signal, double low, double high)
        {
            if (node[name] is { } given) numbers.Add(new(name, signal, Value(given), low, high));
        }
    }

    private PropertyRule[] PropertiesOf(MappingNode node, MappingNode? defaults)
    {
        var properties = new List<PropertyRule>();
        if (node["text"] is { } text) properties.Add(new("text", Value(text), PropertyForm.Text));
        if (node["currency"] is { } currency) properties.Add(new("currency", Value(currency), PropertyForm.Text));
        Add(node["properties"]);
        Add(defaults?["properties"]);
        if (properties.Count > PropertiesMax) node.Fail($"has {properties.Count} properties; {PropertiesMax} are allowed");
        return [.. properties];

        void Add(MappingNode? given)
        {
            if (given is not { } from) return;
            foreach (var (name, value) in from.Members())
                if (!properties.Exists(known => known.Name == name))
                    properties.Add(PropertyOf(name, value));
        }
    }

    private PropertyRule PropertyOf(string name, MappingNode node)
    {
        if (!node.IsObject)
        {
            var plain = node.Json.ValueKind switch
            {
                System.Text.Json.JsonValueKind.Number => PropertyForm.Number,
                System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => PropertyForm.Bool,
                _ => PropertyForm.Text,
            };
            return new(name, Value(node), plain);
        }
        node.CheckMembers([.. ValueMembers, "as"]);
        var form = PropertyForm.Text;
        if (node["as"] is { } wanted)
        {
            form = wanted.Text() switch { "text" => PropertyForm.Text, "number" => PropertyForm.Number, "boolean" => PropertyForm.Bool, _ => 0 };
            if (form == 0) wanted.Fail($"can be \"text\", \"number\" or \"boolean\", but is {wanted.Shown}");
        }
        return new(name, ValueOf(node), form);
    }

    private ConditionRule[] ConditionsOf(MappingNode? given)
    {
        if (given is not { } node) return [];
        if (node.IsObject) return [Condition(node)];
        var nodes = node.Items().ToList();
        if (nodes.Count > ConditionsMax) node.Fail($"can hold {ConditionsMax} conditions, but holds {nodes.Count}");
        return [.. nodes.Take(ConditionsMax).Select(Condition)];
    }

    private ConditionRule Condition(MappingNode node)
    {
        node.CheckMembers([.. ValueMembers, "in", "notIn", "present"]);
        if (!node.Has("in") && !node.Has("notIn") && !node.Has("present")) node.Fail("needs \"in\", \"notIn\" or \"present\"");
        return new(ValueOf(node), node["in"]?.Texts(), node["notIn"]?.Texts(), node["present"]?.Bool(true));
    }

    private int EachOf(MappingNode? given)
    {
        if (given is not { } node) return -1;
        var join = node.Text() is { } name ? _joinNames.IndexOf(name) : -1;
        if (join < 0) node.Fail($"must name a joined file ({(_joinNames.Count == 0 ? "there is none" : string.Join(", ", _joinNames))}), but is {node.Shown}");
        return join;
    }
}
