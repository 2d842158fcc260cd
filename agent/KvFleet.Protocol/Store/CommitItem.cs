namespace KvFleet.Protocol.Store;

/// <summary>One filled slot of a commit.</summary>
public ref struct CommitItem
{
    /// <summary>The row.</summary>
    public int Row { get; set; }

    /// <summary>The ticket that came with it.</summary>
    public uint Ticket { get; set; }

    /// <summary>Bytes of the value.</summary>
    public uint Length { get; set; }

    /// <summary>Its place in the prefix, in blocks.</summary>
    public uint Position { get; set; }

    /// <summary>Time that computing it again takes; 0 while unknown.</summary>
    public uint RecomputeMicroseconds { get; set; }

    /// <summary>Its prefix; 0 for none.</summary>
    public ulong Group { get; set; }

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key { get; set; }

    /// <summary>Reads one.</summary>
    public static CommitItem Read(ref FrameReader reader) => new()
    {
        Row = reader.Int32(),
        Ticket = reader.UInt32(),
        Length = reader.UInt32(),
        Position = reader.UInt32(),
        RecomputeMicroseconds = reader.UInt32(),
        Group = reader.UInt64(),
        Key = reader.Key(),
    };

    /// <summary>Writes it.</summary>
    public readonly void Write(ref FrameWriter writer)
    {
        writer.Int32(Row);
        writer.UInt32(Ticket);
        writer.UInt32(Length);
        writer.UInt32(Position);
        writer.UInt32(RecomputeMicroseconds);
        writer.UInt64(Group);
        writer.Key(Key);
    }
}
