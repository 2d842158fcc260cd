using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Deletion;

/// <summary>Removes what a look found to be of no more use, after another look right before.</summary>
internal static class LeftoverRemover
{
    /// <summary>Removes.</summary>
    /// <param name="order">How.</param>
    /// <param name="leftovers">What.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What became of them, by reason.</returns>
    public static IReadOnlyDictionary<SweepReason, DeletionCounts> Remove(LeftoverOrder order, IEnumerable<Leftover> leftovers, CancellationToken cancellationToken)
    {
        var result = new Dictionary<SweepReason, DeletionCounts>();
        using var opener = new PathOpener(order.Directory);
        using var cursor = new DirectoryCursor();
        foreach (var leftover in leftovers)
        {
            order.Limiter.Take(1, cancellationToken);
            var counts = result.GetValueOrDefault(leftover.Reason);
            Remove(order, leftover, opener, cursor, ref counts);
            result[leftover.Reason] = counts;
        }

        return result;
    }

    private static void Remove(LeftoverOrder order, Leftover leftover, PathOpener opener, DirectoryCursor cursor, ref DeletionCounts counts)
    {
        EntryFacts facts = default;
        var error = opener.Open(cursor, leftover.Directory);
        if (error == 0)
            error = cursor.Ask(leftover.Name, fresh: true, out facts);
        if (error == 0)
        {
            var isDirectory = leftover.Reason == SweepReason.EmptyDirectory;
            var age = order.Now - (isDirectory ? facts.ModificationSeconds : LastUse.Of(facts));
            if (facts.Kind != (isDirectory ? EntryKind.Directory : EntryKind.File) || age <= RequiredAge(order, leftover.Reason) || IsPinned(order, leftover))
            {
                counts.Spared++;
                return;
            }

            error = (order.IsDryRun, isDirectory) switch
            {
                (true, _) => 0,
                (_, true) => cursor.RemoveDirectory(leftover.Name),
                _ => cursor.Unlink(leftover.Name),
            };
        }

        switch (error)
        {
            case 0:
                counts.Files++;
                counts.Blocks += facts.Blocks;
                break;
            case Errno.ENOTEMPTY or Errno.EEXIST:
                counts.Spared++;
                break;
            case Errno.ENOENT:
                break;
            default:
                counts.Failed++;
                counts.Failure ??= $"{order.Directory}/{leftover.Directory}/{System.Text.Encoding.UTF8.GetString(leftover.Name)}: {Errno.Name(error)}";
                break;
        }
    }

    private static long RequiredAge(LeftoverOrder order, SweepReason reason) => reason switch
    {
        SweepReason.EmptyDirectory => order.EmptyAgeSeconds,
        SweepReason.StaleFingerprint => order.StaleAgeSeconds,
        _ => order.TemporaryAgeSeconds,
    };

    private static bool IsPinned(LeftoverOrder order, Leftover leftover) =>
        order.Pins.Covers(leftover.Directory) || order.Pins.Contains(PathHash.Append(PathHash.Of(leftover.Directory), leftover.Name));
}
