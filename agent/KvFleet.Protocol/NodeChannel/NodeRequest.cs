namespace KvFleet.Protocol.NodeChannel;

/// <summary>What <c>serve</c> asks of <c>node</c>.</summary>
/// <param name="Id">Number of the request, repeated by its answer; unique on the connection.</param>
public abstract record NodeRequest(long Id) : NodeMessage;
