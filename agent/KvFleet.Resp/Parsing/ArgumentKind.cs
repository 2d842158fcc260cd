namespace KvFleet.Resp.Parsing;

/// <summary>Where an argument's bytes are.</summary>
internal enum ArgumentKind : byte
{
    /// <summary>Among the bytes of the command.</summary>
    Bytes,

    /// <summary>In a <see cref="Values.IncomingValue"/>.</summary>
    Value,

    /// <summary>Nowhere: it was too long and was skipped.</summary>
    Oversized,
}
