using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Veinte.Engine.Partitions;

namespace Veinte.Cluster.Calls;

/// <summary>
/// Questions and answers as bytes of our own: immutable data, written field by field in the order of their declaration, with
/// no names and no types, for both ends run the same shape. <see cref="ShapeOf"/> tells whether they do; where they do not
/// (two versions during an upgrade), the call fails and says so. Nothing is ever made that the declared type does not
/// name: bytes choose no types. Thread-safe.
/// </summary>
internal static class StructuralCodec
{
    private const int DepthMax = 32;
    private static readonly ConcurrentDictionary<Type, Codec> Codecs = [];
    private static readonly ConcurrentDictionary<Type, ulong> Shapes = [];

    /// <summary>Writes a value of a type.</summary>
    /// <exception cref="NotSupportedException">The type cannot be written: it has no fixed shape.</exception>
    public static byte[] Write(Type type, object? value)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        For(type).Write(writer, value);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static object? Read(Type type, ReadOnlyMemory<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        try
        {
            var value = For(type).Read(reader);
            return reader.BaseStream.Position == reader.BaseStream.Length ? value : throw new InvalidDataException($"Bytes are left after a {type.Name}.");
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException($"A {type.Name} ends too early.", cut);
        }
    }

    /// <summary>A hash of everything the bytes of a type depend on.</summary>
    public static ulong ShapeOf(Type type) => Shapes.GetOrAdd(type, static type =>
    {
        var text = new StringBuilder();
        Describe(type, text, []);
        return XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text.ToString()));
    });

    private static void Describe(Type type, StringBuilder text, HashSet<Type> seen)
    {
        text.Append(type.FullName ?? type.Name).Append('{');
        if (seen.Add(type))
            foreach (var (name, part) in For(type).Parts) Describe(part, text.Append(name).Append(':'), seen);
        text.Append('}');
    }

    private static Codec For(Type type) => Codecs.GetOrAdd(type, Make);

    private static Codec Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return new NullableCodec(value);
        if (type.IsEnum) return new EnumCodec(type);
        if (Primitives.TryGetValue(type, out var primitive)) return primitive;
        if (type.IsArray && type.GetArrayRank() == 1) return ListOf(type, type.GetElementType()!);
        if (type.IsGenericType)
        {
            var (open, arguments) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
            if (open == typeof(List<>) || open == typeof(IReadOnlyList<>) || open == typeof(IReadOnlyCollection<>) || open == typeof(IEnumerable<>)
                || open == typeof(IList<>) || open == typeof(ICollection<>)) return ListOf(type, arguments[0]);
            if (open == typeof(HashSet<>) || open == typeof(IReadOnlySet<>)) return (Codec)Activator.CreateInstance(typeof(SetCodec<>).MakeGenericType(arguments))!;
            if (open == typeof(Dictionary<,>) || open == typeof(IReadOnlyDictionary<,>) || open == typeof(IDictionary<,>))
                return (Codec)Activator.CreateInstance(typeof(MapCodec<,>).MakeGenericType(arguments), type)!;
        }
        if (type.IsValueType && !IsReferenceOrContainsReferences(type) && type.StructLayoutAttribute?.Value == LayoutKind.Explicit)
            return (Codec)Activator.CreateInstance(typeof(BlitCodec<>).MakeGenericType(type))!;
        if (type.IsInterface || type.IsAbstract || type.IsPointer || typeof(Delegate).IsAssignableFrom(type) || type == typeof(object)
            || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true && !type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal))
            throw new NotSupportedException($"{type} has no fixed shape: it cannot be asked of a partition on another node.");
        return new FieldsCodec(type);
    }

    private static Codec ListOf(Type type, Type item) => (Codec)Activator.CreateInstance(
        (type.IsArray || type.IsInterface ? typeof(ArrayCodec<>) : typeof(ListCodec<>)).MakeGenericType(item))!;

    private static bool IsReferenceOrContainsReferences(Type type) =>
        (bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static readonly Dictionary<Type, Codec> Primitives = new()
    {
        [typeof(bool)] = new Plain<bool>((w, v) => w.Write(v), r => r.ReadBoolean()),
        [typeof(byte)] = new Plain<byte>((w, v) => w.Write(v), r => r.ReadByte()),
        [typeof(sbyte)] = new Plain<sbyte>((w, v) => w.Write(v), r => r.ReadSByte()),
        [typeof(short)] = new Plain<short>((w, v) => w.Write(v), r => r.ReadInt16()),
        [typeof(ushort)] = new Plain<ushort>((w, v) => w.Write(v), r => r.ReadUInt16()),
        [typeof(int)] = new Plain<int>((w, v) => w.Write(v), r => r.ReadInt32()),
        [typeof(uint)] = new Plain<uint>((w, v) => w.Write(v), r => r.ReadUInt32()),
        [typeof(long)] = new Plain<long>((w, v) => w.Write(v), r => r.ReadInt64()),
        [typeof(ulong)] = new Plain<ulong>((w, v) => w.Write(v), r => r.ReadUInt64()),
        [typeof(float)] = new Plain<float>((w, v) => w.Write(v), r => r.ReadSingle()),
        [typeof(double)] = new Plain<double>((w, v) => w.Write(v), r => r.ReadDouble()),
        [typeof(decimal)] = new Plain<decimal>((w, v) => w.Write(v), r => r.ReadDecimal()),
        [typeof(char)] = new Plain<char>((w, v) => w.Write((ushort)v), r => (char)r.ReadUInt16()),
        [typeof(UInt128)] = new Plain<UInt128>((w, v) => { w.Write((ulong)(v >> 64)); w.Write(unchecked((ulong)v)); }, r => new(r.ReadUInt64(), r.ReadUInt64())),
        [typeof(Int128)] = new Plain<Int128>((w, v) => { w.Write(unchecked((ulong)(v >> 64))); w.Write(unchecked((ulong)v)); }, r => new(r.ReadUInt64(), r.ReadUInt64())),
        [typeof(Guid)] = new Plain<Guid>((w, v) => w.Write(v.ToByteArray()), r => new(r.ReadBytes(16))),
        [typeof(TimeSpan)] = new Plain<TimeSpan>((w, v) => w.Write(v.Ticks), r => new(r.ReadInt64())),
        [typeof(DateTime)] = new Plain<DateTime>((w, v) => w.Write(v.ToBinary()), r => DateTime.FromBinary(r.ReadInt64())),
        [typeof(DateOnly)] = new Plain<DateOnly>((w, v) => w.Write(v.DayNumber), r => DateOnly.FromDayNumber(r.ReadInt32())),
        [typeof(DateTimeOffset)] = new Plain<DateTimeOffset>((w, v) => { w.Write(v.Ticks); w.Write(v.Offset.Ticks); }, r => new(r.ReadInt64(), new(r.ReadInt64()))),
        [typeof(string)] = new TextCodec(),
        // A customer remembers things of several kinds: the bytes of the checkpoints name them.
        [typeof(CustomerState)] = new StoredCodec<CustomerState>(StoredState.Layout, CustomerCodec.Encode, bytes => CustomerCodec.Decode(bytes)),
    };

    private abstract class Codec
    {
        public virtual IEnumerable<(string Name, Type Type)> Parts => [];
        public abstract void Write(BinaryWriter writer, object? value);
        public abstract object? Read(BinaryReader reader);
    }

    private sealed class Plain<T>(Action<BinaryWriter, T> write, Func<BinaryReader, T> read) : Codec
    {
        public override void Write(BinaryWriter writer, object? value) => write(writer, (T)value!);
        public override object? Read(BinaryReader reader) => read(reader);
    }

    private sealed class TextCodec : Codec
    {
        public override void Write(BinaryWriter writer, object? value)
        {
            writer.Write(value is not null);
            if (value is string text) writer.Write(text);
        }

        public override object? Read(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
    }

    /// <summary>What has a stored form of its own travels in it.</summary>
    private sealed class StoredCodec<T>(byte layout, Func<T, byte[]> encode, Func<byte[], T> decode) : Codec where T : class
    {
        public override IEnumerable<(string, Type)> Parts => [($"layout {layout}", typeof(byte[]))];

        public override void Write(BinaryWriter writer, object? value) => For(typeof(byte[])).Write(writer, value is T present ? encode(present) : null);

        public override object? Read(BinaryReader reader) => For(typeof(byte[])).Read(reader) is byte[] bytes ? decode(bytes) : null;
    }

    private sealed class NullableCodec(Type value) : Codec
    {
        public override IEnumerable<(string, Type)> Parts => [("value", value)];

        public override void Write(BinaryWriter writer, object? present)
        {
            writer.Write(present is not null);
            if (present is not null) For(value).Write(writer, present);
        }

        public override object? Read(BinaryReader reader) => reader.ReadBoolean() ? For(value).Read(reader) : null;
    }

    private sealed class EnumCodec(Type type) : Codec
    {
        private readonly Type _number = Enum.GetUnderlyingType(type);
        public override void Write(BinaryWriter writer, object? value) => For(_number).Write(writer, Convert.ChangeType(value, _number, null));
        public override object? Read(BinaryReader reader) => Enum.ToObject(type, For(_number).Read(reader)!);
    }

    /// <summary>Bytes as they lie in memory: both ends are little-endian, or they would not have the same shape.</summary>
    private sealed class BlitCodec<T> : Codec where T : unmanaged
    {
        public override IEnumerable<(string, Type)> Parts => [.. FieldsOf(typeof(T)).Select(part => (part.Name, part.FieldType))];

        public override void Write(BinaryWriter writer, object? value)
        {
            var bytes = (T)value!;
            writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref bytes)));
        }

        public override object? Read(BinaryReader reader) => MemoryMarshal.Read<T>(reader.ReadBytes(Unsafe.SizeOf<T>()));
    }

    private abstract class ManyCodec<T> : Codec
    {
        // Numbers and lines of the daybook go as they lie in memory.
        private static readonly bool Blits = typeof(T).IsPrimitive && typeof(T) != typeof(bool) && typeof(T) != typeof(char)
            || typeof(T).IsValueType && !IsReferenceOrContainsReferences(typeof(T)) && typeof(T).StructLayoutAttribute?.Value == LayoutKind.Explicit;

        public override IEnumerable<(string, Type)> Parts => [("item", typeof(T))];

        public override void Write(BinaryWriter writer, object? value)
        {
            if (value is not IEnumerable<T> items)
            {
                writer.Write(-1);
                return;
            }
            var array = items as T[] ?? [.. items];
            writer.Write(array.Length);
            if (Blits) WriteBytes(writer, array);
            else
                foreach (var item in array) For(typeof(T)).Write(writer, item);
        }

        protected static T[]? ReadItems(BinaryReader reader)
        {
            var count = reader.ReadInt32();
            if (count < 0) return null;
            // An item has a byte at least, unless it has no fields: a count that cannot be is not believed.
            if (count > reader.BaseStream.Length) throw new InvalidDataException($"A list of {count} items does not fit into {reader.BaseStream.Length} bytes.");
            var items = new T[count];
            if (Blits) ReadBytes(reader, items);
            else
                for (var i = 0; i < count; i++) items[i] = (T)For(typeof(T)).Read(reader)!;
            return items;
        }

        private static void WriteBytes(BinaryWriter writer, T[] items) =>
            writer.Write(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(items)), items.Length * Unsafe.SizeOf<T>()));

        private static void ReadBytes(BinaryReader reader, T[] items)
        {
            var bytes = MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(items)), items.Length * Unsafe.SizeOf<T>());
            reader.BaseStream.ReadExactly(bytes);
        }
    }

    private sealed class ArrayCodec<T> : ManyCodec<T>
    {
        public override object? Read(BinaryReader reader) => ReadItems(reader);
    }

    private sealed class ListCodec<T> : ManyCodec<T>
    {
        public override object? Read(BinaryReader reader) => ReadItems(reader) is { } items ? new List<T>(items) : null;
    }

    private sealed class SetCodec<T> : ManyCodec<T>
    {
        public override object? Read(BinaryReader reader) => ReadItems(reader) is { } items ? new HashSet<T>(items) : null;
    }

    private sealed class MapCodec<TKey, TValue>(Type declared) : Codec where TKey : notnull
    {
        public override IEnumerable<(string, Type)> Parts => [("key", typeof(TKey)), ("value", typeof(TValue))];

        public override void Write(BinaryWriter writer, object? value)
        {
            if (value is not IReadOnlyCollection<KeyValuePair<TKey, TValue>> pairs)
            {
                writer.Write(-1);
                return;
            }
            writer.Write(pairs.Count);
            foreach (var (key, item) in pairs)
            {
                For(typeof(TKey)).Write(writer, key);
                For(typeof(TValue)).Write(writer, item);
            }
        }

        public override object? Read(BinaryReader reader)
        {
            _ = declared;
            var count = reader.ReadInt32();
            if (count < 0) return null;
            // Texts are compared by their characters everywhere in the stream.
            var map = typeof(TKey) == typeof(string) ? new Dictionary<TKey, TValue>((IEqualityComparer<TKey>)(object)StringComparer.Ordinal) : [];
            for (var left = count; left > 0; left--) map.Add((TKey)For(typeof(TKey)).Read(reader)!, (TValue)For(typeof(TValue)).Read(reader)!);
            return map;
        }
    }

    /// <summary>A record, class or struct of ours: all its fields, private ones too, and nothing else.</summary>
    private sealed class FieldsCodec(Type type) : Codec
    {
        [ThreadStatic] private static int _depth;
        private readonly FieldInfo[] _fields = FieldsOf(type);

        public override IEnumerable<(string, Type)> Parts => [.. _fields.Select(part => (part.Name, part.FieldType))];

        public override void Write(BinaryWriter writer, object? value)
        {
            if (!type.IsValueType)
            {
                writer.Write(value is not null);
                if (value is null) return;
                if (value.GetType() != type) throw new NotSupportedException($"A {value.GetType()} stands where {type} is declared: it cannot be asked of a partition on another node.");
            }
            if (++_depth > DepthMax) throw new NotSupportedException($"{type} refers to itself: it cannot be asked of a partition on another node.");
            try
            {
                foreach (var field in _fields) For(field.FieldType).Write(writer, field.GetValue(value));
            }
            finally
            {
                _depth--;
            }
        }

        public override object? Read(BinaryReader reader)
        {
            if (!type.IsValueType && !reader.ReadBoolean()) return null;
            // Without its constructor: what it would compute is in the fields.
            var value = RuntimeHelpers.GetUninitializedObject(type);
            foreach (var field in _fields) field.SetValue(value, For(field.FieldType).Read(reader));
            return value;
        }
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
            fields.AddRange(at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        return [.. fields.OrderBy(field => field.DeclaringType!.FullName, StringComparer.Ordinal).ThenBy(field => field.MetadataToken)];
    }
}
