using System.Text.Unicode;
using Veinte.Doors.Reading;
using Veinte.Doors.Segment;

namespace Veinte.Doors.Steps;

/// <summary>Is this an event at all?</summary>
internal static class ShapeSteps
{
    internal static bool Limits(scoped ref Arriving arriving)
    {
        ref readonly var found = ref arriving.Found;
        if (found.Length > arriving.Limits.EventBytesMax)
            return arriving.Refuse(QuarantineReason.EventTooLarge,
                $"The event has {found.Length} bytes; {arriving.Limits.EventBytesMax} are allowed. Send large content elsewhere and its address here.");
        if (found.Depth > arriving.Limits.DepthMax)
            return arriving.Refuse(QuarantineReason.TooDeep,
                $"Objects and lists are nested {found.Depth} deep; {arriving.Limits.DepthMax} is allowed. Send flatter properties.");
        return true;
    }

    internal static bool Text(scoped ref Arriving arriving) =>
        arriving.BodyIsUtf8 || Utf8.IsValid(arriving.Raw)
        || arriving.Refuse(QuarantineReason.InvalidUtf8,
            $"The event holds bytes that are not UTF-8: {Arriving.Shown(arriving.Raw)}. Send UTF-8; Latin-1 and the like must be converted.");

    internal static bool Shape(scoped ref Arriving arriving) => IsOneObject(ref arriving)
        && IsObjectOrAbsent(ref arriving, Field.Properties)
        && IsObjectOrAbsent(ref arriving, Field.Context)
        && IsObjectOrAbsent(ref arriving, Field.Traits);

    /// <summary>Whether the event is an object in which no member that matters stands twice.</summary>
    internal static bool IsOneObject(scoped ref Arriving arriving)
    {
        ref readonly var found = ref arriving.Found;
        if (found.Kind != SliceKind.Object)
            return arriving.Refuse(QuarantineReason.NotAnObject,
                $"An event must be a JSON object, but this is {Arriving.Article(found.Kind)}: {Arriving.Shown(arriving.Raw)}.");
        if (found.Duplicate != Field.None)
            return arriving.Refuse(QuarantineReason.DuplicateMember,
                $"{arriving.NameOf(found.Duplicate)} stands in the event twice, so nobody can say which is meant. Send it once.");
        return true;
    }

    internal static bool Type(scoped ref Arriving arriving)
    {
        if (arriving.Route != SegmentRoute.Batch) return true;
        if (!arriving.TryText(Field.Type, out var type)) return false;
        return SegmentRoutes.TryParseType(type, out arriving.Route)
            || arriving.Refuse(QuarantineReason.UnknownType, type.IsEmpty
                ? "The event has no type. Send track, identify, page, screen, group or alias."
                : $"The type \"{Arriving.Shown(type)}\" is none we know. Send track, identify, page, screen, group or alias.");
    }

    private static bool IsObjectOrAbsent(scoped ref Arriving arriving, Field field)
    {
        var slice = arriving.Found[field];
        return !slice.HasValue || slice.Kind == SliceKind.Object
            || arriving.Refuse(QuarantineReason.WrongType,
                $"{arriving.NameOf(field)} must be an object, but it is {Arriving.Article(slice.Kind)}: {Arriving.Shown(arriving.RawOf(field))}.");
    }
}
