using System.Globalization;
using KvFleet.Kubernetes.Contract.Tests.Informers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Model;

/// <summary>Checks that what a handler heard is a history that can have happened, and returns where it ends.</summary>
internal static class History
{
    /// <summary>What a handler must believe exists, by name.</summary>
    public static SortedDictionary<string, Widget> Check(IEnumerable<HeardChange> heard)
    {
        var alive = new SortedDictionary<string, Widget>(StringComparer.Ordinal);
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        var number = 0;
        foreach (var change in heard)
        {
            var (name, where) = (change.Entity.Name(), $"change {number++}, {change.Kind} of {change.Entity.Name()} at {change.Entity.ResourceVersion()}");
            var known = alive.GetValueOrDefault(name);
            switch (change.Kind)
            {
                case HeardKind.Added:
                    known.ShouldBeNull($"{where}: it was there already");
                    Version(change.Entity).ShouldBeGreaterThan(newest.GetValueOrDefault(name), $"{where}: it came back from the past");
                    alive[name] = change.Entity;
                    break;
                case HeardKind.Updated:
                    // A list may have brought the same version once more, which is no news.
                    (change.Old?.Uid(), change.Old?.ResourceVersion()).ShouldBe((known?.Uid(), known?.ResourceVersion()), $"{where}: the old state is not the one that was told");
                    if (!ReferenceEquals(change.Old, change.Entity))
                        Version(change.Entity).ShouldBeGreaterThan(Version(known!), $"{where}: time travel");
                    alive[name] = change.Entity;
                    break;
                default:
                    known.ShouldNotBeNull($"{where}: it was not there").Uid().ShouldBe(change.Entity.Uid(), $"{where}: another incarnation is there");
                    Version(change.Entity).ShouldBeGreaterThanOrEqualTo(Version(known!), $"{where}: time travel");
                    // No ban on its return: out of a selector is deleted, too.
                    alive.Remove(name);
                    newest[name] = Version(change.Entity);
                    break;
            }
        }

        return alive;
    }

    private static long Version(Widget widget) => long.Parse(widget.ResourceVersion(), CultureInfo.InvariantCulture);
}
