using System.Collections.Frozen;
using Veinte.Model;

namespace Veinte.Grading;

/// <summary>
/// How signals become a grade and a grade becomes an amount. Immutable. The books number its versions; the number is not
/// in here. Its written form is <see cref="ScoringPolicyJson"/>; two policies are the same when they are written the same.
/// </summary>
public sealed record ScoringPolicy
{
    /// <summary>The most touchpoints that may have terms of their own.</summary>
    public const int TouchpointsMax = 10_000;

    /// <summary>The longest name of a policy or a touchpoint, in UTF-16 characters.</summary>
    public const int NameLengthMax = 500;

    /// <summary>The largest debit factor, in thousandths.</summary>
    public const int DebitFactorMilliMax = 5_000;

    /// <summary>The shortest half-life, in days: one hour and a bit.</summary>
    public const double HalfLifeDaysMin = 0.05;

    /// <summary>The longest half-life, in days: a hundred years.</summary>
    public const double HalfLifeDaysMax = 36_500;

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "Standard";

    /// <summary>The grade at which nothing is earned or lost, unless a touchpoint says otherwise. 10 by default.</summary>
    public Grade Par { get; init; } = new(10_000);

    /// <summary>By how much negative amounts are multiplied, in thousandths: 1,000 (default) to 5,000. Shown on every entry.</summary>
    public int DebitFactorMilli { get; init; } = Terms.NeutralDebitFactorMilli;

    /// <summary>After how many days a grade counts half in the standing. 90 by default. Balances never decay.</summary>
    public double HalfLifeDays { get; init; } = 90;

    /// <summary>How much an interaction counts, unless its touchpoint says otherwise. 1 by default.</summary>
    public Weight DefaultWeight { get; init; } = Weight.One;

    /// <summary>Touchpoints with terms of their own, by exact name.</summary>
    public IReadOnlyDictionary<string, TouchpointRule> Touchpoints { get; init; } = FrozenDictionary<string, TouchpointRule>.Empty;

    /// <summary>What each signal says, and how far it is to be trusted.</summary>
    public SignalRules Signals { get; init; } = new();

    /// <summary>
    /// The policy every workspace starts with, version 0. Frozen by a test: another default would regrade the history of
    /// everybody who never published a policy.
    /// </summary>
    public static ScoringPolicy Default { get; } = new();
}

/// <summary>The terms of one touchpoint where they differ from the policy's own.</summary>
/// <param name="Weight">How much an interaction counts here, or null for the policy's default.</param>
/// <param name="Par">The grade at which nothing is earned or lost here, or null for the policy's.</param>
public sealed record TouchpointRule(Weight? Weight = null, Grade? Par = null);
