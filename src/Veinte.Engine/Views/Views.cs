using System.Text.Json;

namespace Veinte.Engine.Views;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Cursor of the next part, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Both sides of the books, in milli-points.</summary>
/// <param name="Customers">Sum of all customers' balances, amounts in transit between two of them included.</param>
/// <param name="Producers">Sum of all touchpoints' balances.</param>
/// <param name="Difference">Customers − producers: 0, or the books are broken.</param>
/// <param name="InTransit">The part of <paramref name="Customers"/> that is on its way from one customer to another.</param>
/// <param name="Interactions">Interactions in the books.</param>
/// <param name="Graded">How many of them are graded.</param>
/// <param name="Position">Lowest position that all partitions have reached, when all are at rest the journal's head.</param>
public sealed record TrialBalance(
    long Customers, long Producers, long Difference, long InTransit, long Interactions, long Graded, long Position);

/// <summary>Recency-weighted grade, shrunken towards its group, with a 95 % interval; all on 0–20.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Credibility">How much of the estimate is the account's own history, 0–1.</param>
/// <param name="EffectiveN">How many recent interactions the own history is worth.</param>
public sealed record StandingView(double Value, double Low, double High, double Credibility, double EffectiveN);

/// <summary>How an account stands.</summary>
/// <param name="Kind"><c>customer</c>, <c>touchpoint</c>, <c>staff</c> or <c>area</c>.</param>
/// <param name="Key">Its name; a customer's own identifier.</param>
/// <param name="Name">A name for people, or null.</param>
/// <param name="Balance">Milli-points.</param>
/// <param name="Grade">Plain mean of its grades, or null when nothing is graded.</param>
/// <param name="Standing">Null when nothing is graded.</param>
/// <param name="Interactions">How many interactions.</param>
/// <param name="Graded">How many are graded.</param>
/// <param name="FirstAt">Time of the first interaction.</param>
/// <param name="LastAt">Time of the last one.</param>
public sealed record AccountView(
    string Kind, string Key, string? Name, long Balance, double? Grade, StandingView? Standing, long Interactions, long Graded,
    DateTimeOffset? FirstAt, DateTimeOffset? LastAt);

/// <summary>Why a grade is what it is: one signal's part. The contributions of all reasons add up to the grade exactly.</summary>
/// <param name="Signal">Which signal: <c>rating</c>, <c>nps</c>, <c>csat</c>, <c>ces</c>, <c>wait</c>, <c>outcome</c>, <c>effort</c>, <c>reaction</c>.</param>
/// <param name="Value">What it said, such as <c>4 of 1–5</c>.</param>
/// <param name="Grade">The grade this signal alone would give.</param>
/// <param name="Share">Its share in the grade, 0–1.</param>
/// <param name="Contribution">Its part of the grade, on 0–20.</param>
/// <param name="Text">The whole reason as a sentence in the language asked for.</param>
public sealed record ReasonView(string Signal, string Value, double Grade, double Share, double Contribution, string Text);

/// <summary>A line of an account's statement.</summary>
/// <param name="Id">Position in the journal; names the line.</param>
/// <param name="Kind"><c>posting</c>, <c>ungraded</c>, <c>reversal</c>, <c>transfer-in</c>, <c>transfer-out</c>.</param>
/// <param name="MessageId">The client's message id, or null.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Customer">The customer's own identifier.</param>
/// <param name="Touchpoint">Where, or null for a transfer.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Staff">The staff member, or null.</param>
/// <param name="Area">The area, or null.</param>
/// <param name="Grade">0–20, or null when ungraded.</param>
/// <param name="Weight">The weight it was posted with, or null.</param>
/// <param name="Par">The par it was posted against, or null.</param>
/// <param name="Amount">Milli-points, signed, from the account's side.</param>
/// <param name="PolicyVersion">Scoring policy that graded it.</param>
/// <param name="Reasons">Why; empty when ungraded.</param>
/// <param name="Note">What a reversal or transfer says of itself, or null.</param>
/// <param name="Reversed">Whether a later line takes it back.</param>
/// <param name="Dispute"><c>open</c>, <c>upheld</c>, <c>rejected</c> or null.</param>
public sealed record StatementLine(
    string Id, string Kind, string? MessageId, DateTimeOffset OccurredAt, string Customer, string? Touchpoint, string Channel,
    string? Staff, string? Area, double? Grade, double? Weight, double? Par, long Amount, int PolicyVersion,
    IReadOnlyList<ReasonView> Reasons, string? Note, bool Reversed, string? Dispute);

