using KvFleet.Protocol.Store;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Protocol.Store;

/// <summary>The frames that the agent sends unasked.</summary>
internal static class Frames
{
    private const int ExtentBytes = 24;

    /// <summary>A frame with a body that is there already.</summary>
    public static byte[] Make(FrameType type, ReadOnlySpan<byte> body)
    {
        var frame = new byte[FrameHeader.Bytes + body.Length];
        var writer = new FrameWriter(frame);
        writer.Bytes(body);
        writer.Finish(type, 0);
        return frame;
    }

    /// <summary>Extents to map.</summary>
    public static byte[] Extents(IReadOnlyCollection<PoolExtent> extents, bool isLast)
    {
        var frame = new byte[FrameHeader.Bytes + (2 * sizeof(uint)) + (extents.Count * ExtentBytes)];
        var writer = new FrameWriter(frame);
        writer.UInt32((uint)extents.Count);
        writer.UInt32(isLast ? 1U : 0U);
        foreach (var extent in extents)
        {
            writer.UInt64(extent.Number);
            writer.UInt64((ulong)extent.Offset);
            writer.UInt64((ulong)extent.Bytes);
        }

        writer.Finish(FrameType.Extents, 0);
        return frame;
    }

    /// <summary>A key table to map.</summary>
    public static byte[] KeyTable(int arena, long bytes)
    {
        var frame = new byte[FrameHeader.Bytes + (2 * sizeof(uint)) + sizeof(ulong)];
        var writer = new FrameWriter(frame);
        writer.UInt32((uint)arena);
        writer.UInt32(0);
        writer.UInt64((ulong)bytes);
        writer.Finish(FrameType.KeyTable, 0);
        return frame;
    }

    /// <summary>What to let go of.</summary>
    public static byte[] Revoke(TimeSpan deadline, IReadOnlyCollection<ulong> extents, IReadOnlyCollection<int> arenas)
    {
        var frame = new byte[FrameHeader.Bytes + (3 * sizeof(uint)) + (extents.Count * sizeof(ulong)) + (arenas.Count * sizeof(uint))];
        var writer = new FrameWriter(frame);
        writer.UInt32((uint)deadline.TotalSeconds);
        writer.UInt32((uint)extents.Count);
        foreach (var extent in extents)
            writer.UInt64(extent);
        writer.UInt32((uint)arenas.Count);
        foreach (var arena in arenas)
            writer.UInt32((uint)arena);
        writer.Finish(FrameType.Revoke, 0);
        return frame;
    }
}
