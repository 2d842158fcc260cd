namespace KvFleet.Resp.Commands;

/// <summary>Runs a complete command: first what holds for all of them, then the command's own part.</summary>
internal static class CommandRunner
{
    private const int ShownBytes = 64;

    /// <summary>Answers a command, or goes on with one.</summary>
    /// <returns>False when it must be called again once there is room for more of the reply.</returns>
    public static bool Run(RespSession session)
    {
        if (session.Count == 0)
            return true;
        if (session.Progress > 0)
            return session.Command!.Run(session);
        session.Endpoint.CountCommand();
        if (!session.IsAuthenticated && session.Command is not { IsOpen: true })
            return Refuse(session, "NOAUTH Authentication required.");
        if (session.Command is not { } command)
            return Refuse(session, $"ERR unknown command '{Show(session)}'. KvFleet serves strings: GET, SET, MGET, MSET, DEL and what COMMAND lists");
        if (session.HasOversized(out var index))
            return Refuse(session, $"ERR argument {index} of '{command.Name}' is longer than {RespLimits.MaxArgumentBytes} bytes");
        if (!command.Fits(session.Count))
            return Refuse(session, $"ERR wrong number of arguments for '{command.Name}' command");
        if (command.Flags.Contains("write", StringComparer.Ordinal) && !session.Endpoint.MayWrite())
            return Refuse(session, $"NOPERM This client may not change pool {session.Endpoint.Pool}, which '{command.Name}' would: see spec.sharing of the pool");
        return command.Run(session);
    }

    private static bool Refuse(RespSession session, string error)
    {
        session.Reply.Error(error);
        return true;
    }

    private static string Show(RespSession session)
    {
        var name = session.Argument(0);
        return string.Concat(System.Text.Encoding.Latin1.GetString(name[..Math.Min(name.Length, ShownBytes)]).Select(static c => c is >= ' ' and <= '~' ? c : '?'));
    }
}
