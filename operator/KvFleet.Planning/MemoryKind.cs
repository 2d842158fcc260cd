namespace KvFleet.Planning;

/// <summary>The kinds of host memory a pool can be made of. Each is a resource of its own to the scheduler and has a budget of its own.</summary>
public enum MemoryKind
{
    /// <summary>Base pages: the resource <c>memory</c>.</summary>
    Regular,

    /// <summary>Reserved 2 MiB pages: the resource <c>hugepages-2Mi</c>.</summary>
    HugePages2Mi,

    /// <summary>Reserved 1 GiB pages: the resource <c>hugepages-1Gi</c>.</summary>
    HugePages1Gi,
}
