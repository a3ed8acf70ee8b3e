namespace Veinte.Doors.Importing.Columns;

/// <summary>
/// Proposes what the columns of a file are, from their names and first values, for a person to correct. A guess is never
/// more than that: nothing is imported before somebody has seen what would happen. Pure.
/// </summary>
public static class ColumnGuess
{
    private const int PropertyDistinctMax = 30;
    private const int UnhintedRowsMin = 5;
    private const int PhoneDigitsMin = 7;
    private const double PromisedMinutes = 10;

    private static readonly string[] TimeWords = ["time", "hora", "fecha", "date", "timestamp", "temporal", "created", "answered", "when", "cuando", "dia"];
    private static readonly string[] CustomerWords = ["customer", "cliente", "client", "usuario", "user", "passenger", "pasajero", "paciente", "patient", "huesped", "guest", "member", "socio", "household", "comprador", "buyer"];
    private static readonly string[] MailWords = ["email", "correo", "mail"];
    private static readonly string[] PhoneWords = ["phone", "telefono", "movil", "mobile", "whatsapp"];
    private static readonly string[] PersonWords = ["name", "nombre"];
    private static readonly string[] StaffWords = ["staff", "employee", "empleado", "empleada", "agent", "agente", "vendedor", "seller", "waiter", "camarero", "camarera", "dependiente", "atendio", "asesor", "representative", "cashier", "cajero", "cajera"];
    private static readonly string[] AreaWords = ["area", "store", "tienda", "branch", "sucursal", "department", "departamento", "location", "local", "oficina", "office", "region", "sede", "airline", "hotel", "zona"];
    private static readonly string[] TouchpointWords = ["touchpoint", "punto", "step", "paso", "event", "evento", "activity", "actividad", "momento"];
    private static readonly string[] ChannelWords = ["channel", "canal", "medio", "via"];
    private static readonly string[] NpsWords = ["nps", "recomend", "recommend", "likelihood"];
    private static readonly string[] SatisfactionWords = ["csat", "satisf"];
    private static readonly string[] EaseWords = ["ces", "ease", "easy", "facil"];
    private static readonly string[] EffortWords = ["effort", "esfuerzo"];
    private static readonly string[] RatingWords = ["rating", "score", "stars", "estrella", "valoracion", "puntuacion", "puntaje", "calificacion", "nota", "grade", "polarity"];
    private static readonly string[] OutcomeWords = ["outcome", "resultado", "resolved", "resuelto", "resuelta", "solved", "resolvi", "soluci", "success", "exito", "status", "estado"];
    private static readonly string[] TextWords = ["comment", "coment", "opinion", "review", "text", "feedback", "observa", "message", "mensaje", "sugerencia", "suggestion", "motivo", "tweet"];
    private static readonly string[] WaitWords = ["wait", "espera"];
    private static readonly string[] SecondWords = ["sec", "second", "seg", "segundo"];
    private static readonly string[] MoneyWords = ["revenue", "importe", "amount", "ventas", "sales", "total", "gasto", "spend", "price", "precio"];
    private static readonly string[] NumberOfRowWords = ["id", "order", "pedido", "ticket", "response", "respuesta", "number", "numero", "num", "no", "ref", "referencia", "factura", "invoice"];
    // Small numbers that are counts, not ratings.
    private static readonly string[] CountWords = ["age", "edad", "id", "qty", "quantity", "cantidad", "count", "number", "numero", "week", "semana", "year", "ano", "month", "mes", "day", "dia", "delay", "retraso", "distance", "distancia", "zip", "postal", "item", "night", "noche", "size", "visit", "frequency", "recency", "kids", "hijos", "hour", "hora", "code", "codigo"];

    /// <summary>The proposal.</summary>
    /// <param name="preview">The beginning of the file: the more rows, the better.</param>
    /// <param name="touchpoint">Where it happened when no column says, such as the file's name.</param>
    /// <param name="dayFirst">Whether 3/4 is the third of April.</param>
    /// <param name="zone">The firm's time zone.</param>
    /// <param name="now">When it happened when no column says.</param>
    public static ColumnPlan Of(FilePreview preview, string touchpoint, bool dayFirst, string? zone, DateTimeOffset now)
    {
        var columns = preview.Columns.Select((name, at) => new ColumnSample(name, preview.Rows.Select(row => at < row.Count ? row[at] : ""))).ToList();
        var uses = new Dictionary<ColumnSample, ColumnUse>();
        TakeTime(columns, uses, dayFirst);
        TakeCustomer(columns, uses);
        TakeOne(columns, uses, ColumnRole.Row, column => column.IsUnique && column.Says(NumberOfRowWords) && !column.IsProse);
        foreach (var column in columns.Where(column => !uses.ContainsKey(column)))
            if (Evidence(column) is { } use) uses[column] = use;
        foreach (var column in columns.Where(column => !uses.ContainsKey(column) && !column.IsNumeric && (column.IsProse || column.Says(TextWords))))
            uses[column] = new(column.Name, ColumnRole.Text, column.Name);
        foreach (var column in columns.Where(column => !uses.ContainsKey(column) && column.Says(ChannelWords)).Take(1))
            if (WordScales.ChannelsOf(column) is { } words) uses[column] = new(column.Name, ColumnRole.Channel, Words: words);
        TakeOne(columns, uses, ColumnRole.Staff, column => column.Says(StaffWords) && !column.IsProse);
        TakeOne(columns, uses, ColumnRole.Area, column => column.Says(AreaWords) && !column.IsProse);
        TakeOne(columns, uses, ColumnRole.Touchpoint, column => column.Says(TouchpointWords) && !column.IsNumeric && !column.IsProse && !column.IsUnique);
        TakeOne(columns, uses, ColumnRole.Revenue, column => column.IsNumeric && column.Says(MoneyWords));
        return new(
            [.. columns.Select(column => uses.GetValueOrDefault(column) ?? new(column.Name, IsProperty(column) ? ColumnRole.Property : ColumnRole.Ignore))],
            touchpoint, null, zone, now);
    }