/// <summary>One interaction with all that is known of it.</summary>
/// <param name="Line">As it stands in the customer's statement.</param>
/// <param name="Source">By which source it came.</param>
/// <param name="Type">By which call: <c>track</c>, <c>page</c>, …</param>
/// <param name="Intent">Intent, or <c>unknown</c>.</param>
/// <param name="Stage">Stage, or null.</param>
/// <param name="Journey">Journey, or null.</param>
/// <param name="ReceivedAt">When the door received it.</param>
/// <param name="OriginalAt">The client's clock when it happened.</param>
/// <param name="SentAt">The client's clock when it was sent.</param>
/// <param name="TimeClamped">Whether its time was set to the time of receipt.</param>
/// <param name="Properties">As they came.</param>
/// <param name="Context">As it came.</param>
public sealed record InteractionDetail(
    StatementLine Line, string Source, string Type, string Intent, string? Stage, string? Journey, DateTimeOffset ReceivedAt,
    DateTimeOffset? OriginalAt, DateTimeOffset? SentAt, bool TimeClamped, JsonElement? Properties, JsonElement? Context);

/// <summary>Another identifier of a customer.</summary>
/// <param name="Kind"><c>user</c> or <c>anonymous</c>.</param>
/// <param name="Value">The identifier.</param>
/// <param name="MergedAt">Position of the merge, or null when it was only seen.</param>
/// <param name="Cause">Why it was merged, or null.</param>
public sealed record IdentifierView(string Kind, string Value, long? MergedAt, string? Cause);

/// <summary>A customer.</summary>
/// <param name="Id">The identifier asked by, or the one it was merged into.</param>
/// <param name="Kind"><c>user</c> or <c>anonymous</c>.</param>
/// <param name="Account">How the account stands.</param>
/// <param name="Identifiers">Identifiers merged into it.</param>
/// <param name="Traits">Traits, a JSON object.</param>
/// <param name="Groups">Organisations it belongs to.</param>
/// <param name="Touchpoints">Its own grade by touchpoint, most interactions first, at most 20.</param>
public sealed record CustomerProfile(
    string Id, string Kind, AccountView Account, IReadOnlyList<IdentifierView> Identifiers, JsonElement Traits,
    IReadOnlyList<string> Groups, IReadOnlyList<CustomerTouchpoint> Touchpoints);

/// <summary>How one customer fared at one touchpoint.</summary>
public sealed record CustomerTouchpoint(string Touchpoint, long Interactions, long Graded, double? Grade, long Balance);

/// <summary>One point of the course over time.</summary>
/// <param name="At">Start of the hour or day, UTC.</param>
/// <param name="Interactions">How many interactions happened in it.</param>
/// <param name="Graded">How many of them are graded.</param>
/// <param name="Grade">Their mean grade, or null.</param>
/// <param name="Amount">Sum of what they posted, milli-points.</param>
/// <param name="Balance">Balance of all customers at its end, milli-points.</param>
public sealed record CoursePoint(DateTimeOffset At, long Interactions, long Graded, double? Grade, long Amount, long Balance);

/// <summary>How a producer's account moved between two equally long periods.</summary>
/// <param name="Key">Touchpoint, staff member or area.</param>
/// <param name="Grade">Mean grade in the later period, or null.</param>
/// <param name="GradeBefore">Mean grade in the earlier one, or null.</param>
/// <param name="Graded">Graded interactions in the later period.</param>
/// <param name="GradedBefore">Graded interactions in the earlier one.</param>
/// <param name="Amount">Posted in the later period, milli-points.</param>
/// <param name="Low">Lower end of the 95 % interval of the change, or null when the data do not suffice.</param>
/// <param name="High">Upper end, or null.</param>
public sealed record ProducerChange(
    string Key, double? Grade, double? GradeBefore, long Graded, long GradedBefore, long Amount, double? Low, double? High);

/// <summary>All the page <i>Now</i> needs.</summary>
/// <param name="Totals">Both sides of the books.</param>
/// <param name="Grade">Mean grade of the period, or null.</param>
/// <param name="GradeBefore">Mean grade of the period before, or null.</param>
/// <param name="Interactions">Interactions of the period.</param>
/// <param name="InteractionsBefore">Interactions of the period before.</param>
/// <param name="Customers">Customers known.</param>
/// <param name="Course">Hours or days of the period.</param>
/// <param name="Touchpoints">Touchpoints with activity in the period.</param>
/// <param name="ChangeLow">Lower end of the 95 % interval of the mean grade's change, or null when the data do not suffice.</param>
/// <param name="ChangeHigh">Upper end, or null.</param>
public sealed record Overview(
    TrialBalance Totals, double? Grade, double? GradeBefore, long Interactions, long InteractionsBefore, long Customers,
    IReadOnlyList<CoursePoint> Course, IReadOnlyList<ProducerChange> Touchpoints, double? ChangeLow = null, double? ChangeHigh = null);

