namespace KvFleet.Protocol.Volume;

/// <summary>Engine to agent: I want to map the pool. Answered by <see cref="MappableExtents"/>, now and whenever more become ready.</summary>
public sealed record Map() : VolumeMessage;
