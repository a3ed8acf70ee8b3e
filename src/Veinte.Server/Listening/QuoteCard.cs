using System.Globalization;
using System.Net;
using System.Text;

namespace Veinte.Server.Listening;

/// <summary>A quote as a picture to pass on, 1,200 × 630 as social networks and slides like it. Pure.</summary>
internal static class QuoteCard
{
    private const int Width = 1200, Height = 630, Margin = 84;
    private const int FootHeight = 130, TopMin = 60;
    // As wide as the widest of the fonts people have, so that no line runs over the edge.
    private static readonly (int CharsMax, int Size, int PerLine)[] Sizes = [(90, 58, 26), (190, 44, 34), (int.MaxValue, 36, 42)];

    /// <summary>The picture as SVG.</summary>
    /// <param name="text">The quote; what does not fit ends in an ellipsis.</param>
    /// <param name="below">Where and when.</param>
    /// <param name="grade">The grade as it is written, or null.</param>
    public static string Svg(string text, string below, string? grade)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var (_, size, perLine) = Sizes.First(size => words.Length <= size.CharsMax);
        var lead = (int)(size * 1.32);
        var lines = Lines("«" + words + "»", perLine, (Height - FootHeight - TopMin) / lead);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" font-family=\"system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#f4f6f7\"/><rect width=\"14\" height=\"{Height}\" fill=\"#1d3b8b\"/>");
        var top = (Height - 110 - lines.Count * lead) / 2 + size;
        for (var line = 0; line < lines.Count; line++) Text(svg, Margin, top + line * lead, size, 600, "#14201f", lines[line]);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Margin} {Height - 112}H{Width - Margin}\" stroke=\"#9aa8a7\" stroke-width=\"1.5\"/>");
        Text(svg, Margin, Height - 62, 27, 400, "#465553", below.Length <= 70 ? below : below[..69] + "…");
        if (grade is not null) Text(svg, Width - Margin, Height - 62, 34, 700, "#1d3b8b", grade, "end");
        return svg.Append("</svg>").ToString();
    }

    private static void Text(StringBuilder svg, int x, int y, int size, int weight, string ink, string text, string anchor = "start") =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{ink}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    private static List<string> Lines(string text, int perLine, int max)
    {
        var (lines, line) = (new List<string>(), new StringBuilder());
        foreach (var word in text.Split(' ').SelectMany(word => word.Chunk(perLine).Select(piece => new string(piece))))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > perLine)
            {
                lines.Add(line.ToString());
                line.Clear();
                if (lines.Count == max)
                {
                    lines[^1] = lines[^1].TrimEnd(',', '.', ';', ':') + "…»";
                    return lines;
                }
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        if (line.Length > 0) lines.Add(line.ToString());
        return lines;
    }
}
