using System.Globalization;

namespace KvFleet.Resp.Commands;

/// <summary>CLIENT: what libraries say about themselves, and what people ask.</summary>
internal static class ClientCommand
{
    public static bool Run(RespSession session)
    {
        var count = session.Count;
        if (session.Is(1, "id"u8) && count == 2)
        {
            session.Reply.Integer(session.Id);
        }
        else if (session.Is(1, "getname"u8) && count == 2)
        {
            if (session.Name.Length > 0)
                session.Reply.Bulk(session.Name);
            else
                session.Reply.Null();
        }
        else if (session.Is(1, "setname"u8) && count == 3)
        {
            SetName(session);
        }
        else if ((session.Is(1, "info"u8) || session.Is(1, "list"u8)) && count == 2)
        {
            session.Reply.Verbatim(string.Create(CultureInfo.InvariantCulture, $"id={session.Id} name={session.Name} db=0 resp={session.Reply.Version}\n"));
        }
        else if ((session.Is(1, "setinfo"u8) && count == 4) || ((session.Is(1, "no-evict"u8) || session.Is(1, "no-touch"u8)) && count == 3))
        {
            // What the library is called changes nothing here; no connection is evicted.
            session.Reply.Ok();
        }
        else
        {
            session.Reply.Error("ERR unknown subcommand or wrong number of arguments for 'client'. ID, GETNAME, SETNAME, INFO, LIST, SETINFO, NO-EVICT and NO-TOUCH are served");
        }

        return true;
    }

    private static void SetName(RespSession session)
    {
        if (session.Argument(2).IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
        {
            session.Reply.Error("ERR Client names cannot contain spaces, newlines or special characters.");
            return;
        }

        session.Name = session.Text(2);
        session.Reply.Ok();
    }
}
