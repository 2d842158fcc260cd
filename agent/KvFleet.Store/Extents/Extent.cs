using KvFleet.Native;

namespace KvFleet.Store.Extents;

/// <summary>A verified memory file that a holder passed: the plan it fulfils, and this process's own descriptor of it.</summary>
public sealed class Extent : IDisposable
{
    /// <summary>Takes the file over.</summary>
    /// <param name="plan">The plan it fulfils.</param>
    /// <param name="file">The file; closed with the extent.</param>
    /// <param name="identity">Its identity.</param>
    public Extent(ExtentPlan plan, MemoryFile file, ExtentIdentity identity)
    {
        Plan = plan;
        File = file;
        Identity = identity;
    }

    /// <summary>The plan it fulfils.</summary>
    public ExtentPlan Plan { get; }

    /// <summary>This process's descriptor. Passing it over a socket gives the receiver one of its own.</summary>
    public MemoryFile File { get; }

    /// <summary>The kernel's name of the memory.</summary>
    public ExtentIdentity Identity { get; }

    /// <summary>
    /// What the locker calls it. Not the plan's id alone: a holder whose container restarts has new memory under the same ids, and a lock on the old
    /// memory must not be taken for one on the new.
    /// </summary>
    public string LockId => $"{Plan.Id}~{Identity.Inode}";

    /// <summary>Bytes of it that exist now, from the file's block count.</summary>
    /// <returns>Bytes, never more than the extent's size.</returns>
    /// <exception cref="NativeException">The kernel refused to say.</exception>
    public long MeasureResidentBytes() => Math.Min(File.GetFacts().ResidentBytes, Plan.Bytes);

    /// <summary>Closes the descriptor. The memory lives on while anyone else keeps one or a mapping.</summary>
    public void Dispose() => File.Dispose();
}
