namespace KvFleet.Protocol;

/// <summary>One message: a JSON object in one packet, with a <c>type</c> that says which, and descriptors beside it.</summary>
public abstract record ProtocolMessage
{
    /// <summary>How many descriptors must come with this message, in the order of the things it lists. Any other number is an error.</summary>
    internal virtual int DescriptorCount => 0;

    /// <summary>What is wrong with the values, for the peer to read; null when nothing is.</summary>
    internal virtual string? FindFault() => null;
}
