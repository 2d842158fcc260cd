using System.Runtime.InteropServices;

namespace KvFleet.Sweeping.Inventory;

/// <summary>Goes through the segments that <see cref="RecordBuffer"/> wrote.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe ref struct SegmentReader
{
    private readonly byte* _data;
    private readonly long _length;
    private long _next;

    public SegmentReader(nint data, long length, long position = 0)
    {
        _data = (byte*)data;
        _length = length;
        _next = position;
    }

    /// <summary>Where the segment starts.</summary>
    public long Position { get; private set; }

    /// <summary>Where the next one starts.</summary>
    public readonly long End => _next;

    /// <summary>The directory's path relative to the unit, empty for the unit itself; also of a continued segment.</summary>
    public ReadOnlySpan<byte> Path { get; private set; }

    /// <summary>Whether it goes on with the directory of the segment before.</summary>
    public bool IsContinued { get; private set; }

    /// <summary>Whether the directory has nothing but these files; said by its first segment, and kept for those that follow.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>Its files, in place.</summary>
    public Span<FileRecord> Records { get; private set; }

    public bool MoveNext()
    {
        if (_next >= _length)
            return false;
        Position = _next;
        var head = _data[_next++];
        IsContinued = head == RecordBuffer.Continued;
        if (!IsContinued)
        {
            var length = head & ~RecordBuffer.PlainFlag;
            IsPlain = (head & RecordBuffer.PlainFlag) != 0;
            Path = new ReadOnlySpan<byte>(_data + _next, length);
            _next += length;
        }

        var count = _data[_next++];
        Records = new Span<FileRecord>(_data + _next, count);
        _next += count * FileRecord.Size;
        return true;
    }
}
