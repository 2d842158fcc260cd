using System.Collections.Immutable;

namespace KvFleet.Resp.Commands;

/// <summary>Commands on when values end.</summary>
internal static class ExpiryCommands
{
    private const long MillisecondsPerSecond = 1000;
    private const long Forever = -1;
    private const long Nothing = -2;

    public static ImmutableArray<CommandInfo> All { get; } =
    [
        Setter("expire", "Lets a value end after some seconds", milliseconds: false, absolute: false),
        Setter("pexpire", "Lets a value end after some milliseconds", milliseconds: true, absolute: false),
        Setter("expireat", "Lets a value end at a Unix time in seconds", milliseconds: false, absolute: true),
        Setter("pexpireat", "Lets a value end at a Unix time in milliseconds", milliseconds: true, absolute: true),
        Getter("ttl", "Returns the seconds that a value has left", static (end, now) => (end - now + 500) / MillisecondsPerSecond),
        Getter("pttl", "Returns the milliseconds that a value has left", static (end, now) => end - now),
        Getter("expiretime", "Returns the Unix time in seconds at which a value ends", static (end, _) => end / MillisecondsPerSecond),
        Getter("pexpiretime", "Returns the Unix time in milliseconds at which a value ends", static (end, _) => end),
        new("persist", 2, Persist) { Summary = "Lets a value stay", Group = "generic", FirstKey = 1, LastKey = 1, KeyStep = 1, Flags = ["write", "fast"] },
    ];

    private static CommandInfo Setter(string name, string summary, bool milliseconds, bool absolute) =>
        new(name, -3, session => Set(session, milliseconds, absolute)) { Summary = summary, Group = "generic", FirstKey = 1, LastKey = 1, KeyStep = 1, Flags = ["write", "fast"] };

    private static CommandInfo Getter(string name, string summary, Func<long, long, long> show) => new(name, 2, session => Get(session, show))
    {
        Summary = summary,
        Group = "generic",
        FirstKey = 1,
        LastKey = 1,
        KeyStep = 1,
    };

    private static bool Set(RespSession session, bool milliseconds, bool absolute)
    {
        if (!session.TryInteger(2, out var number))
            return session.NotAnInteger();
        if (!session.TryMoment(number, milliseconds, absolute, out var at))
        {
            session.Reply.Error($"ERR invalid expire time in '{session.Command!.Name}' command");
            return true;
        }

        if (!TryReadEnd(session.Argument(1), session, out var before))
        {
            session.Reply.Integer(0);
            return true;
        }

        for (var index = 3; index < session.Count; index++)
        {
            bool allowed;
            if (session.Is(index, "nx"u8))
                allowed = before is null;
            else if (session.Is(index, "xx"u8))
                allowed = before is not null;
            else if (session.Is(index, "gt"u8))
                allowed = before is { } end && at > end;
            else if (session.Is(index, "lt"u8))
                allowed = before is not { } end || at < end;
            else
                return session.SyntaxError();
            if (!allowed)
            {
                session.Reply.Integer(0);
                return true;
            }
        }

        session.Reply.Integer(at <= session.Time.GetUtcNow() ? session.Values.Remove(session.Argument(1)) : session.Values.SetExpiry(session.Argument(1), at));
        return true;
    }

    private static bool Get(RespSession session, Func<long, long, long> show)
    {
        if (TryReadEnd(session.Argument(1), session, out var end))
            session.Reply.Integer(end is { } at ? Math.Max(0, show(at.ToUnixTimeMilliseconds(), session.Time.GetUtcNow().ToUnixTimeMilliseconds())) : Forever);
        else
            session.Reply.Integer(session.Values.Contains(session.Argument(1)) ? Forever : Nothing);
        return true;
    }

    private static bool Persist(RespSession session)
    {
        session.Reply.Integer(TryReadEnd(session.Argument(1), session, out var end) && end is not null && session.Values.SetExpiry(session.Argument(1), null));
        return true;
    }

    private static bool TryReadEnd(ReadOnlySpan<byte> key, RespSession session, out DateTimeOffset? end)
    {
        end = null;
        if (!session.Values.TryGet(key, out var value))
            return false;
        end = value.Lease.Expiry;
        value.Lease.Dispose();
        return true;
    }
}
