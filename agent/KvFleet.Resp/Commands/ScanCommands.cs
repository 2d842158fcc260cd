using System.Collections.Immutable;
using System.Globalization;
using KvFleet.Resp.Values;
using KvFleet.Store;

namespace KvFleet.Resp.Commands;

/// <summary>Commands on all keys.</summary>
internal static class ScanCommands
{
    private const int DefaultCount = 10;
    private const int PageKeys = 64;
    private const int PageBytes = 256 * 1024;

    public static ImmutableArray<CommandInfo> All { get; } =
    [
        new("scan", -2, Scan) { Summary = "Lists keys, some at a time", Group = "generic", Flags = ["readonly"] },
        new("dbsize", 1, Size) { Summary = "Returns the number of keys", Group = "server" },
        new("flushdb", -1, Flush) { Summary = "Removes all keys of the pool on this node", Group = "server", Flags = ["write"] },
        new("flushall", -1, Flush) { Summary = "Removes all keys of the pool on this node", Group = "server", Flags = ["write"] },
    ];

    private static bool Size(RespSession session)
    {
        session.Reply.Integer(session.Values.Store?.Statistics.Keys ?? 0);
        return true;
    }

    private static bool Flush(RespSession session)
    {
        if (session.Count > 2 || (session.Count == 2 && !session.Is(1, "async"u8) && !session.Is(1, "sync"u8)))
            return session.SyntaxError();
        session.Values.Store?.Clear();
        session.Reply.Ok();
        return true;
    }

    private static bool Scan(RespSession session)
    {
        if (!ulong.TryParse(session.Argument(1), NumberStyles.None, CultureInfo.InvariantCulture, out var cursor))
        {
            session.Reply.Error("ERR invalid cursor");
            return true;
        }

        var (count, match, none) = ((long)DefaultCount, -1, false);
        for (var index = 2; index < session.Count; index += 2)
        {
            if (index + 1 == session.Count)
                return session.SyntaxError();
            if (session.Is(index, "match"u8))
                match = index + 1;
            else if (session.Is(index, "type"u8))
                none = !session.Is(index + 1, "string"u8);
            else if (!session.Is(index, "count"u8))
                return session.SyntaxError();
            else if (!session.TryInteger(index + 1, out count))
                return session.NotAnInteger();
            else if (count < 1)
                return session.SyntaxError();
        }

        var keys = new List<ReadOnlyMemory<byte>>();
        cursor = Collect(session, cursor, (int)Math.Min(count, RespLimits.MaxScanKeys), match < 0 ? [] : session.Argument(match), match >= 0, keys);
        session.Reply.Array(2);
        session.Reply.Bulk(cursor.ToString(CultureInfo.InvariantCulture));
        session.Reply.Array(none ? 0 : keys.Count);
        foreach (var key in none ? [] : keys)
            session.Reply.Bulk(key.Span);
        return true;
    }

    private static ulong Collect(RespSession session, ulong cursor, int count, ReadOnlySpan<byte> pattern, bool matches, List<ReadOnlyMemory<byte>> keys)
    {
        if (session.Values.Store is not { } store)
            return 0;
        var (looked, bytes) = (0, 0);
        do
        {
            var page = store.Scan(cursor, Math.Min(PageKeys, count - looked));
            cursor = page.Cursor;
            looked += Math.Max(1, page.Keys.Length);
            foreach (var stored in page.Keys)
            {
                if (Readable(store, stored) is not { } key || (matches && !GlobPattern.Matches(pattern, key.Span)))
                    continue;
                keys.Add(key);
                bytes += key.Length;
            }
        }
        while (cursor != 0 && looked < count && bytes < PageBytes);
        return cursor;
    }

    /// <summary>The key as clients know it; null when it has gone meanwhile.</summary>
    private static ReadOnlyMemory<byte>? Readable(IPoolStore store, ImmutableArray<byte> stored)
    {
        if (!StoreKey.IsReserved(stored.AsSpan()))
            return stored.AsMemory();
        if (!store.TryLease(stored.AsSpan(), out var lease))
            return null;
        using (lease)
            return ValueStore.TryReadKey(lease, out var key) ? key : (ReadOnlyMemory<byte>?)null;
    }
}
