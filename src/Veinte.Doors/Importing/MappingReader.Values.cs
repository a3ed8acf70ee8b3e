using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Veinte.Doors.Importing;

internal sealed partial class MappingReader
{
    private const int RowNumber = -1;
    private static readonly string[] ValueMembers = ["column", "text", "values", "otherwise", "notApplicable", "times"];

    /// <summary>A value: a text with <c>{columns}</c>, a number, true or false, or an object that says more.</summary>
    private ValueRule Value(MappingNode node)
    {
        if (node.IsObject) node.CheckMembers(ValueMembers);
        return ValueOf(node);
    }

    /// <summary>The same, where the object may have further members, which the caller has checked.</summary>
    private ValueRule ValueOf(MappingNode node)
    {
        switch (node.Json.ValueKind)
        {
            case JsonValueKind.String:
                return Ruled(node, Template(node), null);
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return Ruled(node, [new(node.Json.GetRawText(), RowNumber)], null);
            case JsonValueKind.Object:
                return Ruled(node, PartsOf(node), node);
            default:
                node.Fail($"must be a text such as \"{{column}}\", a number, or an object with \"column\", but is {node.Shown}");
                return Ruled(node, [new("", RowNumber)], null);
        }
    }

    private ValuePart[] PartsOf(MappingNode node)
    {
        var (column, text) = (node["column"], node["text"]);
        if (column is null == text is null)
        {
            node.Fail("needs either \"column\" (a column's name) or \"text\" (such as \"{first} {last}\")");
            return [new("", RowNumber)];
        }
        if (text is { } template) return Template(template);
        return column!.Value.Text() is { Length: > 0 } name ? [Column(name, column.Value)] : [new("", RowNumber)];
    }

    private ValueRule Ruled(MappingNode node, ValuePart[] parts, MappingNode? more)
    {
        var nothing = more?["notApplicable"]?.Texts() ?? [];
        Dictionary<string, string>? words = null;
        if (more?["values"] is { } values)
        {
            words = new(StringComparer.Ordinal);
            foreach (var (name, to) in values.Members())
                words[name.Trim()] = to.Json.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? to.Json.GetRawText() : to.Text() ?? "";
        }
        if (more is { } said && said.Has("otherwise") && words is null) said.Fail("has \"otherwise\", but no \"values\" it could stand beside");
        var otherwise = more?["otherwise"]?.Text();
        var times = more?["times"]?.Number(1) ?? 1;
        var label = string.Join(", ", parts.Where(part => part.Literal is null && part.Slot >= 0).Select(part => LabelOf(_columns[part.Slot])));
        return new(node.Path, label, parts, [.. _notApplicable, .. nothing], words, otherwise, more?.Has("otherwise") ?? false, times);
    }

    private string LabelOf(AskedColumn column) => column.Join < 0 ? column.Name : $"{_joinNames[column.Join]}.{column.Name}";

    private ValuePart[] Template(MappingNode node)
    {
        var text = node.Text() ?? "";
        var parts = new List<ValuePart>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && at + 1 < text.Length && text[at + 1] == text[at])
            {
                literal.Append(text[at++]);
                continue;
            }
            if (text[at] == '}')
            {
                node.Fail("has a } without its {; a brace that is meant is written twice");
                break;
            }
            if (text[at] != '{')
            {
                literal.Append(text[at]);
                continue;
            }
            var end = text.IndexOf('}', at);
            if (end < 0 || end == at + 1)
            {
                node.Fail("has a { without a column's name and }; a brace that is meant is written twice");
                break;
            }
            if (literal.Length > 0) parts.Add(new(literal.ToString(), RowNumber));
            literal.Clear();
            parts.Add(Column(text[(at + 1)..end], node));
            at = end;
        }
        if (literal.Length > 0 || parts.Count == 0) parts.Add(new(literal.ToString(), RowNumber));
        return [.. parts];
    }

    /// <summary>A column as part of a value: of the file, or of a joined one (<c>name.column</c>); <c>#</c> is the row's number.</summary>
    private ValuePart Column(string name, MappingNode asked)
    {
        if (name == "#") return new(null, RowNumber);
        var join = -1;
        var dot = name.IndexOf('.');
        if (dot > 0 && _joinNames.IndexOf(name[..dot]) is >= 0 and var found)
        {
            join = found;
            name = name[(dot + 1)..];
        }
        if (!_slots.TryGetValue((join, name), out var slot))
        {
            slot = _columns.Count;
            _slots.Add((join, name), slot);
            _columns.Add(new(join, name, asked.Path));
        }
        return new(null, slot);
    }
}

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class MappingJson : JsonSerializerContext;
