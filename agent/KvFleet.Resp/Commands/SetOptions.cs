using System.Runtime.InteropServices;

namespace KvFleet.Resp.Commands;

/// <summary>The words after SET key value.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SetOptions
{
    /// <summary>Whether the key must be there (XX, true), must not be there (NX, false), or may (null).</summary>
    public bool? Condition { get; init; }

    /// <summary>When the value ends; null for never.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>Whether it ends when the old value would have.</summary>
    public bool KeepsExpiry { get; init; }

    /// <summary>Whether the old value is the reply.</summary>
    public bool WantsOld { get; init; }

    /// <summary>Reads them.</summary>
    /// <returns>False when they make no sense; the client has been told.</returns>
    public static bool TryRead(RespSession session, out SetOptions options)
    {
        options = default;
        for (var index = 3; index < session.Count; index++)
        {
            if (session.Is(index, "nx"u8) && options.Condition is null)
                options = options with { Condition = false };
            else if (session.Is(index, "xx"u8) && options.Condition is null)
                options = options with { Condition = true };
            else if (session.Is(index, "get"u8))
                options = options with { WantsOld = true };
            else if (session.Is(index, "keepttl"u8) && options.Expiry is null)
                options = options with { KeepsExpiry = true };
            else if (options is { Expiry: null, KeepsExpiry: false } && index + 1 < session.Count && IsEnd(session, index, out var milliseconds, out var absolute))
            {
                if (!TryReadEnd(session, ++index, milliseconds, absolute, out var expiry))
                    return false;
                options = options with { Expiry = expiry };
            }
            else
            {
                session.SyntaxError();
                return false;
            }
        }

        return true;
    }

    private static bool IsEnd(RespSession session, int index, out bool milliseconds, out bool absolute)
    {
        absolute = session.Is(index, "exat"u8) || session.Is(index, "pxat"u8);
        milliseconds = session.Is(index, "px"u8) || session.Is(index, "pxat"u8);
        return absolute || milliseconds || session.Is(index, "ex"u8);
    }

    private static bool TryReadEnd(RespSession session, int index, bool milliseconds, bool absolute, out DateTimeOffset expiry)
    {
        expiry = default;
        if (!session.TryInteger(index, out var number))
        {
            session.NotAnInteger();
            return false;
        }

        if (number > 0 && session.TryMoment(number, milliseconds, absolute, out expiry))
            return true;
        session.Reply.Error("ERR invalid expire time in 'set' command");
        return false;
    }
}
