namespace KvFleet.Protocol.NodeChannel;

/// <summary>What <c>node</c> answers to a <see cref="NodeRequest"/>.</summary>
/// <param name="Id">Number of the request.</param>
public abstract record NodeAnswer(long Id) : NodeMessage;
