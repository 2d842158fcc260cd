using KvFleet.Operator.Placement;

namespace KvFleet.Operator.Fleet;

/// <summary>Takes the steps of a plan, several nodes at a time. One node's trouble does not hold up the others.</summary>
/// <param name="applier">Takes one node's step.</param>
internal sealed class FleetSteps(NodeApplier applier)
{
    private const int AtOnce = 16;

    /// <summary>Takes all steps.</summary>
    /// <param name="placements">The steps.</param>
    /// <param name="seen">What they were made from.</param>
    /// <param name="picture">The plan.</param>
    /// <param name="cancellationToken">Cancels what is under way.</param>
    /// <returns>The first failure; null if there was none.</returns>
    public async Task<Exception?> TakeAsync(IReadOnlyList<NodePlacement> placements, FleetObservation seen, FleetPicture picture, CancellationToken cancellationToken)
    {
        Exception? first = null;
        await Parallel.ForEachAsync(
            Tasks(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (step, token) =>
            {
                try
                {
                    await step(token);
                }
                catch (Exception error) when (!token.IsCancellationRequested)
                {
                    Interlocked.CompareExchange(ref first, error, null);
                }
            });
        return first;

        IEnumerable<Func<CancellationToken, Task>> Tasks()
        {
            foreach (var placement in placements)
                yield return token => applier.ApplyAsync(placement, picture, token);

            // A pod whose node is gone can neither run nor end by itself.
            foreach (var pod in seen.Stranded.Where(static pod => !pod.Deleting))
                yield return token => applier.RemoveAsync(new HolderRemoval(pod, RemovalReason.Orphaned), token);
        }
    }
}
