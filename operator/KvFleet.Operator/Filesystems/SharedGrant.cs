using KvFleet.Api.Nodes;
using KvFleet.Planning;

namespace KvFleet.Operator.Filesystems;

/// <summary>What a pool asks of a shared filesystem, and what was decided. Exactly one of <paramref name="Filesystem"/> and <paramref name="Reason"/> is set.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Uid">Its UID.</param>
/// <param name="ClassName">The filesystem that it names.</param>
/// <param name="Filesystem">The filesystem that it gets.</param>
/// <param name="Reason">Why it gets none, one word.</param>
/// <param name="Message">Why, and what to do.</param>
public sealed record SharedGrant(PoolKey Pool, string Uid, string ClassName, string? Filesystem, string? Reason = null, string? Message = null)
{
    /// <summary>What every node is told of it; its <see cref="NodeSharedPool.Variant"/> is the node's own.</summary>
    public NodeSharedPool? Part { get; init; }

    /// <summary>The nodes that shall have it, in order.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];
}
