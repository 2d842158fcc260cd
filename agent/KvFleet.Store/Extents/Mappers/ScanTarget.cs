namespace KvFleet.Store.Extents.Mappers;

/// <summary>One thing to look for in the process table.</summary>
/// <param name="Id">The entry of the pool's table.</param>
/// <param name="Identity">The kernel's name of its memory.</param>
public sealed record ScanTarget(string Id, ExtentIdentity Identity);
