using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>A taint that holder pods tolerate, as in a pod's tolerations.</summary>
public sealed class PoolToleration
{
    /// <summary>The taint's key; empty with operator Exists: every taint.</summary>
    [Length(maxLength: 317)]
    public string? Key { get; set; }

    /// <summary>Equal (the default) compares the value, Exists ignores it.</summary>
    [DefaultValue("Equal")]
    public TolerationOperator? Operator { get; set; }

    /// <summary>The taint's value, for operator Equal.</summary>
    [Length(maxLength: 63)]
    public string? Value { get; set; }

    /// <summary>The taint's effect; empty: every effect.</summary>
    public TaintEffect? Effect { get; set; }

    /// <summary>For effect NoExecute: how long a holder stays after the taint appears. Empty: for ever.</summary>
    [RangeMinimum(0)]
    public long? TolerationSeconds { get; set; }
}
