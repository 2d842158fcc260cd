namespace KvFleet.Kubernetes.Conditions;

/// <summary>What a condition says.</summary>
public enum ConditionStatus
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>It is so.</summary>
    True,

    /// <summary>It is not so.</summary>
    False,
}
