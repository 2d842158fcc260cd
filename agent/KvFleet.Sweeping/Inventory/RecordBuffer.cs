using System.Runtime.InteropServices;

namespace KvFleet.Sweeping.Inventory;

/// <summary>
/// Where a unit's records are written, directory by directory, before they become its inventory; used again for the next. Segments of at most 255 files:
/// <c>u8 flags and length of the directory's path, path relative to the unit, u8 files, files x 10 bytes</c>; a continued directory has the byte 0xFF for its path.
/// </summary>
internal sealed unsafe class RecordBuffer : IDisposable
{
    /// <summary>Longest path of a directory below its unit.</summary>
    public const int LongestPath = 126;

    public const byte Continued = 0xff;

    /// <summary>All there is in the directory are the files listed: if its names do not change, neither do they.</summary>
    public const byte PlainFlag = 0x80;

    private const int Start = 64 * 1024;
    private const long KeptBytes = 1 << 20;

    private byte* _data = (byte*)NativeMemory.Alloc(Start);
    private long _capacity = Start;
    private long _length;
    private long _header = -1;
    private long _count = -1;

    public long Length => _length;

    public void Clear() => (_length, _header, _count) = (0, -1, -1);

    /// <summary>The files that follow are in this directory.</summary>
    public void BeginDirectory(ReadOnlySpan<byte> path)
    {
        Reserve(path.Length + 2);
        _header = _length;
        _data[_length++] = (byte)path.Length;
        path.CopyTo(new Span<byte>(_data + _length, path.Length));
        _length += path.Length;
        _count = _length;
        _data[_length++] = 0;
    }

    public void Add(in FileRecord record)
    {
        if (_data[_count] == byte.MaxValue)
        {
            Reserve(2);
            _data[_length++] = Continued;
            _count = _length;
            _data[_length++] = 0;
        }

        Reserve(FileRecord.Size);
        *(FileRecord*)(_data + _length) = record;
        _length += FileRecord.Size;
        _data[_count]++;
    }

    /// <summary>Ends a directory. One without files leaves nothing behind.</summary>
    public void EndDirectory(bool plain)
    {
        if (_count == _length - 1 && _data[_count] == 0)
            _length = _header;
        else if (plain)
            _data[_header] |= PlainFlag;
        (_header, _count) = (-1, -1);
    }

    /// <summary>Copies segments as they are.</summary>
    public void Append(ReadOnlySpan<byte> segments)
    {
        Reserve(segments.Length);
        segments.CopyTo(new Span<byte>(_data + _length, segments.Length));
        _length += segments.Length;
    }

    /// <summary>Hands the records over and starts anew.</summary>
    /// <returns>Memory of <see cref="NativeMemory"/> that is the caller's to free, null where there is nothing, and its length.</returns>
    public (nint Data, long Length) Take()
    {
        var length = _length;
        Clear();
        if (length == 0)
            return (0, 0);
        if (length <= KeptBytes)
        {
            var copy = NativeMemory.Alloc((nuint)length);
            NativeMemory.Copy(_data, copy, (nuint)length);
            return ((nint)copy, length);
        }

        // A large one goes as it is: a copy would be twice its memory for a moment.
        var taken = (nint)NativeMemory.Realloc(_data, (nuint)length);
        _data = (byte*)NativeMemory.Alloc(Start);
        _capacity = Start;
        return (taken, length);
    }

    public void Dispose()
    {
        NativeMemory.Free(_data);
        _data = null;
    }

    private void Reserve(int bytes)
    {
        if (_length + bytes <= _capacity)
            return;
        // A third more: what is not written yet is not in memory yet, since the allocator maps blocks of this size page by page.
        var capacity = Math.Max(_capacity + (_capacity / 3), _length + bytes);
        _data = (byte*)NativeMemory.Realloc(_data, (nuint)capacity);
        _capacity = capacity;
    }
}
