using System.Text;
using System.Text.Json;
using Veinte.Doors.Importing;
using Veinte.Doors.Importing.Columns;

namespace Veinte.Doors.Tests.Importing;

/// <summary>Whoever knows no mapping uploads a file and gets one that is nearly right.</summary>
public sealed class Columns_propose_a_mapping
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private const string Survey =
        """
        Marca temporal;Correo electrónico;¿Recomendaría la tienda?;Trato recibido;Limpieza;Tiempo de espera (min);¿Se resolvió?;Vendedor;Tienda;Comentarios
        24/11/2026 10:15:33;ana@ejemplo.es;9;Muy bueno;5;4;Sí;Lucía;Centro;Todo perfecto, volveré seguro con mis hijos
        24/11/2026 10:40:02;beto@ejemplo.es;6;Regular;4;12;No;Rubén;Norte;
        24/11/2026 11:05:10;carla@ejemplo.es;10;Excelente;5;2;Sí;Lucía;Centro;Muy amables
        24/11/2026 11:45:10;dani@ejemplo.es;3;Malo;2;25;No;Rubén;Norte;Una cola larguísima y nadie sabía nada
        24/11/2026 12:15:10;eva@ejemplo.es;8;Bueno;0;6;Sí;Lucía;Centro;
        24/11/2026 13:00:00;fer@ejemplo.es;11;Bueno;4;5;Sí;Lucía;Centro;
        31/31/2026 13:20:00;hugo@ejemplo.es;7;Bueno;3;5;Sí;Lucía;Centro;Bien
        """;

    [Fact]
    public void A_survey_of_a_shop_is_understood_though_it_has_mistakes_in_it() => Assert.Equal(
        """
        Marca temporal: Time d/M/yyyy H:mm:ss
        Correo electrónico: Customer
        ¿Recomendaría la tienda?: Nps at ¿Recomendaría la tienda?
        Trato recibido: Rating at Trato recibido 1–5
        Limpieza: Rating at Limpieza 1–5 without 0
        Tiempo de espera (min): WaitMinutes at Tiempo de espera (min) –10
        ¿Se resolvió?: Outcome at ¿Se resolvió?
        Vendedor: Staff
        Tienda: Area
        Comentarios: Text at Comentarios
        """, Proposed(Survey));

    [Theory]
    [InlineData("order_id,customer_id,created_at,stars\nA1,u1,2026-11-24T10:00:00Z,5\nA2,u2,2026-11-24T11:00:00Z,1\n", "order_id: Row; customer_id: Customer; created_at: Time; stars: Rating at stars 1–5")]
    [InlineData("When,Email,Score\n11/24/2026 6:30 PM,a@x.org,9\n11/25/2026 7:30 PM,b@x.org,0\n", "When: Time M/d/yyyy h:mm tt; Email: Customer; Score: Rating at Score 0–10")]
    [InlineData("Nombre;Nota\nAna;15\nBea;8\n", "Nombre: Customer; Nota: Rating at Nota 0–20")]
    [InlineData("Passenger,Age,Seat,Food\n1,33,5,4\n2,41,3,0\n3,12,1,2\n4,55,2,3\n5,29,4,1\n", "Passenger: Customer; Age: Property; Seat: Rating at Seat 1–5; Food: Rating at Food 1–5 without 0")]
    [InlineData("cliente;canal;importe;estado\nana;tienda;12,50;entregado\nbea;teléfono;8;cancelado\n", "cliente: Customer; canal: Channel; importe: Revenue; estado: Outcome at estado")]
    [InlineData("a;b\n;\n;\n", "a: Ignore; b: Ignore")]
    [InlineData("Mobile app rating,phone\n5,+34 600 000 001\n4,+34 600 000 002\n", "Mobile app rating: Rating at Mobile app rating 1–5; phone: Customer")]
    [InlineData("Food,Comment\nGood,Fine\nBad,\nbad,\n", "Food: Rating at Food 1–5; Comment: Text at Comment")]
    public void Names_and_values_say_what_a_column_is(string file, string uses) =>
        Assert.Equal(uses, Proposed(file, dayFirst: file.Contains(';', StringComparison.Ordinal)).ReplaceLineEndings("\n").Replace("\n", "; ", StringComparison.Ordinal));

    [Fact]
    public void The_proposal_imports_and_its_mistakes_are_told_by_row()
    {
        var mapping = ColumnPlanMapping.Of(Plan(Survey) with { Zone = "Europe/Madrid", Channel = "in-person" });
        var (report, entries) = Imported.Read(mapping.ToJsonString(), Survey);
        Assert.Equal((7, 2), (report.Rows, report.BadRows));
        Assert.Equal([(7, "¿Recomendaría la tienda?"), (8, "Marca temporal")], report.Bad.Select(bad => ((int)bad.Line, bad.Column)));
        var ana = entries.Select(entry => entry.Interaction).OfType<InteractionDraftValues>().Where(interaction => interaction.Customer == "ana@ejemplo.es").ToList();
        Assert.Equal(["¿Recomendaría la tienda?", "Trato recibido", "Limpieza", "Tiempo de espera (min)", "¿Se resolvió?", "Comentarios"], ana.Select(one => one.Touchpoint));
        Assert.All(ana, one => Assert.Equal(("Lucía", "Centro", Veinte.Model.Channel.InPerson), (one.Staff, one.Area, one.Channel)));
        Assert.Equal((9, 5, 240, 600), (ana[0].Signals.Nps, ana[1].Signals.Rating, ana[3].Signals.WaitSeconds, ana[3].Signals.PromisedWaitSeconds));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 9, 15, 33, TimeSpan.Zero), ana[0].OccurredAt.ToDateTimeOffset());
    }

    [Fact]
    public void Evidence_of_one_touchpoint_is_one_interaction_and_a_second_rating_is_another()
    {
        ColumnUse Use(string column, ColumnRole role, string? touchpoint = null) => new(column, role, touchpoint);
        Assert.Equal(["Counter(rating,nps,text)"], Shape(new(
            [Use("a", ColumnRole.Rating, "Counter"), Use("b", ColumnRole.Nps, "Counter"), Use("c", ColumnRole.Text, "Comment")], "File")));
        Assert.Equal(["Counter(rating)", "Counter(rating)", "Comment(when,text)"], Shape(new(
            [Use("a", ColumnRole.Rating, "Counter"), Use("b", ColumnRole.Rating, "Counter"), Use("c", ColumnRole.Text, "Comment")], "File")));
        Assert.Equal(["t(rating,nps,revenue)", "{t}: b(rating)"], Shape(new(
            [Use("t", ColumnRole.Touchpoint), Use("a", ColumnRole.Rating), Use("n", ColumnRole.Nps), Use("b", ColumnRole.Rating), Use("m", ColumnRole.Revenue)], "File")));
        Assert.Equal(["File()"], Shape(new([Use("a", ColumnRole.Customer)], "File")));
    }

    [Fact]
    public void Every_choice_of_columns_makes_a_sound_mapping()
    {
        foreach (var role in Enum.GetValues<ColumnRole>())
        {
            var mapping = ColumnPlanMapping.Of(new([new("first {odd} column", role, "Here {or} there", NotApplicable: ["NA"]), new("second", role)], "File", "web", "Europe/Madrid", Now, "windows-1252"));
            Assert.Empty(Read(mapping.ToJsonString()).Errors);
        }
    }

    [Theory]
    [InlineData("a.csv", "PK\u0003\u0004rest", "excel")]
    [InlineData("a.csv", " \n", "empty")]
    [InlineData("a.csv", "a\0b", "binary")]
    [InlineData("a.json", "[{}]", "json-list")]
    [InlineData("a.csv", "[a],b\n1,2\n", null)]
    [InlineData("a.jsonl", "{}\n", null)]
    public async Task What_cannot_be_imported_is_known_by_its_first_bytes(string name, string content, string? code)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(content));
        Assert.Equal(code, (await ImportFiles.KindOf(file, name, TestContext.Current.CancellationToken)).Trouble?.Code);
    }

    [Fact]
    public async Task The_encoding_of_a_spreadsheet_is_noticed_and_its_accents_are_read()
    {
        using var file = new MemoryStream(Encoding.Latin1.GetBytes("Señor;Valoración\nLucía;5\n"));
        var kind = await ImportFiles.KindOf(file, "a.csv", TestContext.Current.CancellationToken);
        Assert.Equal("windows-1252", kind.Encoding);
        file.Position = 0;
        var preview = ImportFiles.Preview(file, "a.csv", 20, kind.Encoding);
        Assert.Equal(["Señor", "Valoración"], preview.Columns);
        Assert.Equal("Lucía", preview.Rows[0][0]);
    }

    [Theory]
    [InlineData("4,5", 4.5)]
    [InlineData("12,50", 12.5)]
    [InlineData("1,234", null)]
    [InlineData("1.234,5", null)]
    [InlineData(",5", null)]
    public void A_decimal_comma_is_read_where_it_cannot_mean_thousands(string text, double? number)
    {
        var (report, _) = Imported.Read("""{"customer":"{a}","time":"2026-01-01","interactions":[{"touchpoint":"T","revenue":"{b}"}]}""", $"a;b\nana;{text}\n");
        Assert.Equal(number is null ? 1 : 0, report.BadRows);
    }

    private static string[] Shape(ColumnPlan plan) =>
    [
        .. ColumnPlanMapping.Of(plan)["interactions"]!.AsArray().Select(one => one!.AsObject()).Select(one =>
            $"{(one["touchpoint"] is System.Text.Json.Nodes.JsonObject by ? by["column"] : one["touchpoint"])}({string.Join(',', one.Select(member => member.Key).Skip(1))})"),
    ];

    private static ColumnPlan Plan(string file, bool dayFirst = true)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return ColumnGuess.Of(ImportFiles.Preview(stream, "encuesta.csv", 500), "encuesta", dayFirst, "Europe/Madrid", Now);
    }

    private static string Proposed(string file, bool dayFirst = true) => string.Join('\n', Plan(file, dayFirst).Columns.Select(use =>
        $"{use.Column}: {use.Role}{(use.Format is null ? "" : " " + use.Format)}{(use.Touchpoint is null ? "" : " at " + use.Touchpoint)}"
        + $"{(use.Max is null ? "" : $" {use.Min}–{use.Max}")}{(use.NotApplicable is null ? "" : " without " + string.Join(',', use.NotApplicable))}"));

    private static MappingReading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ImportMapping.Read(document.RootElement);
    }
}
