using KvFleet.Native;

namespace KvFleet.Store.Extents;

/// <summary>
/// Decides whether a descriptor may be used as an extent. A holder runs in a tenant's namespace, so nothing it says is believed: the kernel is asked
/// about the descriptor itself, which cannot change its answer afterwards, because the seals forbid it.
/// </summary>
public static class ExtentVerifier
{
    private const string Remedy = "It was not used. Delete the holder's pod: it is made again from the agent's own image; if it repeats, somebody runs another program under the holder's name.";

    /// <summary>Verifies one descriptor.</summary>
    /// <param name="plan">What was asked for.</param>
    /// <param name="file">What came.</param>
    /// <param name="claimedBy">Who has the memory of an identity already; null for nobody.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="NativeException">The kernel refused to tell, for a reason other than that it is no memory file.</exception>
    public static ExtentVerdict Verify(ExtentPlan plan, MemoryFile file, Func<ExtentIdentity, string?> claimedBy)
    {
        var facts = file.GetFacts();
        var identity = new ExtentIdentity(facts.Device, facts.Inode);
        var (fault, message) = Examine(plan, file, facts, identity, claimedBy);
        return new ExtentVerdict(identity, facts.ResidentBytes, fault, message is null ? null : $"Extent {plan.Id}: {message}. {Remedy}");
    }

    private static (ExtentFault? Fault, string? Message) Examine(
        ExtentPlan plan, MemoryFile file, FileFacts facts, ExtentIdentity identity, Func<ExtentIdentity, string?> claimedBy)
    {
        Seals seals;
        try
        {
            seals = file.GetSeals();
        }
        catch (NativeException e) when (e.ErrorNumber == Errno.EINVAL)
        {
            return (ExtentFault.NotAMemoryFile, "the descriptor is no memory file (memfd)");
        }

        if ((seals & Seals.Extent) != Seals.Extent)
            return (ExtentFault.UnsealedExtent, $"it carries the seals {seals} and lacks {Seals.Extent & ~seals}, so any mapper could truncate it under the others");
        if ((seals & (Seals.Write | Seals.FutureWrite)) != Seals.None)
            return (ExtentFault.WriteSealedExtent, $"it carries the seals {seals}, so nothing can be written to it");
        if (facts.SizeBytes != plan.Bytes)
        {
            return (
                facts.SizeBytes < plan.Bytes ? ExtentFault.ShortExtent : ExtentFault.LongExtent,
                $"it has {facts.SizeBytes} bytes where {plan.Bytes} were asked for");
        }

        var huge = file.GetHugePageBytes();
        if (huge != plan.HugePageBytes)
            return (ExtentFault.WrongPageSize, $"its huge page size is {huge} bytes where {plan.HugePageBytes} was asked for (0: base pages)");
        return claimedBy(identity) is { } other
            ? (ExtentFault.DuplicateExtent, $"it is the same memory as extent {other}")
            : (null, null);
    }
}
