using System.Globalization;
using System.Net;
using System.Text;
using QRCoder;

namespace Veinte.Server.Surveys.Delivery;

/// <summary>
/// A sheet to print and hang up: what is asked, a QR code of the place's address (error correction Q: a quarter of it may be
/// dirty or torn), and the address for whoever types. As SVG, PDF (A4) or the code alone as PNG. Pure.
/// </summary>
internal sealed class QrPoster
{
    private const double Width = 595, Height = 842, Margin = 56;
    private const int QuietModules = 4;
    private const int PngPixelsPerModule = 24;
    private const double HeadSize = 46, HeadLead = 52, SmallSize = 18;
    private const int HeadLineMax = 20, SmallLineMax = 54;
    private readonly string[] _head;
    private readonly string _call;
    private readonly string _place;
    private readonly string _address;
    private readonly QRCodeData _code;

    /// <summary>A poster.</summary>
    /// <param name="head">What is asked.</param>
    /// <param name="call">What to do, such as "Escanee el código".</param>
    /// <param name="place">Name of the place.</param>
    /// <param name="address">The address; shorter than 1,000 characters.</param>
    public QrPoster(string head, string call, string place, string address)
    {
        _head = [.. Wrap(head, HeadLineMax).Take(4)];
        (_call, _place, _address) = (Cut(call, SmallLineMax), Cut(place, SmallLineMax), address);
        using var generator = new QRCodeGenerator();
        _code = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.Q);
    }

    /// <summary>The code alone.</summary>
    public byte[] Png() => new PngByteQRCode(_code).GetGraphic(PngPixelsPerModule);

    /// <summary>The sheet as SVG.</summary>
    public string Svg()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}pt\" height=\"{Height}pt\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        for (var line = 0; line < _head.Length; line++)
            Text(svg, Margin, HeadTop + line * HeadLead, HeadSize, bold: true, _head[line]);
        Text(svg, Margin, CallTop, SmallSize, bold: false, _call);
        svg.Append("<path fill=\"#000\" d=\"");
        foreach (var (x, y, size) in Modules()) svg.Append(CultureInfo.InvariantCulture, $"M{x:0.###} {y:0.###}h{size:0.###}v{size:0.###}h-{size:0.###}z");
        svg.Append("\"/>");
        Text(svg, Margin, Height - 92, SmallSize, bold: true, _place);
        Text(svg, Margin, Height - 64, 13, bold: false, _address);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The sheet as a PDF of one page, A4, with the fonts every reader has.</summary>
    public byte[] Pdf()
    {
        var page = new StringBuilder();
        for (var line = 0; line < _head.Length; line++) Text(page, 2, HeadSize, Margin, Height - (HeadTop + line * HeadLead), _head[line]);
        Text(page, 1, SmallSize, Margin, Height - CallTop, _call);
        foreach (var (x, y, size) in Modules()) page.Append(CultureInfo.InvariantCulture, $"{x:0.###} {Height - y - size:0.###} {size:0.###} {size:0.###} re\n");
        page.Append("f\n");
        Text(page, 2, SmallSize, Margin, 92, _place);
        Text(page, 1, 13, Margin, 64, _address);
        return Document(page.ToString());
    }

    private double HeadTop => 110;

    private double CallTop => HeadTop + _head.Length * HeadLead - 6;

    private IEnumerable<(double X, double Y, double Size)> Modules()
    {
        // The library's matrix has the quiet zone around it already; white paper goes on beyond it.
        var matrix = _code.ModuleMatrix;
        var size = (Width - 2 * Margin) / (matrix.Count - 2 * QuietModules);
        var top = CallTop + 34;
        size = Math.Min(size, (Height - top - 130) / (matrix.Count - 2 * QuietModules));
        for (var row = QuietModules; row < matrix.Count - QuietModules; row++)
            for (var column = QuietModules; column < matrix.Count - QuietModules; column++)
                if (matrix[row][column])
                    yield return (Margin + (column - QuietModules) * size, top + (row - QuietModules) * size, size);
    }

    private static void Text(StringBuilder svg, double x, double y, double size, bool bold, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{(bold ? 700 : 400)}\" fill=\"#14201f\">{WebUtility.HtmlEncode(text)}</text>");

    private static void Text(StringBuilder page, int font, double size, double x, double y, string text) =>
        page.Append(CultureInfo.InvariantCulture, $"BT /F{font} {size} Tf {x} {y:0.###} Td ({Escaped(text)}) Tj ET\n");

    // Windows-1252 as PDF readers know it; what it lacks becomes a question mark.
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            if (letter is '(' or ')' or '\\') escaped.Append('\\').Append(letter);
            else if (letter is >= ' ' and <= '~') escaped.Append(letter);
            else escaped.Append(CultureInfo.InvariantCulture, $"\\{Convert.ToString(WindowsByte(letter), 8).PadLeft(3, '0')}");
        }
        return escaped.ToString();
    }

    private static byte WindowsByte(char letter) => letter switch
    {
        >= '\u00a0' and <= '\u00ff' => (byte)letter,
        '€' => 0x80, '…' => 0x85, '‘' => 0x91, '’' => 0x92, '“' => 0x93, '”' => 0x94, '–' => 0x96, '—' => 0x97,
        _ => (byte)'?',
    };

    private static byte[] Document(string page)
    {
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Width} {Height}] /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> /Contents 6 0 R >>"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Length {page.Length} >>\nstream\n{page}endstream"),
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var number = 1; number <= objects.Length; number++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{objects[number - 1]}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        // Every character written above is ASCII, so its place in the text is its place in the file.
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    private static IEnumerable<string> Wrap(string text, int max)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > max)
            {
                yield return line;
                line = "";
            }
            line = Cut(line.Length == 0 ? word : $"{line} {word}", max + 6);
        }
        if (line.Length > 0) yield return line;
    }

    private static string Cut(string text, int max) => text.Length <= max ? text : text[..(max - 1)] + "…";
}
