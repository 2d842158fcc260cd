using System.Buffers.Binary;

namespace KvFleet.Protocol.Store;

/// <summary>Keys as they lie in a frame: u16 length and bytes of each. Made by <see cref="FrameReader.Keys"/>, which has checked that they are all there.</summary>
public readonly ref struct KeyList
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal KeyList(ReadOnlySpan<byte> bytes, int count)
    {
        _bytes = bytes;
        Count = count;
    }

    /// <summary>Number of keys.</summary>
    public int Count { get; }

    /// <summary>Goes through the keys.</summary>
    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>Goes through the keys.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _left;

        internal Enumerator(ReadOnlySpan<byte> bytes) => _left = bytes;

        /// <summary>The key.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes to the next key.</summary>
        public bool MoveNext()
        {
            if (_left.IsEmpty)
                return false;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(_left);
            Current = _left.Slice(sizeof(ushort), length);
            _left = _left[(sizeof(ushort) + length)..];
            return true;
        }
    }
}
