using System.Collections.Immutable;
using KvFleet.Native;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Reconciliation;

/// <summary>Verifies what a holder passes, all or nothing: one bad descriptor and none is kept.</summary>
internal sealed class ExtentIntake(ExtentClaims claims)
{
    /// <summary>Takes what a holder brings along. What it calls by an unknown id, or says to be of another size, is surplus: verified as what it says.</summary>
    public ExtentIntakeResult TakeHeld(IReadOnlyList<PassedExtent> passed, ImmutableArray<ExtentPlan> wanted) => Take(passed, extent =>
    {
        var plan = wanted.FirstOrDefault(plan => plan.Id == extent.Id);
        return plan is not null && plan.Bytes == extent.Bytes && plan.HugePageBytes == extent.HugePageBytes
            ? plan
            : new ExtentPlan(extent.Id, extent.Bytes, extent.HugePageBytes, ExtentPlacement.None, null);
    });

    /// <summary>Takes what a holder was asked for, and nothing else.</summary>
    public ExtentIntakeResult TakeAllocated(IReadOnlyList<PassedExtent> passed, ImmutableArray<ExtentPlan> asked) =>
        Take(passed, extent => asked.FirstOrDefault(plan => plan.Id == extent.Id));

    private ExtentIntakeResult Take(IReadOnlyList<PassedExtent> passed, Func<PassedExtent, ExtentPlan?> planOf)
    {
        var extents = ImmutableArray.CreateBuilder<Extent>(passed.Count);
        var held = ImmutableArray.CreateBuilder<HeldExtent>(passed.Count);
        foreach (var extent in passed)
        {
            if (Verify(extent, planOf(extent), extents, held) is not { } fault)
                continue;
            foreach (var kept in extents)
                claims.Release(kept.Identity);
            foreach (var other in passed)
                other.File.Dispose();
            return new ExtentIntakeResult([], [], fault);
        }

        return new ExtentIntakeResult(extents.ToImmutable(), held.ToImmutable(), null);
    }

    private (string Reason, string Message)? Verify(
        PassedExtent passed, ExtentPlan? plan, ImmutableArray<Extent>.Builder extents, ImmutableArray<HeldExtent>.Builder held)
    {
        if (plan is null)
            return (AgentReasons.UnexpectedExtent, $"It passed extent {passed.Id}, which it was not asked for. Run only the agent's own image as a holder.");
        try
        {
            var verdict = ExtentVerifier.Verify(plan, passed.File, claims.OwnerOf);
            if (verdict.Fault is { } fault)
                return (fault.ToString(), verdict.Message!);
            claims.Claim(verdict.Identity, plan.Id);
            extents.Add(new Extent(plan, passed.File, verdict.Identity));
            held.Add(new HeldExtent(plan.Id, plan.Bytes, plan.HugePageBytes, Math.Min(verdict.ResidentBytes, plan.Bytes)));
            return null;
        }
        catch (NativeException e)
        {
            return (nameof(ExtentFault.NotAMemoryFile), $"Extent {passed.Id} cannot be examined: {e.Message}");
        }
    }
}
