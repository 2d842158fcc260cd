using System.Collections.Immutable;

namespace KvFleet.Resp.Commands;

/// <summary>COMMAND: what commands there are.</summary>
internal static class CatalogCommands
{
    public static ImmutableArray<CommandInfo> All { get; } =
    [
        new("command", -1, Run) { Summary = "Lists the commands", Group = "server", Flags = ["loading", "stale"] },
    ];

    private static bool Run(RespSession session)
    {
        if (session.Count == 1)
            Describe(session, [.. CommandTable.All]);
        else if (session.Is(1, "count"u8) && session.Count == 2)
            session.Reply.Integer(CommandTable.All.Length);
        else if (session.Is(1, "list"u8) && session.Count == 2)
            List(session);
        else if (session.Is(1, "info"u8))
            Describe(session, session.Count == 2 ? [.. CommandTable.All] : [.. Named(session)]);
        else if (session.Is(1, "docs"u8))
            Document(session, session.Count == 2 ? [.. CommandTable.All] : [.. Named(session).OfType<CommandInfo>()]);
        else
            session.Reply.Error("ERR unknown subcommand or wrong number of arguments for 'command'. COUNT, LIST, INFO and DOCS are served");
        return true;
    }

    private static IEnumerable<CommandInfo?> Named(RespSession session) =>
        Enumerable.Range(2, session.Count - 2).Select(index => CommandTable.Find(session.Argument(index)));

    private static void List(RespSession session)
    {
        session.Reply.Array(CommandTable.All.Length);
        foreach (var command in CommandTable.All)
            session.Reply.Bulk(command.Name);
    }

    private static void Describe(RespSession session, IReadOnlyCollection<CommandInfo?> commands)
    {
        var reply = session.Reply;
        reply.Array(commands.Count);
        foreach (var command in commands)
        {
            if (command is null)
            {
                reply.Null();
                continue;
            }

            reply.Array(6);
            reply.Bulk(command.Name);
            reply.Integer(command.Arity);
            reply.Set(command.Flags.Length);
            foreach (var flag in command.Flags)
                reply.Simple(System.Text.Encoding.ASCII.GetBytes(flag));
            reply.Integer(command.FirstKey);
            reply.Integer(command.LastKey);
            reply.Integer(command.KeyStep);
        }
    }

    private static void Document(RespSession session, IReadOnlyCollection<CommandInfo> commands)
    {
        var reply = session.Reply;
        reply.Map(commands.Count);
        foreach (var command in commands)
        {
            reply.Bulk(command.Name);
            reply.Map(2);
            reply.Bulk("summary"u8);
            reply.Bulk(command.Summary);
            reply.Bulk("group"u8);
            reply.Bulk(command.Group);
        }
    }
}
