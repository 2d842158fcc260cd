using System.Collections.Immutable;

namespace KvFleet.Resp.Commands;

/// <summary>Commands on keys, whatever their values.</summary>
internal static class KeyCommands
{
    public static ImmutableArray<CommandInfo> All { get; } =
    [
        new("exists", -2, static s => Count(s, static (s, i) => s.Values.Contains(s.Argument(i)))) { Summary = "Counts which of the keys are there", Group = "generic", FirstKey = 1, LastKey = -1, KeyStep = 1 },
        new("touch", -2, static s => Count(s, Touch)) { Summary = "Counts which of the keys are there, as a use of them", Group = "generic", FirstKey = 1, LastKey = -1, KeyStep = 1 },
        new("del", -2, Delete) { Summary = "Removes keys", Group = "generic", FirstKey = 1, LastKey = -1, KeyStep = 1, Flags = ["write"] },
        new("unlink", -2, Delete) { Summary = "Removes keys", Group = "generic", FirstKey = 1, LastKey = -1, KeyStep = 1, Flags = ["write", "fast"] },
        new("type", 2, Type) { Summary = "Returns string, or none", Group = "generic", FirstKey = 1, LastKey = 1, KeyStep = 1 },
    ];

    private static bool Delete(RespSession session) => Count(session, static (s, i) => s.Values.Remove(s.Argument(i)));

    private static bool Touch(RespSession session, int index)
    {
        if (!session.Values.TryGet(session.Argument(index), out var value))
            return false;
        value.Lease.Dispose();
        return true;
    }

    private static bool Type(RespSession session)
    {
        session.Reply.Simple(session.Values.Contains(session.Argument(1)) ? "string"u8 : "none"u8);
        return true;
    }

    private static bool Count(RespSession session, Func<RespSession, int, bool> counts)
    {
        var count = 0;
        for (var index = 1; index < session.Count; index++)
        {
            if (counts(session, index))
                count++;
        }

        session.Reply.Integer(count);
        return true;
    }
}
