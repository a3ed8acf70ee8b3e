namespace Veinte.Simulator;

/// <summary>Names for invented people: common given and family names, combined by chance.</summary>
internal static class PeopleNames
{
    private static readonly string[] GivenEs =
    [
        "Lucía", "Hugo", "Martina", "Mateo", "Sofía", "Leo", "Julia", "Daniel", "Valeria", "Alejandro", "Carmen", "Pablo", "Alba",
        "Manuel", "Noa", "Álvaro", "Paula", "Adrián", "Irene", "David", "Laura", "Mario", "Elena", "Diego", "Marta", "Javier",
        "Sara", "Marcos", "Ana", "Sergio", "Rocío", "Iván", "Nuria", "Óscar", "Pilar", "Rubén", "Teresa", "Andrés", "Inés",
        "Rafael", "Clara", "Ignacio", "Beatriz", "Tomás", "Silvia", "Gonzalo", "Raquel", "Joaquín", "Lorena", "Emilio",
    ];

    private static readonly string[] FamilyEs =
    [
        "García", "Fernández", "González", "Rodríguez", "López", "Martínez", "Sánchez", "Pérez", "Gómez", "Martín", "Jiménez",
        "Ruiz", "Hernández", "Díaz", "Moreno", "Muñoz", "Álvarez", "Romero", "Alonso", "Gutiérrez", "Navarro", "Torres",
        "Domínguez", "Vázquez", "Ramos", "Gil", "Ramírez", "Serrano", "Blanco", "Molina", "Morales", "Suárez", "Ortega",
        "Delgado", "Castro", "Ortiz", "Rubio", "Marín", "Sanz", "Núñez", "Iglesias", "Medina", "Garrido", "Cortés", "Castillo",
        "Santos", "Lozano", "Guerrero", "Cano", "Prieto",
    ];

    private static readonly string[] GivenEn =
    [
        "Olivia", "Liam", "Emma", "Noah", "Amelia", "Oliver", "Charlotte", "Elijah", "Isla", "James", "Ava", "William", "Grace",
        "Benjamin", "Mia", "Lucas", "Freya", "Henry", "Ella", "Theodore", "Chloe", "Jack", "Harper", "Owen", "Evelyn", "Samuel",
        "Abigail", "Thomas", "Emily", "George", "Scarlett", "Arthur", "Hannah", "Joseph", "Ruby", "Edward", "Alice", "Peter",
        "Florence", "Simon",
    ];

    private static readonly string[] FamilyEn =
    [
        "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel", "Robinson", "Wright", "Thompson",
        "Evans", "Walker", "White", "Roberts", "Green", "Hall", "Wood", "Clarke", "Hughes", "Edwards", "Turner", "Hill", "Cooper",
        "Ward", "Morris", "Khan", "Baker", "Murphy", "Kelly", "Bennett", "Carter", "Reed", "Brooks", "Fisher", "Ellis", "Marshall",
        "Hunter", "Palmer",
    ];

    /// <summary>A given name and a family name; two family names in Spanish.</summary>
    internal static (string Given, string Family) Draw(ref Chance chance, string language)
    {
        if (language == "en") return (GivenEn[chance.Below(GivenEn.Length)], FamilyEn[chance.Below(FamilyEn.Length)]);
        var given = GivenEs[chance.Below(GivenEs.Length)];
        return (given, FamilyEs[chance.Below(FamilyEs.Length)] + " " + FamilyEs[chance.Below(FamilyEs.Length)]);
    }

    /// <summary>A name for a member of staff: one family name, as on a name badge.</summary>
    internal static string DrawBadge(ref Chance chance, bool spanish) => spanish
        ? GivenEs[chance.Below(GivenEs.Length)] + " " + FamilyEs[chance.Below(FamilyEs.Length)]
        : GivenEn[chance.Below(GivenEn.Length)] + " " + FamilyEn[chance.Below(FamilyEn.Length)];
}
