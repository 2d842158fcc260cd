using KvFleet.Store;

namespace KvFleet.Resp.Values;

/// <summary>Copies out of a value that lies in pieces.</summary>
internal static class LeaseReader
{
    /// <summary>Copies a part of a value.</summary>
    /// <param name="lease">The value.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="into">Gets the bytes.</param>
    /// <returns>Bytes that there were.</returns>
    public static int Read(StoreLease lease, long offset, Span<byte> into)
    {
        var copied = 0;
        foreach (var segment in lease.Segments)
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
            if (copied == into.Length)
                break;
        }

        return copied;
    }
}
