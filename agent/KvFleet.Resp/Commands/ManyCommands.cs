using System.Collections.Immutable;
using KvFleet.Resp.Values;

namespace KvFleet.Resp.Commands;

/// <summary>Commands on several values.</summary>
internal static class ManyCommands
{
    public static ImmutableArray<CommandInfo> All { get; } =
    [
        new("mget", -2, GetMany) { Summary = "Returns the values of several keys", FirstKey = 1, LastKey = -1, KeyStep = 1 },
        new("mset", -3, SetMany) { Summary = "Stores several values", FirstKey = 1, LastKey = -1, KeyStep = 2, FirstValue = 2, ValueStep = 2, Flags = ["write", "denyoom"] },
    ];

    // A value that has been leased for the reply stays as it is until it is sent; later ones are looked up when their turn comes, so that a slow reader
    // holds a few values, not all.
    private static bool GetMany(RespSession session)
    {
        if (session.Progress == 0)
        {
            session.Reply.Array(session.Count - 1);
            session.Progress = 1;
        }

        for (; session.Progress < session.Count; session.Progress++)
        {
            if (session.Reply.IsFull)
                return false;
            StringCommands.Send(session, session.Argument(session.Progress));
        }

        return true;
    }

    private static bool SetMany(RespSession session)
    {
        if (session.Count % 2 == 0)
        {
            session.Reply.Error("ERR wrong number of arguments for 'mset' command");
            return true;
        }

        if (session.Count / 2 > RespLimits.MaxValuesOfCommand)
        {
            session.Reply.Error($"ERR MSET takes at most {RespLimits.MaxValuesOfCommand} pairs here. Send several");
            return true;
        }

        // All or nothing, as far as room goes.
        for (var index = 2; index < session.Count; index += 2)
        {
            if (session.Value(index) is { IsSkipped: true } skipped)
            {
                session.RefuseValue(skipped);
                return true;
            }
        }

        for (var index = 2; index < session.Count; index += 2)
        {
            var value = session.Value(index);
            if (session.Values.Commit(session.Argument(index - 1), value, condition: null, null, keepExpiry: false, wantsOld: false, out _) == CommitOutcome.Refused)
            {
                session.RefuseValue(value);
                return true;
            }
        }

        session.Reply.Ok();
        return true;
    }
}
