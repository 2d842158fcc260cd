namespace KvFleet.Protocol.NodeChannel;

/// <summary>Done.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="Dropped">For <see cref="Retain"/>: how many mappings were dropped.</param>
public sealed record Done(long Id, int? Dropped = null) : NodeAnswer(Id);
