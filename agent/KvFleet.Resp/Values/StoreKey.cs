using System.Security.Cryptography;
using KvFleet.Protocol.Store;

namespace KvFleet.Resp.Values;

/// <summary>
/// The store's key for a key of the protocol. Most are the same. One that is empty, longer than the store takes, or looks like what comes now, is kept under
/// its SHA-256, and in front of its value, so that it can be compared and listed.
/// </summary>
internal readonly ref struct StoreKey
{
    /// <summary>Bytes that <see cref="Of"/> needs room for.</summary>
    public const int RoomBytes = 38;

    private const int HashOffset = 6;

    private StoreKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stored)
    {
        Key = key;
        Stored = stored;
    }

    /// <summary>The key as clients know it.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The key as the store knows it.</summary>
    public ReadOnlySpan<byte> Stored { get; }

    /// <summary>Whether the key is in front of the value, after its length in four bytes.</summary>
    public bool IsHashed => Stored.Length == RoomBytes && IsReserved(Stored);

    /// <summary>Bytes in front of the value.</summary>
    public int HeaderBytes => IsHashed ? sizeof(uint) + Key.Length : 0;

    private static ReadOnlySpan<byte> Mark => [0xFF, (byte)'K', (byte)'V', (byte)'F', (byte)'K', 0];

    /// <summary>Finds the store's key.</summary>
    /// <param name="key">The key of the protocol.</param>
    /// <param name="room">Memory for a hash.</param>
    public static StoreKey Of(ReadOnlySpan<byte> key, Span<byte> room)
    {
        if (key.Length is > 0 and <= StoreLimits.MaxKeyBytes && !IsReserved(key))
            return new StoreKey(key, key);
        Mark.CopyTo(room);
        SHA256.HashData(key, room[HashOffset..RoomBytes]);
        return new StoreKey(key, room[..RoomBytes]);
    }

    /// <summary>Whether a key of the store stands for one that is in front of its value.</summary>
    public static bool IsReserved(ReadOnlySpan<byte> stored) => stored.Length == RoomBytes && stored.StartsWith(Mark);
}