    private static bool IsProperty(ColumnSample column) => column.Values.Length > 0 && column.Distinct.Length <= PropertyDistinctMax && !column.IsProse
        && !column.Says(PersonWords) && !column.Says(PhoneWords) && !column.Says(MailWords);

    private static void TakeOne(List<ColumnSample> columns, Dictionary<ColumnSample, ColumnUse> uses, ColumnRole role, Predicate<ColumnSample> fits)
    {
        if (columns.Find(column => !uses.ContainsKey(column) && column.Values.Length > 0 && fits(column)) is { } found) uses[found] = new(found.Name, role);
    }

    private static void TakeTime(List<ColumnSample> columns, Dictionary<ColumnSample, ColumnUse> uses, bool dayFirst)
    {
        foreach (var column in columns.OrderByDescending(column => column.Says(TimeWords)))
        {
            if (!column.IsTime(dayFirst, out var format)) continue;
            uses[column] = new(column.Name, ColumnRole.Time, Format: format);
            return;
        }
    }

    private static void TakeCustomer(List<ColumnSample> columns, Dictionary<ColumnSample, ColumnUse> uses)
    {
        // What tells people apart best comes first; a customer type or a customer's comment is no customer.
        Predicate<ColumnSample>[] ways =
        [
            column => column.Says(CustomerWords) && column.Says(["id"]),
            column => column.Says(MailWords) && column.Values.Any(value => value.Contains('@', StringComparison.Ordinal)),
            column => column.Says(CustomerWords) && column.Words.Length == 1,
            column => column.Says(PhoneWords) && column.Values.Average(value => value.Length) >= PhoneDigitsMin,
            column => column.Says(CustomerWords) && column.Distinct.Length * 2 > column.Values.Length,
            column => column.Says(PersonWords) && !column.Says(StaffWords) && !column.IsNumeric,
            column => column.Words is ["id"],
        ];
        foreach (var way in ways)
        {
            if (columns.Find(column => !uses.ContainsKey(column) && column.Values.Length > 0 && !column.IsProse && way(column)) is not { } found) continue;
            uses[found] = new(found.Name, ColumnRole.Customer);
            return;
        }
    }

    private static ColumnUse? Evidence(ColumnSample column)
    {
        if (column.IsNumeric) return NumericEvidence(column);
        if (WordScales.RatingsOf(column) is { } ratings) return new(column.Name, ColumnRole.Rating, column.Name, 1, 5, Words: ratings);
        if (column.Says(OutcomeWords) && WordScales.OutcomesOf(column) is { } outcomes) return new(column.Name, ColumnRole.Outcome, column.Name, Words: outcomes);
        return WordScales.ReactionsOf(column) is { } reactions ? new(column.Name, ColumnRole.Reaction, column.Name, Words: reactions) : null;
    }

    private static ColumnUse? NumericEvidence(ColumnSample column)
    {
        if (column.Says(WaitWords) && column.IsWithin(0, double.MaxValue))
            return column.Says(SecondWords)
                ? new(column.Name, ColumnRole.WaitSeconds, column.Name, Max: PromisedMinutes * 60)
                : new(column.Name, ColumnRole.WaitMinutes, column.Name, Max: PromisedMinutes);
        if (column.Says(NpsWords) && column.IsWithin(0, 10)) return new(column.Name, ColumnRole.Nps, column.Name);
        if (column.Says(EffortWords) && IsOfSeven(column)) return new(column.Name, ColumnRole.Effort, column.Name);
        if (column.Says(EaseWords) && IsOfSeven(column)) return new(column.Name, ColumnRole.Ces, column.Name);
        if (column.Says(["csat"]) && column.IsWithin(1, 5)) return new(column.Name, ColumnRole.Csat, column.Name);
        var hinted = column.Says(RatingWords) || column.Says(SatisfactionWords) || column.Says(EaseWords) || column.Says(EffortWords);
        if (hinted) return column.Says(CountWords) ? null : Rating(column);
        // A column of small whole numbers that names no count is most often an answer on a scale of five.
        var looksLike = column.IsWhole && column.IsWithin(0, 5) && column.Distinct.Length >= 3 && column.Values.Length >= UnhintedRowsMin;
        return looksLike && !column.Says(CountWords) && !column.Says(MoneyWords) ? Rating(column) : null;
    }

    private static readonly (double Min, double Max)[] Scales = [(1, 5), (1, 7), (1, 10), (0, 20), (0, 100)];

    private static bool IsOfSeven(ColumnSample column) => column.IsWithin(1, 7) && !column.IsWithin(1, 5);

    private static ColumnUse? Rating(ColumnSample column)
    {
        if (Array.FindIndex(Scales, scale => column.IsWithin(0, scale.Max)) is var at && at < 0) return null;
        var (min, max) = Scales[at];
        // On a scale that begins with 1 a 0 is how forms write that somebody did not answer; a scale to 10 may begin with it.
        if (max == 10 && column.HasZero) min = 0;
        string[]? none = min == 1 && column.HasZero ? ["0"] : null;
        return new(column.Name, ColumnRole.Rating, column.Name, min, max, none);
    }
}
