namespace KvFleet.Kubernetes.Client;

/// <summary>How a patch is written.</summary>
public enum PatchType
{
    /// <summary>RFC 7386: objects merge, lists are replaced, null removes.</summary>
    Merge,

    /// <summary>RFC 6902: a list of operations.</summary>
    Json,

    /// <summary>Lists merge by their keys; built-in kinds only.</summary>
    StrategicMerge,
}
