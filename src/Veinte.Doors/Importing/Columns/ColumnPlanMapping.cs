using System.Text.Json.Nodes;

namespace Veinte.Doors.Importing.Columns;

/// <summary>
/// The mapping a <see cref="ColumnPlan"/> stands for. Evidence of the same touchpoint makes one interaction, as long as no
/// two columns say the same thing; a second rating of one touchpoint is an interaction of its own. Pure.
/// </summary>
public static class ColumnPlanMapping
{
    private const int SecondsPerMinute = 60;

    /// <summary>Writes the mapping as JSON, in the format of <c>samples/import/README.md</c>. Whether it is sound,
    /// <see cref="ImportMapping.Read(System.Text.Json.JsonElement)"/> says.</summary>
    public static JsonObject Of(ColumnPlan plan)
    {
        var mapping = new JsonObject();
        if (plan.Encoding is not null) mapping["file"] = new JsonObject { ["encoding"] = plan.Encoding };
        if (First(plan, ColumnRole.Row) is { } row) mapping["id"] = Value(row);
        // Without a customer each row is somebody of its own, whom nobody will meet again.
        mapping["customer"] = First(plan, ColumnRole.Customer) is { } customer ? Value(customer) : "row-{#}";
        mapping["time"] = TimeOf(plan);
        var defaults = DefaultsOf(plan);
        if (defaults.Count > 0) mapping["defaults"] = defaults;
        mapping["interactions"] = InteractionsOf(plan);
        return mapping;
    }

    private static ColumnUse? First(ColumnPlan plan, ColumnRole role) => plan.Columns.FirstOrDefault(use => use.Role == role);

    private static JsonObject TimeOf(ColumnPlan plan)
    {
        if (First(plan, ColumnRole.Time) is not { } time)
            return new() { ["base"] = (plan.At ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) };
        var rule = Value(time);
        if (time.Format is not null) rule["format"] = time.Format;
        if (plan.Zone is not null) rule["zone"] = plan.Zone;
        return rule;
    }

    private static JsonObject DefaultsOf(ColumnPlan plan)
    {
        var defaults = new JsonObject();
        if (First(plan, ColumnRole.Channel) is { } channel) defaults["channel"] = Value(channel, otherwise: "other");
        else if (!string.IsNullOrEmpty(plan.Channel)) defaults["channel"] = plan.Channel;
        if (First(plan, ColumnRole.Staff) is { } staff) defaults["staff"] = Value(staff);
        if (First(plan, ColumnRole.Area) is { } area) defaults["area"] = Value(area);
        var properties = new JsonObject();
        foreach (var use in plan.Columns.Where(use => use.Role == ColumnRole.Property)) properties[use.Column] = Value(use);
        if (properties.Count > 0) defaults["properties"] = properties;
        return defaults;
    }

    private static JsonArray InteractionsOf(ColumnPlan plan)
    {
        var byColumn = First(plan, ColumnRole.Touchpoint);
        var made = new List<(string Touchpoint, JsonObject Rule)>();
        foreach (var use in plan.Columns)
        {
            if (MemberOf(use) is not var (member, value)) continue;
            var touchpoint = TouchpointOf(plan, use);
            var rule = made.Find(one => one.Touchpoint == touchpoint && !one.Rule.ContainsKey(member)).Rule;
            if (rule is null)
            {
                // A second rating at the touchpoint a column names needs a name of its own, or the two would be one.
                var again = byColumn is not null && made.Count > 0;
                rule = New(byColumn is null ? Literal(touchpoint) : again ? $"{{{byColumn.Column}}}: {Literal(use.Touchpoint ?? use.Column)}" : Value(byColumn));
                made.Add((touchpoint, rule));
            }
            rule[member] = value;
        }
        AddRevenue(plan, made, byColumn);
        AddTexts(plan, made, byColumn);
        if (made.Count == 0) made.Add((plan.Touchpoint, New(byColumn is null ? Literal(plan.Touchpoint) : Value(byColumn))));
        return [.. made.Select(one => one.Rule)];
    }

