namespace KvFleet.Store;

/// <summary>Copies out of values that lie in pieces.</summary>
internal static class SegmentCopy
{
    /// <summary>Copies a part of a value.</summary>
    /// <returns>Bytes that were copied.</returns>
    public static int Read(ReadOnlySpan<StoreSegment> segments, long offset, Span<byte> into)
    {
        var copied = 0;
        foreach (var segment in segments)
        {
            if (offset >= segment.Bytes)
            {
                offset -= segment.Bytes;
                continue;
            }

            var part = segment.Span[(int)offset..];
            part = part[..Math.Min(part.Length, into.Length - copied)];
            part.CopyTo(into[copied..]);
            copied += part.Length;
            offset = 0;
        }

        return copied;
    }
}