/// <summary>An event in quarantine.</summary>
/// <param name="Id">Its position.</param>
/// <param name="Source">By which source it came.</param>
/// <param name="Door">Which door refused it.</param>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Detail">What was wrong and what to do.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="State"><c>waiting</c>, <c>replayed</c> or <c>discarded</c>.</param>
/// <param name="Raw">The bytes as text; only when one event is asked for.</param>
public sealed record QuarantinedEvent(
    long Id, string Source, string Door, string Reason, string Detail, DateTimeOffset ReceivedAt, string State, string? Raw);

/// <summary>How many interactions a step dropped for a reason.</summary>
/// <param name="Step">Name of the step.</param>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Count">How many.</param>
public sealed record DropCount(string Step, string Reason, long Count);

/// <summary>An import and how far it has come.</summary>
public sealed record ImportView(
    string Id, string Name, string State, long Rows, long Interactions, long Bad, string Author, DateTimeOffset StartedAt,
    DateTimeOffset UpdatedAt);

/// <summary>A dispute of a posting.</summary>
public sealed record DisputeView(
    long Posting, string Customer, string Author, string Reason, DateTimeOffset OpenedAt, string State, string? Outcome, string? ResolvedBy);

/// <summary>A published scoring policy.</summary>
/// <param name="Version">1, 2, 3…; 0 is the one every workspace starts with.</param>
/// <param name="Author">Who published it.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="Position">Where the publication stands in the journal.</param>
/// <param name="Policy">The policy document.</param>
/// <param name="Note">Why, or null when nobody said.</param>
public sealed record PolicyView(int Version, string Author, DateTimeOffset PublishedAt, long Position, JsonElement Policy, string? Note = null);

/// <summary>A posting as it leaves for the live feed.</summary>
/// <param name="Id">Position.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="ReceivedAt">When the door received it.</param>
/// <param name="Customer">The customer's identifier.</param>
/// <param name="Name">The customer's name, or null.</param>
/// <param name="Touchpoint">Where.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Staff">The staff member, or null.</param>
/// <param name="Area">The area, or null.</param>
/// <param name="Grade">0–20, or null when ungraded.</param>
/// <param name="Amount">Milli-points; 0 when ungraded.</param>
/// <param name="Balance">The customer's balance afterwards.</param>
/// <param name="Kind"><c>posting</c>, <c>ungraded</c> or <c>reversal</c>.</param>
public sealed record LivePosting(
    long Id, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string Customer, string? Name, string Touchpoint,
    string Channel, string? Staff, string? Area, double? Grade, long Amount, long Balance, string Kind) : LiveEvent;

/// <summary>Something that watchers see as it happens: a posting, or a verdict. A new kind is told apart where nodes hand them on (<c>LiveWire</c>).</summary>
public abstract record LiveEvent;

/// <summary>A promise has a verdict.</summary>
/// <param name="Id">Position of the verdict in the journal.</param>
/// <param name="Promise">The promise's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Verdict"><c>kept</c>, <c>broken</c>, <c>undecided</c> or <c>open</c>.</param>
/// <param name="Cause">By what: <c>average</c>, <c>change</c>, <c>budget</c>, <c>season</c>, <c>guardrail</c>, <c>arms</c> or <c>sample-ratio</c>.</param>
/// <param name="At">When it was reached.</param>
/// <param name="N">Observations it rests on.</param>
/// <param name="Mean">Their mean, on the measure's scale.</param>
/// <param name="Low">Lower end of the confidence sequence.</param>
/// <param name="High">Upper end.</param>
/// <param name="Detail">The arm or guardrail it is about, or null.</param>
public sealed record LiveVerdict(
    long Id, string Promise, int Version, string Verdict, string Cause, DateTimeOffset At, long N, double? Mean, double? Low, double? High,
    string? Detail) : LiveEvent;

/// <summary>What <c>verify</c> found.</summary>
/// <param name="Agrees">Whether everything recomputed from the journal equals what is stored.</param>
/// <param name="Position">Up to where.</param>
/// <param name="Entries">Entries read.</param>
/// <param name="Accounts">Accounts compared.</param>
/// <param name="Totals">Both sides, recomputed.</param>
/// <param name="Differences">What differs, at most 100 lines.</param>
public sealed record Verification(
    bool Agrees, long Position, long Entries, long Accounts, TrialBalance Totals, IReadOnlyList<string> Differences);

/// <summary>How an account would stand under another scoring policy.</summary>
public sealed record RestatedAccount(string Kind, string Key, long Balance, long BalanceAfter, double? Grade, double? GradeAfter, long Graded, long GradedAfter);

/// <summary>History replayed under another scoring policy, beside the books as they are.</summary>
/// <param name="Version">The policy.</param>
/// <param name="UpTo">Position up to which it was replayed.</param>
/// <param name="Before">Both sides as they are.</param>
/// <param name="After">Both sides restated.</param>
/// <param name="Accounts">Producers' accounts, greatest change first.</param>
public sealed record Restatement(int Version, long UpTo, TrialBalance Before, TrialBalance After, IReadOnlyList<RestatedAccount> Accounts);
