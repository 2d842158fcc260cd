namespace KvFleet.Planning.Selection;

/// <summary>What a taint does to pods that do not tolerate it.</summary>
public enum TaintEffect
{
    /// <summary>New pods are not bound; those that run stay.</summary>
    NoSchedule,

    /// <summary>A wish only: ignored by the planner.</summary>
    PreferNoSchedule,

    /// <summary>New pods are not bound and those that run are evicted.</summary>
    NoExecute,
}
