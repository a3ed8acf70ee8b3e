namespace Veinte.Engine.Moments;

/// <summary>
/// Grades that an outcome still counts although their customer's memory has let them go: by touchpoint their sum and number, which is
/// all that a mean needs. Whole numbers, so that what is put in can be taken out without a trace. A mutable value that lies in
/// its outcome's mark; never copied.
/// </summary>
internal struct CarriedGrades
{
    private Place[]? _places;

    /// <summary>How many grades.</summary>
    public int Count { get; private set; }

    /// <summary>Sums by touchpoint, in the order in which they were let go.</summary>
    public readonly ReadOnlySpan<Place> Places => _places;

    /// <summary>A grade has been let go.</summary>
    public void Add(in MetGrade grade)
    {
        ref var place = ref Find(grade.Touchpoint);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place))
        {
            Array.Resize(ref _places, Places.Length + 1);
            place = ref _places[^1];
            place.Touchpoint = grade.Touchpoint;
        }
        place.Milli += grade.Milli;
        place.Count++;
        Count++;
    }

    /// <summary>A grade was not met after all; false when none was let go at its touchpoint.</summary>
    public bool TryRemove(ulong touchpoint, int milli)
    {
        ref var place = ref Find(touchpoint);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place) || place.Count == 0 || place.Milli < milli) return false;
        place.Milli -= milli;
        place.Count--;
        Count--;
        return true;
    }

    public readonly void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Places.Length);
        foreach (var place in Places)
        {
            writer.Write(place.Touchpoint);
            writer.Write7BitEncodedInt(place.Milli);
            writer.Write7BitEncodedInt(place.Count);
        }
    }

    public static CarriedGrades Read(BinaryReader reader)
    {
        var carried = new CarriedGrades();
        var count = reader.Read7BitEncodedInt();
        if (count == 0) return carried;
        carried._places = new Place[count];
        foreach (ref var place in carried._places.AsSpan())
        {
            place = new() { Touchpoint = reader.ReadUInt64(), Milli = reader.Read7BitEncodedInt(), Count = reader.Read7BitEncodedInt() };
            carried.Count += place.Count;
        }
        return carried;
    }

    private readonly ref Place Find(ulong touchpoint)
    {
        foreach (ref var place in _places.AsSpan())
            if (place.Touchpoint == touchpoint) return ref place;
        return ref System.Runtime.CompilerServices.Unsafe.NullRef<Place>();
    }

    /// <summary>What was let go at one touchpoint.</summary>
    internal struct Place
    {
        /// <summary>Hash of its name.</summary>
        public ulong Touchpoint;
        /// <summary>Sum of the grades in thousandths: at most 48 of them, so it fits.</summary>
        public int Milli;
        /// <summary>How many.</summary>
        public int Count;
    }
}
