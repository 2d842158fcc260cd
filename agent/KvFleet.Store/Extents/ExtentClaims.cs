namespace KvFleet.Store.Extents;

/// <summary>Which memory is whose, over all holders of the node: the same file passed twice would count one piece of memory two times.</summary>
public sealed class ExtentClaims
{
    private readonly Dictionary<ExtentIdentity, string> _owners = [];

    /// <summary>Who has this memory.</summary>
    /// <param name="identity">The memory.</param>
    /// <returns>The extent id, or null when it is free.</returns>
    public string? OwnerOf(ExtentIdentity identity) => _owners.GetValueOrDefault(identity);

    /// <summary>Notes that an extent has this memory.</summary>
    /// <param name="identity">The memory; must be free.</param>
    /// <param name="extentId">The extent.</param>
    public void Claim(ExtentIdentity identity, string extentId) => _owners.Add(identity, extentId);

    /// <summary>Forgets a claim.</summary>
    /// <param name="identity">The memory.</param>
    public void Release(ExtentIdentity identity) => _owners.Remove(identity);
}
