namespace KvFleet.Resp.Parsing;

/// <summary>Where <see cref="RespParser"/> stands.</summary>
internal enum ParseOutcome
{
    /// <summary>The command goes on in bytes that have not come yet.</summary>
    NeedMore,

    /// <summary>A command is complete; it may have no arguments at all, and is nothing to answer then.</summary>
    Command,

    /// <summary>The next argument's body shall not be collected but taken by the caller: a value, or too long.</summary>
    Body,

    /// <summary>The stream makes no sense from here on; see <see cref="RespParser.Fault"/>.</summary>
    Fault,
}
