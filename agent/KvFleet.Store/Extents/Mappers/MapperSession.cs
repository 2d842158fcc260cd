namespace KvFleet.Store.Extents.Mappers;

/// <summary>One connection of an engine process, and the extents whose descriptors went over it.</summary>
/// <param name="Number">Unique number of the connection.</param>
/// <param name="Identity">The pod.</param>
public sealed record MapperSession(long Number, MapperIdentity Identity);
