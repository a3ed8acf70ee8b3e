using Veinte.Engine;
using Veinte.Engine.Moments;

namespace Veinte.Server.Demo;

/// <summary>
/// What Aurora judges moments of truth by, beside the recommendation that every workspace has: whether a passenger books again.
/// Defined before her past is told, so that all of it counts.
/// </summary>
internal static class DemoOutcomes
{
    /// <summary>Defines them; what is defined already stays as it is.</summary>
    public static async Task Define(VeinteNode node, CancellationToken cancel)
    {
        var again = new OutcomeDefinition
        {
            Name = "Books again · Vuelve a reservar",
            Kind = OutcomeKinds.Return,
            Touchpoint = "Online booking",
            WithinDays = 60,
            GapDays = 30,
        };
        await new MomentsDesk(node.Desk, new(node.Books)).Define("books-again", 0, again, "demo", cancel);
    }
}
