using System.Collections.Immutable;

namespace KvFleet.Resp.Commands;

/// <summary>Commands on the connection itself.</summary>
internal static class ConnectionCommands
{
    private const int NewestVersion = 3;

    public static ImmutableArray<CommandInfo> All { get; } =
    [
        Info("ping", -1, Ping, "Answers PONG"),
        Info("echo", 2, Echo, "Returns its argument"),
        Info("quit", -1, Quit, "Closes the connection", isOpen: true),
        Info("hello", -1, Hello, "Chooses the version of the protocol", isOpen: true),
        Info("auth", -2, Auth, "Says the password", isOpen: true),
        Info("reset", 1, Reset, "Makes the connection as it was at first", isOpen: true),
        Info("select", 2, Select, "Chooses database 0, the only one"),
        Info("client", -2, ClientCommand.Run, "Tells about the connection"),
    ];

    private static CommandInfo Info(string name, int arity, Func<RespSession, bool> run, string summary, bool isOpen = false) =>
        new(name, arity, run) { Summary = summary, Group = "connection", Flags = ["fast", "noscript", "loading", "stale"], IsOpen = isOpen };

    private static bool Ping(RespSession session)
    {
        if (session.Count > 2)
            session.Reply.Error("ERR wrong number of arguments for 'ping' command");
        else if (session.Count == 2)
            session.Reply.Bulk(session.Argument(1));
        else
            session.Reply.Simple("PONG"u8);
        return true;
    }

    private static bool Echo(RespSession session)
    {
        session.Reply.Bulk(session.Argument(1));
        return true;
    }

    private static bool Quit(RespSession session)
    {
        session.Reply.Ok();
        session.IsClosing = true;
        return true;
    }

    private static bool Reset(RespSession session)
    {
        session.Reply.Version = 2;
        session.Name = "";
        session.IsAuthenticated = !session.Endpoint.NeedsPassword;
        session.Reply.Simple("RESET"u8);
        return true;
    }

    private static bool Select(RespSession session)
    {
        if (!session.TryInteger(1, out var number))
            return session.NotAnInteger();
        if (number == 0)
            session.Reply.Ok();
        else
            session.Reply.Error("ERR DB index is out of range: a pool has database 0 alone");
        return true;
    }

    private static bool Auth(RespSession session)
    {
        if (session.Count > 3)
            return session.SyntaxError();
        if (!session.Endpoint.NeedsPassword)
            session.Reply.Error("ERR AUTH was called, but no password is set: whoever reaches this socket may use it");
        else if (TryLogIn(session, session.Count == 3 ? 1 : 0, session.Count - 1))
            session.Reply.Ok();
        return true;
    }

    private static bool Hello(RespSession session)
    {
        var version = (long)session.Reply.Version;
        if (session.Count > 1 && (!session.TryInteger(1, out version) || version is < 2 or > NewestVersion))
        {
            session.Reply.Error("NOPROTO unsupported protocol version; 2 and 3 are spoken here");
            return true;
        }

        var name = session.Name;
        for (var index = 2; index < session.Count; index++)
        {
            if (session.Is(index, "auth"u8) && index + 2 < session.Count)
            {
                if (session.Endpoint.NeedsPassword && !TryLogIn(session, index + 1, index + 2))
                    return true;
                index += 2;
            }
            else if (session.Is(index, "setname"u8) && index + 1 < session.Count)
            {
                name = session.Text(++index);
            }
            else
            {
                return session.SyntaxError();
            }
        }

        if (!session.IsAuthenticated)
        {
            session.Reply.Error("NOAUTH HELLO needs the option AUTH <user> <password> here before it answers");
            return true;
        }

        session.Reply.Version = (int)version;
        session.Name = name;
        Introduce(session);
        return true;
    }

    private static void Introduce(RespSession session)
    {
        var reply = session.Reply;
        reply.Map(7);
        reply.Bulk("server"u8);
        reply.Bulk("redis"u8);
        reply.Bulk("version"u8);
        reply.Bulk(ServerCommands.CompatibleVersion);
        reply.Bulk("proto"u8);
        reply.Integer(reply.Version);
        reply.Bulk("id"u8);
        reply.Integer(session.Id);
        reply.Bulk("mode"u8);
        reply.Bulk("standalone"u8);
        reply.Bulk("role"u8);
        reply.Bulk("master"u8);
        reply.Bulk("modules"u8);
        reply.Array(0);
    }

    private static bool TryLogIn(RespSession session, int user, int password)
    {
        if ((user == 0 || session.Is(user, "default"u8)) && session.Endpoint.IsPassword(session.Argument(password)))
        {
            session.IsAuthenticated = true;
            return true;
        }

        session.Reply.Error("WRONGPASS invalid username-password pair; the user is 'default'");
        return false;
    }
}
