using static Veinte.Doors.QuarantineReason;

namespace Veinte.Doors.Steps;

/// <summary>
/// The visible list: what happens to every event, in this order, before the journal. The first step that refuses ends
/// it. What needs the books (dedupe, stitching, grading) comes after the journal, in the partition.
/// </summary>
public static class DoorSteps
{
    /// <summary>The steps of an event of the Segment API.</summary>
    public static IReadOnlyList<DoorStep> Segment => OfSegment;

    internal static readonly DoorStep[] OfSegment =
    [
        new("limits", ShapeSteps.Limits, EventTooLarge, TooDeep, BatchTooLong),
        new("text", ShapeSteps.Text, InvalidUtf8),
        new("shape", ShapeSteps.Shape, NotAnObject, DuplicateMember, WrongType),
        new("type", ShapeSteps.Type, UnknownType),
        new("customer", IdentitySteps.Customer, MissingCustomer, BlockedIdentifier, IdentifierTooLong, MissingGroup, MissingPreviousId, WrongType),
        new("message", IdentitySteps.Message, MessageIdTooLong, WrongType),
        new("time", TimeStep.Time, TimeInvalid, TimeOutOfRange),
        new("touchpoint", TouchpointSteps.Touchpoint, MissingEvent, TouchpointTooLong, NameTooLong, WrongType),
        new("signals", SignalStep.Signals, SignalNotANumber, RatingOffScale, RatingScaleEmpty, SignalOffScale, UnknownOutcome, UnknownReaction),
        new("cardinality", TouchpointSteps.Cardinality, TooManyTouchpoints),
    ];

    /// <summary>The steps of a CloudEvent.</summary>
    public static IReadOnlyList<DoorStep> CloudEvent => OfCloudEvent;

    internal static readonly DoorStep[] OfCloudEvent =
    [
        new("limits", ShapeSteps.Limits, EventTooLarge, TooDeep, BatchTooLong),
        new("text", ShapeSteps.Text, InvalidUtf8),
        new("shape", CloudEventSteps.Shape, NotAnObject, DuplicateMember, CloudEventInvalid),
        new("attributes", CloudEventSteps.Attributes, CloudEventInvalid),
        new("customer", CloudEventSteps.Customer, MissingCustomer, BlockedIdentifier, IdentifierTooLong, WrongType),
        new("message", CloudEventSteps.Message, MessageIdTooLong),
        new("time", TimeStep.Time, TimeInvalid, TimeOutOfRange),
        new("touchpoint", TouchpointSteps.Touchpoint, TouchpointTooLong, NameTooLong),
        new("data", CloudEventSteps.Data, CloudEventInvalid),
        new("signals", SignalStep.Signals, SignalNotANumber, RatingOffScale, RatingScaleEmpty, SignalOffScale, UnknownOutcome, UnknownReaction),
        new("cardinality", TouchpointSteps.Cardinality, TooManyTouchpoints),
    ];

    /// <summary>The name of the step that gives a reason, for counters. Reasons several steps share belong to the first.</summary>
    public static string NameFor(QuarantineReason reason)
    {
        foreach (var step in OfSegment)
            if (step.Reasons.Contains(reason))
                return step.Name;
        return reason == CloudEventInvalid ? "shape" : "mapping";
    }
}
