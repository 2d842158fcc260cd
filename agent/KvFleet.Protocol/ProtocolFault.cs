namespace KvFleet.Protocol;

/// <summary>Why a packet was not accepted or not sent.</summary>
public enum ProtocolFault
{
    /// <summary>Longer than <see cref="ProtocolLimits.MaxPacketBytes"/>.</summary>
    TooLarge,

    /// <summary>Not a JSON object of a known type with the right members.</summary>
    Malformed,

    /// <summary>The values contradict the protocol: an empty id, a negative size, too many entries.</summary>
    Invalid,

    /// <summary>Not as many descriptors as the message lists.</summary>
    DescriptorMismatch,

    /// <summary>Descriptors were sent that did not arrive: more than the limit, none free in the process, or a security module forbade it.</summary>
    DescriptorsLost,
}
