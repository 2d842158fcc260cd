using System.Collections.Immutable;
using KvFleet.Resp.Values;

namespace KvFleet.Resp.Commands;

/// <summary>Commands on one value.</summary>
internal static class StringCommands
{
    public static ImmutableArray<CommandInfo> All { get; } =
    [
        new("get", 2, Get) { Summary = "Returns the value of a key", FirstKey = 1, LastKey = 1, KeyStep = 1 },
        new("set", -3, Set) { Summary = "Stores a value", FirstKey = 1, LastKey = 1, KeyStep = 1, FirstValue = 2, Flags = ["write", "denyoom"] },
        new("setnx", 3, SetIfAbsent) { Summary = "Stores a value unless the key is there", FirstKey = 1, LastKey = 1, KeyStep = 1, FirstValue = 2, Flags = ["write", "denyoom", "fast"] },
        new("setex", 4, static s => SetWithEnd(s, milliseconds: false)) { Summary = "Stores a value that ends after some seconds", FirstKey = 1, LastKey = 1, KeyStep = 1, FirstValue = 3, KeyBefore = 2, Flags = ["write", "denyoom"] },
        new("psetex", 4, static s => SetWithEnd(s, milliseconds: true)) { Summary = "Stores a value that ends after some milliseconds", FirstKey = 1, LastKey = 1, KeyStep = 1, FirstValue = 3, KeyBefore = 2, Flags = ["write", "denyoom"] },
        new("getset", 3, GetSet) { Summary = "Stores a value and returns the one before", FirstKey = 1, LastKey = 1, KeyStep = 1, FirstValue = 2, Flags = ["write", "denyoom", "fast"] },
        new("getdel", 2, GetDelete) { Summary = "Returns a value and removes the key", FirstKey = 1, LastKey = 1, KeyStep = 1, Flags = ["write", "fast"] },
        new("getrange", 4, GetRange) { Summary = "Returns a part of a value", FirstKey = 1, LastKey = 1, KeyStep = 1, Flags = ["readonly"] },
        new("substr", 4, GetRange) { Summary = "Returns a part of a value", FirstKey = 1, LastKey = 1, KeyStep = 1, Flags = ["readonly"] },
        new("strlen", 2, Length) { Summary = "Returns the bytes of a value", FirstKey = 1, LastKey = 1, KeyStep = 1 },
    ];

    /// <summary>Sends a value, or nothing.</summary>
    public static void Send(RespSession session, ReadOnlySpan<byte> key)
    {
        if (session.Values.TryGet(key, out var value))
            session.Reply.Bulk(value, 0, value.Length);
        else
            session.Reply.Null();
    }

    private static bool Get(RespSession session)
    {
        Send(session, session.Argument(1));
        return true;
    }

    private static bool Set(RespSession session)
    {
        if (!SetOptions.TryRead(session, out var options))
            return true;
        Store(session, 2, options);
        return true;
    }

    private static bool SetWithEnd(RespSession session, bool milliseconds)
    {
        if (!session.TryInteger(2, out var number))
            return session.NotAnInteger();
        if (number <= 0 || !session.TryMoment(number, milliseconds, absolute: false, out var expiry))
        {
            session.Reply.Error($"ERR invalid expire time in '{session.Command!.Name}' command");
            return true;
        }

        Store(session, 3, new SetOptions { Expiry = expiry });
        return true;
    }

    private static bool GetSet(RespSession session)
    {
        Store(session, 2, new SetOptions { WantsOld = true });
        return true;
    }

    private static bool SetIfAbsent(RespSession session)
    {
        var value = session.Value(2);
        if (value.IsSkipped)
            session.RefuseValue(value);
        else if (session.Values.Commit(session.Argument(1), value, condition: false, null, keepExpiry: false, wantsOld: false, out _) is var outcome && outcome != CommitOutcome.Refused)
            session.Reply.Integer(outcome == CommitOutcome.Committed);
        else
            session.RefuseValue(value);
        return true;
    }

    private static void Store(RespSession session, int index, in SetOptions options)
    {
        var value = session.Value(index);
        if (value.IsSkipped)
        {
            session.RefuseValue(value);
            return;
        }

        var outcome = session.Values.Commit(session.Argument(1), value, options.Condition, options.Expiry, options.KeepsExpiry, options.WantsOld, out var old);
        if (outcome == CommitOutcome.Refused)
        {
            old?.Lease.Dispose();
            session.RefuseValue(value);
        }
        else if (old is { } before)
        {
            session.Reply.Bulk(before, 0, before.Length);
        }
        else if (options.WantsOld || outcome == CommitOutcome.ConditionFailed)
        {
            session.Reply.Null();
        }
        else
        {
            session.Reply.Ok();
        }
    }

    private static bool GetDelete(RespSession session)
    {
        Send(session, session.Argument(1));
        session.Values.Remove(session.Argument(1));
        return true;
    }

    private static bool GetRange(RespSession session)
    {
        if (!session.TryInteger(2, out var first) || !session.TryInteger(3, out var last))
            return session.NotAnInteger();
        if (!session.Values.TryGet(session.Argument(1), out var value))
        {
            session.Reply.Bulk([]);
            return true;
        }

        first = Math.Max(0, first < 0 ? first + value.Length : first);
        last = Math.Min(value.Length - 1, last < 0 ? last + value.Length : last);
        session.Reply.Bulk(value, first, first > last ? 0 : last - first + 1);
        return true;
    }

    private static bool Length(RespSession session)
    {
        session.Reply.Integer(session.Values.LengthOf(session.Argument(1)));
        return true;
    }
}
