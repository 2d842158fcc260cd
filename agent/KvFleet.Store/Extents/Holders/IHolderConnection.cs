using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Holders;

/// <summary>
/// The way to one holder's process. No method waits: requests go out in order, and what comes of them is told to the agent's loop as
/// <see cref="HolderEvent"/>s by whoever reads the connection.
/// </summary>
public interface IHolderConnection
{
    /// <summary>The volume it is connected through; a name of this process's own for one without a volume.</summary>
    string VolumeId { get; }

    /// <summary>Uid of its pod: the prefix of its extent ids.</summary>
    string HolderUid { get; }

    /// <summary>Asks for memory files.</summary>
    /// <param name="extents">The extents.</param>
    void Allocate(ImmutableArray<ExtentPlan> extents);

    /// <summary>Asks for the pages of extents.</summary>
    /// <param name="ids">The extents.</param>
    /// <param name="threads">Threads to use.</param>
    void Populate(ImmutableArray<string> ids, int threads);

    /// <summary>Asks to close extents.</summary>
    /// <param name="ids">The extents.</param>
    void Release(ImmutableArray<string> ids);

    /// <summary>Says why, then closes the connection.</summary>
    /// <param name="reason">Machine-readable.</param>
    /// <param name="message">In words.</param>
    void Refuse(string reason, string message);
}
