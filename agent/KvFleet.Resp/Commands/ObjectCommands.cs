using System.Collections.Immutable;

namespace KvFleet.Resp.Commands;

/// <summary>OBJECT and MEMORY: what tools ask about single values.</summary>
internal static class ObjectCommands
{
    private const long EntryBytes = 256;

    public static ImmutableArray<CommandInfo> All { get; } =
    [
        new("object", -2, Object) { Summary = "Tells how a value is kept", Group = "generic", FirstKey = 2, LastKey = 2, KeyStep = 1, Flags = ["readonly"] },
        new("memory", -2, Memory) { Summary = "Tells how much memory a value takes", Group = "server", FirstKey = 2, LastKey = 2, KeyStep = 1, Flags = ["readonly"] },
    ];

    private static bool Object(RespSession session)
    {
        if (session.Count != 3)
            return Unknown(session);
        if (session.Is(1, "encoding"u8) || session.Is(1, "refcount"u8))
        {
            if (!session.Values.Contains(session.Argument(2)))
                session.Reply.Null();
            else if (session.Is(1, "encoding"u8))
                session.Reply.Bulk("raw"u8);
            else
                session.Reply.Integer(1);
            return true;
        }

        return Unknown(session);
    }

    private static bool Memory(RespSession session)
    {
        if (session.Count < 3 || !session.Is(1, "usage"u8))
            return Unknown(session);
        if (session.Values.Contains(session.Argument(2)))
            session.Reply.Integer(session.Values.LengthOf(session.Argument(2)) + EntryBytes);
        else
            session.Reply.Null();
        return true;
    }

    private static bool Unknown(RespSession session)
    {
        session.Reply.Error($"ERR unknown subcommand or wrong number of arguments for '{session.Command!.Name}'");
        return true;
    }
}