    private static void AddRevenue(ColumnPlan plan, List<(string Touchpoint, JsonObject Rule)> made, ColumnUse? byColumn)
    {
        if (First(plan, ColumnRole.Revenue) is not { } revenue) return;
        if (made.Count == 0) made.Add((plan.Touchpoint, New(byColumn is null ? Literal(plan.Touchpoint) : Value(byColumn))));
        made[0].Rule["revenue"] = Value(revenue);
    }

    /// <summary>What was written goes with the only evidence there is; among several it stands for itself, where there is any.</summary>
    private static void AddTexts(ColumnPlan plan, List<(string Touchpoint, JsonObject Rule)> made, ColumnUse? byColumn)
    {
        foreach (var use in plan.Columns.Where(use => use.Role == ColumnRole.Text))
        {
            var touchpoint = TouchpointOf(plan, use);
            var rule = made.Count == 1 && !made[0].Rule.ContainsKey("text")
                ? made[0].Rule
                : made.Find(one => byColumn is null && one.Touchpoint == touchpoint && !one.Rule.ContainsKey("text")).Rule;
            if (rule is null)
            {
                rule = New(byColumn is null ? Literal(touchpoint) : $"{{{byColumn.Column}}}: {Literal(use.Touchpoint ?? use.Column)}");
                rule["when"] = new JsonObject { ["column"] = use.Column, ["present"] = true };
                made.Add((touchpoint, rule));
            }
            rule["text"] = Value(use);
        }
    }

    private static string TouchpointOf(ColumnPlan plan, ColumnUse use) => string.IsNullOrWhiteSpace(use.Touchpoint) ? plan.Touchpoint : use.Touchpoint.Trim();

    /// <summary>A text that is meant as it stands: in a mapping a brace begins a column.</summary>
    private static string Literal(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static JsonObject New(JsonNode touchpoint) => new() { ["touchpoint"] = touchpoint };

    private static (string Member, JsonNode Value)? MemberOf(ColumnUse use) => use.Role switch
    {
        ColumnRole.Rating => ("rating", RatingOf(use)),
        ColumnRole.Nps => ("nps", Value(use)),
        ColumnRole.Csat => ("csat", Value(use)),
        ColumnRole.Ces => ("ces", Value(use)),
        ColumnRole.Effort => ("effort", Value(use)),
        ColumnRole.Outcome => ("outcome", Value(use)),
        ColumnRole.Reaction => ("reaction", Value(use)),
        ColumnRole.WaitMinutes => ("wait", WaitOf(use, SecondsPerMinute)),
        ColumnRole.WaitSeconds => ("wait", WaitOf(use, 1)),
        ColumnRole.Ignore or ColumnRole.Row or ColumnRole.Customer or ColumnRole.Time or ColumnRole.Touchpoint or ColumnRole.Channel
            or ColumnRole.Staff or ColumnRole.Area or ColumnRole.Text or ColumnRole.Revenue or ColumnRole.Property => null,
    };

    private static JsonObject RatingOf(ColumnUse use)
    {
        var rating = Value(use);
        rating["min"] = use.Min ?? 1;
        rating["max"] = use.Max ?? 5;
        return rating;
    }

    private static JsonObject WaitOf(ColumnUse use, int factor)
    {
        var seconds = Value(use);
        if (factor != 1) seconds["times"] = factor;
        return new() { ["seconds"] = seconds, ["promisedSeconds"] = (use.Max ?? 0) * factor };
    }

    private static JsonObject Value(ColumnUse use, string? otherwise = null)
    {
        var value = new JsonObject { ["column"] = use.Column };
        if (use.NotApplicable is { Count: > 0 } none) value["notApplicable"] = new JsonArray([.. none.Select(word => (JsonNode)word)]);
        if (use.Words is { Count: > 0 } words)
        {
            value["values"] = new JsonObject(words.Select(word => KeyValuePair.Create(word.Key, (JsonNode?)word.Value)));
            if (otherwise is not null) value["otherwise"] = otherwise;
        }
        return value;
    }
}
